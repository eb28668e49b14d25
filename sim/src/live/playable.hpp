#pragma once

#include <optional>
#include <string>

#include "scenario/scenario.hpp"

namespace workspace::sim {

/// Why a scenario is not played against a real server.
struct NotPlayable {
    int line = 0;  ///< 0: it is about the file as a whole
    std::string reason;
};
/// None where it can be played, and takes no longer than `at_most` by its own lines.
[[nodiscard]] std::optional<NotPlayable> why_not_live(const Scenario& scenario, core::Duration at_most);

/// What its `wait` and `for` lines come to.
[[nodiscard]] core::Duration real_time_of(const Scenario& scenario);

}  // namespace workspace::sim
