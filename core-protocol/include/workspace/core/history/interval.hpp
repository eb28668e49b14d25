#pragma once

#include <optional>
#include <vector>

#include "workspace/core/base/ids.hpp"

/// Stretches of a room's log.
namespace workspace::core {

/// Seqs from..to, both included; empty when to < from.
struct Interval {
    MessageSeq from{1};
    MessageSeq to{0};
    [[nodiscard]] bool empty() const { return to < from; }
    [[nodiscard]] std::int64_t size() const { return empty() ? 0 : to.value - from.value + 1; }
    [[nodiscard]] bool contains(MessageSeq seq) const { return from <= seq && seq <= to; }
    bool operator==(const Interval&) const = default;
};

/// A set of seqs as disjoint, ascending intervals that do not touch (H1: two are joined only when they touch).
class IntervalSet {
public:
    void add(Interval interval);
    void clear() { intervals_.clear(); }
    [[nodiscard]] bool contains(MessageSeq seq) const;
    [[nodiscard]] bool covers(Interval interval) const;
    /// The interval that holds `seq`, if any.
    [[nodiscard]] std::optional<Interval> around(MessageSeq seq) const;
    /// The highest stretch inside `bounds` that is missing; none when all of it is held.
    [[nodiscard]] std::optional<Interval> last_hole(Interval bounds) const;
    [[nodiscard]] const std::vector<Interval>& intervals() const { return intervals_; }
    bool operator==(const IntervalSet&) const = default;

private:
    std::vector<Interval> intervals_;
};

}  // namespace workspace::core
