#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "support/property.hpp"
#include "workspace/core/history/interval.hpp"

namespace workspace::core {
namespace {

constexpr int kLast = 40;

/// The obviously right one: each seq by itself.
using Model = std::set<int>;

Interval from_to(int from, int to) {
    return {MessageSeq{from}, MessageSeq{to}};
}

Interval draw_interval() {
    const int from = *rc::gen::inRange(1, kLast + 1);
    return from_to(from, from + *rc::gen::inRange(-1, 8));
}

void add(Model& model, Interval interval) {
    for (std::int64_t seq = interval.from.value; seq <= interval.to.value; ++seq) {
        model.insert(static_cast<int>(seq));
    }
}

std::vector<Interval> stretches(const Model& model) {
    std::vector<Interval> found;
    for (const int seq : model) {
        if (!found.empty() && found.back().to.value == seq - 1) {
            found.back().to = MessageSeq{seq};
        } else {
            found.push_back(from_to(seq, seq));
        }
    }
    return found;
}

std::optional<Interval> last_hole(const Model& model, Interval bounds) {
    std::optional<Interval> hole;
    for (std::int64_t seq = bounds.to.value; seq >= bounds.from.value; --seq) {
        const bool held = model.contains(static_cast<int>(seq));
        if (held && hole) {
            break;
        }
        if (!held) {
            hole = Interval{MessageSeq{seq}, hole ? hole->to : MessageSeq{seq}};
        }
    }
    return hole;
}

PROPERTY(IntervalSetProperty, H1_EqualsASetOfSeqs, 400) {
    IntervalSet set;
    Model model;
    const int steps = *rc::gen::inRange(1, 15);
    for (int i = 0; i < steps; ++i) {
        const Interval interval = draw_interval();
        set.add(interval);
        add(model, interval);
        RC_ASSERT(set.intervals() == stretches(model));
    }
    for (int seq = 0; seq <= kLast + 9; ++seq) {
        RC_ASSERT(set.contains(MessageSeq{seq}) == model.contains(seq));
    }
}

PROPERTY(IntervalSetProperty, H1_CoversAndHolesEqualThoseOfASet, 400) {
    IntervalSet set;
    Model model;
    const int steps = *rc::gen::inRange(0, 8);
    for (int i = 0; i < steps; ++i) {
        const Interval interval = draw_interval();
        set.add(interval);
        add(model, interval);
    }
    const Interval bounds = draw_interval();
    const std::optional<Interval> hole = last_hole(model, bounds);
    RC_ASSERT(set.last_hole(bounds) == hole);
    RC_ASSERT(set.covers(bounds) == !hole.has_value());
}

PROPERTY(IntervalSetProperty, H1_TheOrderOfAddingDoesNotMatter, 200) {
    std::vector<Interval> intervals;
    const int steps = *rc::gen::inRange(0, 10);
    for (int i = 0; i < steps; ++i) {
        intervals.push_back(draw_interval());
    }
    IntervalSet forwards;
    IntervalSet backwards;
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        forwards.add(intervals[i]);
        backwards.add(intervals[intervals.size() - 1 - i]);
    }
    RC_ASSERT(forwards == backwards);
}

}  // namespace
}  // namespace workspace::core
