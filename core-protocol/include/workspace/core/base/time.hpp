#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace workspace::core {

using Duration = std::chrono::microseconds;

/// A reading of a monotonic clock that the host hands in (on clients: one that counts sleep). All deadlines use it (S11).
struct MonotonicTime {
    Duration since_origin{};
    auto operator<=>(const MonotonicTime&) const = default;
    friend MonotonicTime operator+(MonotonicTime t, Duration d) { return {t.since_origin + d}; }
    friend Duration operator-(MonotonicTime a, MonotonicTime b) { return a.since_origin - b.since_origin; }
    [[nodiscard]] static constexpr MonotonicTime never() { return {Duration::max()}; }
};

/// Milliseconds since 1970-01-01 UTC. A label for people; decides nothing (S11).
struct WallTime {
    std::int64_t ms{};
    auto operator<=>(const WallTime&) const = default;
};

/// What time it is, twice. Every entry into the core takes it.
struct Now {
    MonotonicTime mono;
    WallTime wall;
};

}  // namespace workspace::core
