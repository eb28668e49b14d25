#pragma once

#include <algorithm>
#include <optional>

#include "workspace/core/base/time.hpp"

namespace workspace::core::hub {

/// How late the host may be for a deadline before the server is taken to have stood still.
inline constexpr Duration kStallTolerance = std::chrono::milliseconds{500};

/// The host's monotonic clock without the time in which the server itself stood still: all deadlines of the hub are
/// kept in *served* time, so that a stall is never held against a client (S9).
class ServedClock {
public:
    explicit ServedClock(Now now) : now_(now) {}

    /// `next_due`: the earliest deadline before this call, in served time. When it was missed by more than the
    /// tolerance, the time since the call before is taken for a stall.
    void advance(Now now, std::optional<MonotonicTime> next_due) {
        const MonotonicTime before = now_.mono;
        now_.wall = now.wall;
        now_.mono = std::max(now_.mono, now.mono);
        if (next_due && served() - *next_due > kStallTolerance) {
            stalled_ += now_.mono - before;
        }
    }

    [[nodiscard]] Now now() const { return now_; }
    [[nodiscard]] MonotonicTime served() const { return {now_.mono.since_origin - stalled_}; }
    [[nodiscard]] MonotonicTime to_host(MonotonicTime served_time) const { return served_time + stalled_; }

private:
    Now now_;
    Duration stalled_{};
};

}  // namespace workspace::core::hub
