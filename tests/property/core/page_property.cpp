#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "support/property.hpp"
#include "workspace/core/base/limits.hpp"
#include "workspace/core/history/page.hpp"

namespace workspace::core {
namespace {

using Seqs = std::vector<std::int64_t>;

/// The obviously right one: goes through the whole log.
Seqs brute_force(const PageQuery& query, std::int64_t floor, std::int64_t head) {
    Seqs below;
    Seqs above;  // for `after` without the seq itself, for `around` with it
    for (std::int64_t seq = floor + 1; seq <= head; ++seq) {
        if (seq < query.seq.value) {
            below.push_back(seq);
        } else if (seq > query.seq.value || query.anchor == PageAnchor::around) {
            above.push_back(seq);
        }
    }
    const auto newest = [](const Seqs& seqs, std::int64_t n) {
        return Seqs(seqs.end() - std::min(n, std::ssize(seqs)), seqs.end());
    };
    const auto oldest = [](const Seqs& seqs, std::int64_t n) {
        return Seqs(seqs.begin(), seqs.begin() + std::min(n, std::ssize(seqs)));
    };
    if (query.anchor == PageAnchor::before) {
        return newest(below, query.limit);
    }
    if (query.anchor == PageAnchor::after) {
        return oldest(above, query.limit);
    }
    Seqs both = newest(below, query.limit / 2);
    const Seqs rest = oldest(above, query.limit - query.limit / 2);
    both.insert(both.end(), rest.begin(), rest.end());
    return both;
}

Seqs seqs_of(Interval interval) {
    Seqs seqs;
    for (std::int64_t seq = interval.from.value; seq <= interval.to.value; ++seq) {
        seqs.push_back(seq);
    }
    return seqs;
}

PROPERTY(PageProperty, H4_EqualsASearchThroughTheLog, 1000) {
    const auto floor = *rc::gen::inRange<std::int64_t>(0, 12);
    const auto head = floor + *rc::gen::inRange<std::int64_t>(0, 40);
    PageQuery query;
    query.anchor = *rc::gen::element(PageAnchor::before, PageAnchor::after, PageAnchor::around);
    query.seq = MessageSeq{*rc::gen::inRange<std::int64_t>(0, 70)};
    query.limit = *rc::gen::oneOf(rc::gen::inRange<std::int64_t>(1, 12), rc::gen::just<std::int64_t>(kPageLimitMax));
    const Interval page = resolve(query, MessageSeq{floor}, MessageSeq{head});
    RC_ASSERT(seqs_of(page) == brute_force(query, floor, head));
    RC_ASSERT(page.to.value >= page.from.value - 1);
    RC_ASSERT(page.from.value >= floor + 1);
    RC_ASSERT(page.to.value <= head);
}

PROPERTY(PageProperty, H4_GoingBackPageByPageReadsTheWholeLogOnce, 100) {
    const auto floor = *rc::gen::inRange<std::int64_t>(0, 12);
    const auto head = floor + *rc::gen::inRange<std::int64_t>(0, 60);
    const auto limit = *rc::gen::inRange<std::int64_t>(1, 15);
    IntervalSet read;
    std::int64_t events = 0;
    MessageSeq before{head + 1};
    while (true) {
        const Interval page = resolve({PageAnchor::before, before, limit}, MessageSeq{floor}, MessageSeq{head});
        if (page.empty()) {
            break;
        }
        read.add(page);
        events += page.size();
        before = page.from;
    }
    RC_ASSERT(events == head - floor);
    RC_ASSERT(read.covers({MessageSeq{floor + 1}, MessageSeq{head}}));
}

PROPERTY(SyncProperty, H3_APlanBringsTheClientToTheHeadOrTellsItOfTheHole, 500) {
    const auto floor = *rc::gen::inRange<std::int64_t>(0, 100);
    const auto head = floor + *rc::gen::inRange<std::int64_t>(0, 1500);
    const auto held = *rc::gen::inRange<std::int64_t>(0, head + 10);
    const auto standing = *rc::gen::element(CursorStanding::none, CursorStanding::matches, CursorStanding::mismatch);
    const SyncPlan plan = plan_sync(standing, MessageSeq{held}, MessageSeq{floor}, MessageSeq{head});
    RC_ASSERT(plan.interval.to.value == head);
    RC_ASSERT(plan.interval.from.value > floor);
    RC_ASSERT(!(plan.complete && plan.reset));
    if (plan.complete) {
        RC_ASSERT(standing == CursorStanding::matches);
        RC_ASSERT(plan.interval.from.value == held + 1);
        RC_ASSERT(plan.interval.size() <= kResumeEventsMax);
    } else {
        RC_ASSERT(plan.interval.size() == std::min<std::int64_t>(kNewestPage, head - floor));
        RC_ASSERT(plan.reset == (standing != CursorStanding::matches || held > head));
    }
}

}  // namespace
}  // namespace workspace::core
