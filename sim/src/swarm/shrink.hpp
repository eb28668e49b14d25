#pragma once

#include <functional>

#include "play/play.hpp"

namespace workspace::sim {

struct Shrunk {
    Scenario scenario;
    Outcome outcome;
    int runs = 0;
};

/// The shortest scenario that this finds, by taking lines away, that still breaks the rule that `scenario` breaks first; where
/// that is one of its own expectations, the same one in the same way.
/// `runs` bounds the work. Randomness goes by name (world/chance.hpp), so that what is left meets the same delays.
[[nodiscard]] Shrunk shrink(const Scenario& scenario, const PlayOptions& options, int runs = 2000,
                            const std::function<void(const Shrunk&)>& progress = {});

}  // namespace workspace::sim
