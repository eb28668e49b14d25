#include "workspace/core/history/interval.hpp"

#include <algorithm>
#include <iterator>
#include "workspace/core/base/zoo.hpp"

namespace workspace::core {
namespace {

/// The first interval that ends at `seq` or later.
template <class Intervals>
auto first_reaching(Intervals& intervals, MessageSeq seq) {
    return std::lower_bound(intervals.begin(), intervals.end(), seq,
                            [](const Interval& interval, MessageSeq s) { return interval.to < s; });
}

}  // namespace

void IntervalSet::add(Interval interval) {
    if (interval.empty()) {
        return;
    }
    // From the first one that touches or overlaps (ends at from - 1 or later) to
    // the last (begins at to + 1 or before).
    const auto first = first_reaching(intervals_, MessageSeq{interval.from.value - 1});
    auto last = first;
    while (last != intervals_.end() &&
           last->from.value <= interval.to.value + (zoo::has(zoo::Bug::hole_is_glued_shut) ? 60 : 1)) {
        interval.from = std::min(interval.from, last->from);
        interval.to = std::max(interval.to, last->to);
        ++last;
    }
    intervals_.insert(intervals_.erase(first, last), interval);
}

bool IntervalSet::contains(MessageSeq seq) const {
    return around(seq).has_value();
}

bool IntervalSet::covers(Interval interval) const {
    if (interval.empty()) {
        return true;
    }
    const auto held = around(interval.from);
    return held && interval.to <= held->to;
}

std::optional<Interval> IntervalSet::around(MessageSeq seq) const {
    const auto it = first_reaching(intervals_, seq);
    if (it == intervals_.end() || !it->contains(seq)) {
        return std::nullopt;
    }
    return *it;
}

std::optional<Interval> IntervalSet::last_hole(Interval bounds) const {
    if (bounds.empty()) {
        return std::nullopt;
    }
    MessageSeq top = bounds.to;
    auto it = first_reaching(intervals_, top);
    if (it != intervals_.end() && it->contains(top)) {
        top = MessageSeq{it->from.value - 1};
    }
    if (top < bounds.from) {
        return std::nullopt;
    }
    const MessageSeq bottom = it == intervals_.begin() ? bounds.from : MessageSeq{std::prev(it)->to.value + 1};
    return Interval{std::max(bottom, bounds.from), top};
}

}  // namespace workspace::core
