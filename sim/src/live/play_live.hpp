#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"
#include "world/broken.hpp"

namespace workspace::sim {

struct PlayLiveOptions {
    std::filesystem::path server;            ///< workspace-server
    std::vector<std::string> environment{};  ///< `NAME=value`, of the server
};

struct LiveOutcome {
    std::vector<Broken> broken;
    int line = 0;              ///< that was being played when the first rule broke; 0: afterwards
    core::Duration elapsed{};  ///< of real time
    bool compared = false;     ///< its history was held against the simulated run's
};

/// One run against a real server, from the population to the rest in the end. The data folder is a fresh one, and removed.
/// Throws std::runtime_error where the server cannot be started, or when this process is to end.
[[nodiscard]] LiveOutcome play_live(const Scenario& scenario, const PlayLiveOptions& options);

}  // namespace workspace::sim
