#pragma once

#include <functional>

#include "swarm/figures.hpp"

namespace workspace::sim {

/// `work(job)` for each job from 0, each in a process of its own, and what they came to together. With `stop_at_first` the
/// others are ended when one comes back with a broken run; theirs is not counted then. Throws std::runtime_error where a
/// process cannot be made, or dies.
[[nodiscard]] Figures in_parallel(int jobs, bool stop_at_first, const std::function<Figures(int)>& work);

}  // namespace workspace::sim
