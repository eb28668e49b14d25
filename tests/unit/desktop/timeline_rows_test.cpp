#include "workspace/desktop/model/timeline_rows.hpp"

#include <gtest/gtest.h>

#include "desktop_log.hpp"

namespace workspace::desktop {
namespace {

using namespace testing;

class TimelineRows : public ::testing::Test {
protected:
    TimelineRows() {
        prepare();
        context_.me = kMe;
        context_.now = core::WallTime{kMonday};
    }
    [[nodiscard]] std::vector<Row> all(const RoomLog& log) const {
        return lay_out(log, {0, log.events().size(), true}, context_);
    }
    RowContext context_;
};

TEST_F(TimelineRows, WhatOneAuthorSaysAtOnceIsAGroup) {
    const auto log = log_of({event(1, kBruno, kMonday), event(2, kBruno, kMonday + kMinute),
                             event(3, kChloe, kMonday + kMinute), event(4, kBruno, kMonday + kMinute)});
    EXPECT_EQ(shape_of(all(log)), "BDMmMM");
}

TEST_F(TimelineRows, FiveMinutesEndAGroup) {
    const auto log = log_of({event(1, kBruno, kMonday), event(2, kBruno, kMonday + 5 * kMinute),
                             event(3, kBruno, kMonday + 10 * kMinute + 1)});
    EXPECT_EQ(shape_of(all(log)), "BDMmM");
}

TEST_F(TimelineRows, ADayIsSeparatedAndEndsAGroup) {
    const std::int64_t midnight = kMonday + 15 * 60 * kMinute;
    const auto log = log_of({event(1, kBruno, midnight - 1000), event(2, kBruno, midnight)});
    const auto rows = all(log);
    EXPECT_EQ(shape_of(rows), "BDMDM");
    EXPECT_EQ(rows[1].label, "Today");
}

TEST_F(TimelineRows, ADayThatComesTwiceHasTwoKeys) {
    const auto log = log_of({event(1, kBruno, kMonday), event(2, kBruno, kMonday + kDay), event(3, kBruno, kMonday)});
    const auto rows = all(log);
    ASSERT_EQ(shape_of(rows), "BDMDMDM");
    EXPECT_NE(rows[1].key, rows[5].key);
}

TEST_F(TimelineRows, H1_WhatIsMissingIsAHoleAndEndsAGroup) {
    RoomLog log;
    log.add(added(run_of(8, 9), 9));
    auto rows = all(log);
    ASSERT_EQ(shape_of(rows), "HDMm") << "no beginning: it is not held";
    EXPECT_EQ(rows[0].missing, (core::Interval{core::MessageSeq{1}, core::MessageSeq{7}}));
    log.add(added(run_of(1, 2), 9));
    rows = all(log);
    ASSERT_EQ(shape_of(rows), "BDMmHMm");
    EXPECT_EQ(rows[4].missing, (core::Interval{core::MessageSeq{3}, core::MessageSeq{7}}));
}

TEST_F(TimelineRows, OnlyTheTopmostHoleIsBeingFilled) {
    RoomLog log;
    log.add(added(run_of(4, 5), 9));
    log.add(added(run_of(8, 9), 9));
    context_.loading = true;
    const auto rows = all(log);
    ASSERT_EQ(shape_of(rows), "HDMmHMm");
    EXPECT_TRUE(rows[0].loading);
    EXPECT_FALSE(rows[4].loading);
}

TEST_F(TimelineRows, TheLogThatBeginsAfterItsFloorHasNoHoleThere) {
    RoomLog log;
    log.add(added(run_of(8, 9), 9, 7));
    EXPECT_EQ(shape_of(all(log)), "BDMm");
}

TEST_F(TimelineRows, WhatIsNewIsMarkedOnce) {
    const auto log = log_of(run_of(1, 4));
    context_.unread_after = core::MessageSeq{2};
    EXPECT_EQ(shape_of(all(log)), "BDMmUMm");
    context_.unread_after = core::MessageSeq{4};
    EXPECT_EQ(shape_of(all(log)), "BDMmmm");
}

TEST_F(TimelineRows, OnesOwnPostIsShownAtOnceAndSaysHowFarItIs) {
    RoomLog log = log_of(run_of(1, 1));
    const auto echo_in = [&](PostState state) {
        log.post(post(50, state), me());
        const auto rows = all(log);
        EXPECT_EQ(shape_of(rows), "BDMM");
        EXPECT_TRUE(rows.back().own);
        return rows.back().echo;
    };
    EXPECT_EQ(echo_in(PostState::saving), Echo::sending);
    EXPECT_EQ(echo_in(PostState::queued), Echo::waiting);
    EXPECT_EQ(echo_in(PostState::sending), Echo::sending);
    EXPECT_EQ(echo_in(PostState::failed), Echo::failed);
    EXPECT_EQ(echo_in(PostState::sent), Echo::sent);
}

TEST_F(TimelineRows, APostKeepsItsRowWhenItsEventArrives) {
    RoomLog log = log_of(run_of(1, 1));
    log.post(post(2, PostState::sending), me());
    const auto before = all(log);
    log.add(added({event(2, kMe, kMonday + 2000, "mine")}, 2));
    const auto after = all(log);
    EXPECT_EQ(shape_of(after), "BDMM");
    EXPECT_EQ(before.back().key, after.back().key) << "the same widget shows it";
    EXPECT_TRUE(log.pending().empty());
}

TEST_F(TimelineRows, ADiscardedPostIsGone) {
    RoomLog log = log_of(run_of(1, 1));
    log.post(post(50, PostState::failed), me());
    log.post(post(50, PostState::discarded), me());
    EXPECT_EQ(shape_of(all(log)), "BDM");
}

TEST_F(TimelineRows, MovingThePartNeverChangesARowThatStays) {
    std::vector<core::wire::Event> events;
    for (std::int64_t seq = 1; seq <= 60; ++seq) {
        events.push_back(event(seq, seq % 7 < 4 ? kBruno : kChloe, kMonday + seq * (kDay / 20)));
    }
    const auto log = log_of(events);
    const auto whole = all(log);
    for (std::size_t begin = 0; begin < events.size(); ++begin) {
        const auto part = lay_out(log, {begin, events.size(), true}, context_);
        ASSERT_LE(part.size(), whole.size());
        EXPECT_TRUE(std::equal(part.rbegin(), part.rend(), whole.rbegin())) << "from " << begin;
    }
}

TEST_F(TimelineRows, ARowIsReadOutAsASentence) {
    const auto log = log_of({event(1, kBruno, kMonday, "Good morning"), event(2, kMe, kMonday, "Hello")});
    const auto rows = all(log);
    ASSERT_EQ(shape_of(rows), "BDMM");
    EXPECT_EQ(sentence_of(rows[0]), "This is where the conversation begins.");
    EXPECT_EQ(sentence_of(rows[1]), "Today");
    EXPECT_EQ(sentence_of(rows[2]), "Bruno, Monday 23 November 2026, 09:00: Good morning");
    EXPECT_EQ(sentence_of(rows[3]), "You, Monday 23 November 2026, 09:00: Hello");
}

TEST_F(TimelineRows, AFailedPostIsReadOutWithItsReason) {
    RoomLog log;
    auto change = post(50, PostState::failed, "Hello");
    change.why = core::Refusal::rate_limited;
    log.post(change, me());
    EXPECT_EQ(sentence_of(all(log).back()), "You, not sent: Hello. Too fast. Wait a moment, then try again.");
}

}  // namespace
}  // namespace workspace::desktop
