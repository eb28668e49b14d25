#pragma once

#include <array>
#include <cstdint>

#include "workspace/core/base/sometimes.hpp"

namespace workspace::sim {

/// What many runs came to. Plain bytes: it goes from process to process.
struct Figures {
    std::uint64_t played = 0;
    std::uint64_t broken = 0;
    std::uint64_t differing = 0;  ///< seeds that gave two different runs
    std::int64_t client_seconds = 0;
    std::uint64_t digest = 0;  ///< the same in whatever order the seeds were played
    std::array<std::uint64_t, core::sometimes::kSituations.size()> reached{};

    void add(const Figures& other) {
        played += other.played;
        broken += other.broken;
        differing += other.differing;
        client_seconds += other.client_seconds;
        digest += other.digest;
        for (std::size_t i = 0; i < reached.size(); ++i) {
            reached[i] += other.reached[i];
        }
    }
};

}  // namespace workspace::sim
