#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

#include "support/property.hpp"
#include "workspace/core/client/timeline.hpp"
#include "workspace/testing/client_script.hpp"

/// A room's timeline against a naive one: a set of seqs that are vouched for, and a map of what was given.
namespace workspace::testing {
namespace {

using namespace core;
using client::RoomTimeline;

constexpr std::int64_t kHead = 60;

struct Naive {
    std::set<std::int64_t> vouched;
    std::map<std::int64_t, wire::Event> held;

    /// Whether this copy is news.
    bool take(const wire::Event& event) {
        const auto [place, is_new] = held.try_emplace(event.seq.value, event);
        if (!is_new && place->second.changed < event.changed) {
            place->second = event;
            return true;
        }
        return is_new;
    }
    [[nodiscard]] std::optional<Interval> hole_below(std::int64_t before, std::int64_t limit) const {
        std::int64_t to = std::min(before - 1, kHead);
        while (to >= 1 && vouched.contains(to)) {
            --to;
        }
        if (to < 1) {
            return std::nullopt;
        }
        std::int64_t from = to;
        while (from > 1 && !vouched.contains(from - 1) && to - from + 1 < limit) {
            --from;
        }
        return Interval{MessageSeq{from}, MessageSeq{to}};
    }
};

PROPERTY(TimelineProperty, H1_EqualsANaiveOne, 300) {
    RoomTimeline timeline;
    timeline.set_room(room(1, kHead));
    Naive naive;
    const int steps = *rc::gen::inRange(1, 60);
    for (int i = 0; i < steps; ++i) {
        const std::int64_t from = *rc::gen::inRange<std::int64_t>(1, kHead + 1);
        switch (*rc::gen::inRange(0, 8)) {
            case 0: {
                wire::Event one = event(from);
                one.changed = MessageSeq{*rc::gen::inRange<std::int64_t>(from, kHead + 1)};
                const bool news = naive.take(one);
                naive.vouched.insert(from);
                RC_ASSERT(timeline.add_live(one) == news);
                break;
            }
            case 1:
                if (*rc::gen::inRange(0, 4) == 0) {
                    timeline.drop();
                    naive = {};
                }
                break;
            case 2:
                timeline.doubt();
                naive.vouched.clear();
                break;
            case 3:
                timeline.forget_below(MessageSeq{from});
                naive.vouched.erase(naive.vouched.begin(), naive.vouched.lower_bound(from));
                naive.held.erase(naive.held.begin(), naive.held.lower_bound(from));
                break;
            default: {
                const std::int64_t to = *rc::gen::inRange<std::int64_t>(from - 1, std::min(kHead, from + 12) + 1);
                std::vector<wire::Event> expected;
                for (const wire::Event& one : events(from, to)) {
                    if (naive.take(one)) {
                        expected.push_back(one);
                    }
                    naive.vouched.insert(one.seq.value);
                }
                RC_ASSERT(timeline.merge({MessageSeq{from}, MessageSeq{to}}, events(from, to)) == expected);
                break;
            }
        }
        for (std::int64_t seq = 1; seq <= kHead; ++seq) {
            RC_ASSERT(timeline.complete().contains(MessageSeq{seq}) == naive.vouched.contains(seq));
        }
        RC_ASSERT(timeline.events().size() == naive.held.size());
        for (const auto& [seq, held] : naive.held) {
            RC_ASSERT(timeline.events().at(MessageSeq{seq}) == held);
        }
        const std::int64_t limit = *rc::gen::inRange<std::int64_t>(1, 20);
        RC_ASSERT(timeline.next_hole(std::nullopt, limit) == naive.hole_below(kHead + 1, limit));
        RC_ASSERT(timeline.next_hole(MessageSeq{from}, limit) == naive.hole_below(from, limit));
        const std::int64_t last = naive.vouched.empty() ? 0 : *naive.vouched.rbegin();
        RC_ASSERT(timeline.last() == MessageSeq{last});
        RC_ASSERT(timeline.cursor().has_value() == (last != 0));
        std::vector<std::string> broken;
        timeline.check(broken);
        RC_ASSERT(broken.empty());
    }
    timeline.drop();
    RC_ASSERT(timeline.bytes() == 0U);
}

}  // namespace
}  // namespace workspace::testing
