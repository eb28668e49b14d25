#include <gtest/gtest.h>

#include "workspace/core/base/limits.hpp"
#include "workspace/core/history/page.hpp"

namespace workspace::core {
namespace {

Interval from_to(std::int64_t from, std::int64_t to) {
    return {MessageSeq{from}, MessageSeq{to}};
}

IntervalSet set_of(const std::vector<Interval>& intervals) {
    IntervalSet set;
    for (const Interval& interval : intervals) {
        set.add(interval);
    }
    return set;
}

// ---- IntervalSet
// -----------------------------------------------------------------------------------------------

TEST(IntervalSet, H1_TouchingIntervalsJoinAndOthersDoNot) {
    EXPECT_EQ(set_of({from_to(1, 3), from_to(4, 6)}).intervals(), (std::vector{from_to(1, 6)}));
    EXPECT_EQ(set_of({from_to(4, 6), from_to(1, 3)}).intervals(), (std::vector{from_to(1, 6)}));
    EXPECT_EQ(set_of({from_to(1, 3), from_to(5, 6)}).intervals(), (std::vector{from_to(1, 3), from_to(5, 6)}));
}

TEST(IntervalSet, H1_OneThatSpansSeveralSwallowsThem) {
    EXPECT_EQ(set_of({from_to(1, 2), from_to(5, 6), from_to(9, 9), from_to(20, 21), from_to(2, 10)}).intervals(),
              (std::vector{from_to(1, 10), from_to(20, 21)}));
    EXPECT_EQ(set_of({from_to(1, 10), from_to(3, 4)}).intervals(), (std::vector{from_to(1, 10)}));
}

TEST(IntervalSet, H1_AnEmptyOneAddsNothing) {
    EXPECT_TRUE(set_of({from_to(5, 4)}).intervals().empty());
}

TEST(IntervalSet, H1_AroundAndCovers) {
    const IntervalSet set = set_of({from_to(2, 4), from_to(8, 9)});
    EXPECT_EQ(set.around(MessageSeq{3}), from_to(2, 4));
    EXPECT_EQ(set.around(MessageSeq{5}), std::nullopt);
    EXPECT_TRUE(set.covers(from_to(2, 4)));
    EXPECT_TRUE(set.covers(from_to(7, 6))) << "nothing is always held";
    EXPECT_FALSE(set.covers(from_to(2, 8)));
    EXPECT_FALSE(set.covers(from_to(1, 2)));
}

TEST(IntervalSet, H1_TheLastHoleIsTheHighestStretchMissing) {
    const IntervalSet set = set_of({from_to(3, 4), from_to(8, 9)});
    EXPECT_EQ(set.last_hole(from_to(1, 12)), from_to(10, 12));
    EXPECT_EQ(set.last_hole(from_to(1, 9)), from_to(5, 7));
    EXPECT_EQ(set.last_hole(from_to(6, 9)), from_to(6, 7));
    EXPECT_EQ(set.last_hole(from_to(1, 4)), from_to(1, 2));
    EXPECT_EQ(set.last_hole(from_to(8, 9)), std::nullopt);
    EXPECT_EQ(set.last_hole(from_to(9, 8)), std::nullopt);
    EXPECT_EQ(IntervalSet{}.last_hole(from_to(1, 5)), from_to(1, 5));
}

// ---- resolve
// ---------------------------------------------------------------------------------------------------

struct PageCase {
    PageAnchor anchor;
    std::int64_t seq;
    std::int64_t limit;
    std::int64_t floor;
    std::int64_t head;
    Interval expected;
};

TEST(Page, H4_APageIsTheNearestStretch) {
    const std::vector<PageCase> cases{
        {PageAnchor::before, 11, 5, 0, 20, from_to(6, 10)},  {PageAnchor::before, 4, 5, 0, 20, from_to(1, 3)},
        {PageAnchor::before, 21, 5, 0, 20, from_to(16, 20)}, {PageAnchor::before, 4, 5, 2, 20, from_to(3, 3)},
        {PageAnchor::after, 11, 5, 0, 20, from_to(12, 16)},  {PageAnchor::after, 18, 5, 0, 20, from_to(19, 20)},
        {PageAnchor::after, 0, 5, 7, 20, from_to(8, 12)},    {PageAnchor::around, 10, 5, 0, 20, from_to(8, 12)},
        {PageAnchor::around, 10, 4, 0, 20, from_to(8, 11)},  {PageAnchor::around, 10, 1, 0, 20, from_to(10, 10)},
        {PageAnchor::around, 1, 5, 0, 20, from_to(1, 3)},    {PageAnchor::around, 20, 5, 0, 20, from_to(18, 20)},
    };
    for (const PageCase& c : cases) {
        EXPECT_EQ(resolve({c.anchor, MessageSeq{c.seq}, c.limit}, MessageSeq{c.floor}, MessageSeq{c.head}), c.expected)
            << "anchor " << int(c.anchor) << " seq " << c.seq << " limit " << c.limit;
    }
}

TEST(Page, H4_WhereThereIsNoneItIsEmptyWithToBeforeFrom) {
    for (const auto anchor : {PageAnchor::before, PageAnchor::after, PageAnchor::around}) {
        const Interval none = resolve({anchor, MessageSeq{1}, 10}, MessageSeq{0}, MessageSeq{0});
        EXPECT_EQ(none, from_to(1, 0));
    }
    EXPECT_EQ(resolve({PageAnchor::before, MessageSeq{1}, 10}, MessageSeq{0}, MessageSeq{20}), from_to(1, 0));
    EXPECT_EQ(resolve({PageAnchor::after, MessageSeq{20}, 10}, MessageSeq{0}, MessageSeq{20}), from_to(21, 20));
    EXPECT_EQ(resolve({PageAnchor::after, MessageSeq{9007199254740991}, 200}, MessageSeq{0}, MessageSeq{20}),
              from_to(21, 20));
}

TEST(Page, H4_TheLimitIsBoundedWhoeverAsks) {
    EXPECT_EQ(resolve({PageAnchor::after, MessageSeq{0}, 100'000}, MessageSeq{0}, MessageSeq{1000}).size(),
              kPageLimitMax);
    EXPECT_EQ(resolve({PageAnchor::after, MessageSeq{0}, 0}, MessageSeq{0}, MessageSeq{1000}).size(), 1);
}

// ---- plan_sync
// -------------------------------------------------------------------------------------------------

struct SyncCase {
    CursorStanding standing;
    std::int64_t held;
    std::int64_t floor;
    std::int64_t head;
    bool complete;
    bool reset;
    Interval interval;
};

TEST(Sync, H3_WhatIsSentToAClientThatComesBack) {
    constexpr auto kNone = CursorStanding::none;
    constexpr auto kMatches = CursorStanding::matches;
    constexpr auto kMismatch = CursorStanding::mismatch;
    const std::vector<SyncCase> cases{
        {kMatches, 40, 0, 40, true, false, from_to(41, 40)},
        {kMatches, 38, 0, 40, true, false, from_to(39, 40)},
        {kMatches, 100, 0, 100 + kResumeEventsMax, true, false, from_to(101, 100 + kResumeEventsMax)},
        {kMatches, 99, 0, 100 + kResumeEventsMax, false, false, from_to(551, 600)},
        {kMatches, 5, 10, 40, false, false, from_to(11, 40)},  // what followed the cursor is gone
        {kMatches, 41, 0, 40, false, true, from_to(1, 40)},    // ahead of the log: not this log
        {kMismatch, 40, 0, 100, false, true, from_to(51, 100)},
        {kNone, 0, 0, 100, false, true, from_to(51, 100)},
        {kNone, 0, 0, 3, false, true, from_to(1, 3)},
        {kNone, 0, 0, 0, false, true, from_to(1, 0)},
    };
    for (const SyncCase& c : cases) {
        const SyncPlan plan = plan_sync(c.standing, MessageSeq{c.held}, MessageSeq{c.floor}, MessageSeq{c.head});
        EXPECT_EQ(plan.complete, c.complete) << "held " << c.held << " head " << c.head;
        EXPECT_EQ(plan.reset, c.reset) << "held " << c.held << " head " << c.head;
        EXPECT_EQ(plan.interval, c.interval) << "held " << c.held << " head " << c.head;
    }
}

std::vector<wire::Event> of_size(std::int64_t from, std::int64_t to, std::size_t bytes) {
    std::vector<wire::Event> events;
    for (std::int64_t seq = from; seq <= to; ++seq) {
        events.push_back({MessageSeq{seq}, {}, {}, "", {}, MessageSeq{seq}, std::string(bytes, 'x')});
    }
    return events;
}

TEST(Page, H4_APageThatIsTooBigIsCutAtItsFarEnd) {
    struct Case {
        PageQuery query;
        Interval kept;
    };
    const std::vector<Case> cases{{{PageAnchor::before, MessageSeq{11}, 10}, {MessageSeq{7}, MessageSeq{10}}},
                                  {{PageAnchor::after, MessageSeq{0}, 10}, {MessageSeq{1}, MessageSeq{4}}},
                                  {{PageAnchor::around, MessageSeq{6}, 10}, {MessageSeq{4}, MessageSeq{7}}}};
    for (const auto& [query, kept] : cases) {
        Interval covered{MessageSeq{1}, MessageSeq{10}};
        auto events = of_size(1, 10, 100);
        cut_to_fit(query, covered, events, 400);
        EXPECT_EQ(covered, kept);
        EXPECT_EQ(events.front().seq, covered.from);
        EXPECT_EQ(events.back().seq, covered.to);
    }
    Interval covered{MessageSeq{1}, MessageSeq{2}};
    auto events = of_size(1, 2, 100);
    cut_to_fit(cases[0].query, covered, events, 1);
    EXPECT_EQ(covered, (Interval{MessageSeq{2}, MessageSeq{2}})) << "one is always given";
    cut_to_fit(cases[0].query, covered, events, 1000);
    EXPECT_EQ(events.size(), 1U);
}

}  // namespace
}  // namespace workspace::core
