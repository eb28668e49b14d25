#pragma once

#include <cstdint>
#include <optional>

#include "workspace/core/base/ids.hpp"
#include "workspace/core/history/interval.hpp"

namespace workspace::sim {

/// What is on the server's disk, as far as a scenario asks: a ledger that was kept by hand, or a real server's file.
class Records {
public:
    Records() = default;
    Records(const Records&) = delete;
    Records& operator=(const Records&) = delete;
    virtual ~Records() = default;

    /// Who holds a lease, without bots (P1).
    [[nodiscard]] virtual std::int64_t people() const = 0;
    /// From the first message that a room still has to its last; none where there is no such room.
    [[nodiscard]] virtual std::optional<core::Interval> extent(core::RoomId room) const = 0;
};

}  // namespace workspace::sim
