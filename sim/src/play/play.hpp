#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "capture/recorder.hpp"
#include "scenario/scenario.hpp"
#include "world/observer.hpp"

namespace workspace::sim {

struct Outcome {
    std::vector<Broken> broken;
    int line = 0;  ///< of the scenario, that was being played when the first rule broke; 0: while it came to rest
    std::uint64_t digest = 0;
    std::uint64_t steps = 0;
    core::Duration elapsed{};         ///< of virtual time
    std::int64_t client_seconds = 0;  ///< programs × virtual seconds

    [[nodiscard]] bool well() const { return broken.empty(); }
};

struct PlayOptions {
    std::uint64_t seed = 1;
    core::Duration quiet = std::chrono::minutes{3};  ///< in the end, when everything was healed
    std::vector<Observer*> also_watch{};
    bool unwatched = false;                                ///< without checkers, for measuring what they cost
    std::function<capture::Recorder::Write()> captures{};  ///< of each start of the server; may be empty
};

/// One run, from the population to the rest in the end, under all checkers. The same scenario and seed give the same
/// outcome, to the byte.
[[nodiscard]] Outcome play(const Scenario& scenario, const PlayOptions& options);

}  // namespace workspace::sim
