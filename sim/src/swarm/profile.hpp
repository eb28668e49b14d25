#pragma once

#include <cstdint>
#include <string>

#include "scenario/scenario.hpp"

namespace workspace::sim {

struct Range {
    std::int64_t from = 0;
    std::int64_t to = 0;
};

/// What a swarm draws its worlds from.
struct Profile {
    Range people{2, 4};
    Range bots{0, 1};
    Range workstations{2, 5};
    Range rooms{1, 2};
    Range deeds{20, 120};
    /// Between two deeds, in milliseconds: mostly short, at times long enough for graces to end.
    Range pause{0, 600};
    Range long_pause{1'000, 15'000};
    std::int64_t long_pause_one_in = 5;
    /// One world in so many has …
    std::int64_t small_queue_one_in = 3;   ///< a server whose queues hold a few frames only
    std::int64_t other_policy_one_in = 3;  ///< another policy than `ask`
};

/// The scenario that a seed stands for. Each world takes some of the deeds, each with a weight of its own: one in which
/// nothing but connections break finds other things than one in which a little of everything happens.
[[nodiscard]] Scenario draw(std::uint64_t seed, const Profile& profile);

}  // namespace workspace::sim
