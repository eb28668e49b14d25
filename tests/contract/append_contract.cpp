// Posting (M1–M3, M5, M6, S3) and reading (H3, H4) on rows.

#include "contract/support/store_under_test.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {
namespace {

using namespace core;

class LogContract : public StoreContract {
protected:
    LogContract() { epoch_ = granted(login(alice_, pc1_)).epoch; }

    Append say(const std::string& id) { return post(alice_, epoch_, id, "body of " + id); }
    static wire::Post& message_of(Append& append) { return std::get<wire::Post>(append.post); }
    void say_many(int count, std::size_t bytes = 10) {
        for (int i = 0; i < count; ++i) {
            appended(post(alice_, epoch_, "many " + std::to_string(said_++), std::string(bytes, 'x')));
        }
    }
    wire::Cursor cursor(std::int64_t seq) {
        const auto slice = page(PageAnchor::before, seq + 1, 1);
        return {room_, slice.room.epoch, {seq}, slice.events.at(0).cid};
    }
    Epoch epoch_;
    int said_ = 0;
};

TEST_P(LogContract, M2_SeqsAreGaplessFromOneInEachRoom) {
    const auto other = store().add_room("Garden");
    for (std::int64_t seq = 1; seq <= 3; ++seq) {
        const auto done = appended(say(std::to_string(seq)));
        EXPECT_FALSE(done.duplicate);
        EXPECT_EQ(done.room, room_);
        EXPECT_EQ(done.members, MembersChange{});
        EXPECT_EQ(done.event.seq, MessageSeq{seq});
        EXPECT_EQ(done.event.changed, MessageSeq{seq});
    }
    auto elsewhere = say("garden");
    message_of(elsewhere).room = other;
    EXPECT_EQ(appended(elsewhere).event.seq, MessageSeq{1});
    EXPECT_EQ(appended(say("4")).event.seq, MessageSeq{4});
    (void)store().restart();
    EXPECT_EQ(page(PageAnchor::before, 1000, 200).room.head, MessageSeq{4});
}

TEST_P(LogContract, TheAnswerAndTheLogHoldTheWholeEvent) {
    const auto done = appended(say("first")).event;
    EXPECT_EQ(done.cid, cid("first"));
    EXPECT_EQ(done.author, alice_);
    EXPECT_EQ(done.author_name, "Alice");
    EXPECT_EQ(done.at, now_.wall);
    EXPECT_EQ(done.body, "body of first");
    EXPECT_EQ(done.kind, wire::EventKind::message);
    (void)store().restart();
    const auto slice = page(PageAnchor::after, 0, 10);
    ASSERT_EQ(slice.events.size(), 1U);
    EXPECT_EQ(slice.events.front(), done);
}

TEST_P(LogContract, ABodyIsKeptToTheByte) {
    std::string body{"é \"quoted\" \\ \n\t\x01 z"};
    body.push_back('\0');
    body += "after a NUL";
    appended(post(alice_, epoch_, "odd", body));
    EXPECT_EQ(page(PageAnchor::after, 0, 1).events.at(0).body, body);
}

TEST_P(LogContract, M3_ARepeatGivesTheFirstPlaceAlsoAfterARestart) {
    appended(say("a"));
    appended(say("b"));
    now_.wall.ms += 5000;
    const auto again = appended(say("a"));
    EXPECT_TRUE(again.duplicate);
    EXPECT_EQ(again.room, room_);
    EXPECT_EQ(again.event.seq, MessageSeq{1});
    EXPECT_EQ(again.event.cid, cid("a"));
    EXPECT_EQ(again.event.at, WallTime{now_.wall.ms - 5000});
    (void)store().restart();
    epoch_ = granted(login(alice_, pc1_)).epoch;
    EXPECT_TRUE(appended(say("a")).duplicate);
    EXPECT_EQ(page(PageAnchor::after, 0, 10).room.head, MessageSeq{2});
}

TEST_P(LogContract, M3_TheSameIdWithAnotherBodyOrInAnotherRoomIsRefused) {
    const auto other = store().add_room("Garden");
    appended(say("a"));
    EXPECT_EQ(append_refused(post(alice_, epoch_, "a", "something else")), Refusal::conflict);
    auto elsewhere = say("a");
    message_of(elsewhere).room = other;
    EXPECT_EQ(append_refused(elsewhere), Refusal::conflict);
}

TEST_P(LogContract, M3_TheIdIsTheAuthorsOwn) {
    appended(say("a"));
    const auto bruno = granted(login(bruno_, pc2_));
    EXPECT_EQ(appended(post(bruno_, bruno.epoch, "a", "mine")).event.seq, MessageSeq{2});
}

TEST_P(LogContract, M3_RefusalsAreNotRemembered) {
    auto held = say("b");
    message_of(held).prev = cid("a");
    EXPECT_EQ(append_refused(held), Refusal::held);
    appended(say("a"));
    EXPECT_EQ(appended(held).event.seq, MessageSeq{2});
}

TEST_P(LogContract, M6_APredecessorIsOnesOwnInThatRoom) {
    const auto other = store().add_room("Garden");
    appended(say("a"));
    auto elsewhere = say("b");
    message_of(elsewhere).room = other;
    message_of(elsewhere).prev = cid("a");
    EXPECT_EQ(append_refused(elsewhere), Refusal::held);
    const auto bruno = granted(login(bruno_, pc2_));
    auto behind_hers = post(bruno_, bruno.epoch, "c", "mine");
    message_of(behind_hers).prev = cid("a");
    EXPECT_EQ(append_refused(behind_hers), Refusal::held);
}

TEST_P(LogContract, S3_AnOldEpochADetachedLeaseAndNoLeaseAreFenced) {
    const auto old = epoch_;
    epoch_ = granted(login(alice_, pc1_)).epoch;
    EXPECT_EQ(append_refused(post(alice_, old, "a", "too late")), Refusal::not_live);
    EXPECT_TRUE(ask<LeaseChanged>(Detach{alice_, epoch_, LeaseCause::silent, now_}).applied);
    EXPECT_EQ(append_refused(say("a")), Refusal::not_live);
    EXPECT_EQ(append_refused(post(bruno_, {1}, "a", "never connected")), Refusal::not_live);
    EXPECT_EQ(page(PageAnchor::after, 0, 10).room.head, MessageSeq{0});
}

TEST_P(LogContract, S3_RestSessionsAndApiTokensAreFencesOfTheirOwn) {
    auto by_rest = post(bruno_, {}, "r", "by REST");
    by_rest.fence = store().rest_session_of(bruno_);
    EXPECT_EQ(appended(by_rest).event.seq, MessageSeq{1});
    auto by_token = post(bruno_, {}, "t", "by token");
    by_token.fence = store().api_token_of(bruno_);
    EXPECT_EQ(appended(by_token).event.seq, MessageSeq{2});
    auto unknown = post(bruno_, {}, "u", "nobody's");
    unknown.fence = RestFence{id_of<SessionId>("not a session")};
    EXPECT_EQ(append_refused(unknown), Refusal::not_live);
    unknown.fence = ApiTokenFence{4711};
    EXPECT_EQ(append_refused(unknown), Refusal::not_live);
}

TEST_P(LogContract, M5_AnUnknownRoomTakesNothingAndTellsNothing) {
    auto nowhere = say("a");
    message_of(nowhere).room = {4711};
    EXPECT_EQ(append_refused(nowhere), Refusal::not_a_member);
    EXPECT_EQ(std::get<Refusal>(ask<ReadResult>(ReadPage{alice_, {4711}, {PageAnchor::after, {0}, 10}})),
              Refusal::not_a_member);
    EXPECT_EQ(std::get<Refusal>(ask<ReadResult>(ReadSync{alice_, {4711}, std::nullopt})), Refusal::not_a_member);
}

TEST_P(LogContract, H4_PagesAreExact) {
    say_many(10);
    const auto before = page(PageAnchor::before, 5, 3);
    EXPECT_EQ(before.plan.interval, (Interval{{2}, {4}}));
    ASSERT_EQ(before.events.size(), 3U);
    EXPECT_EQ(before.events.front().seq, MessageSeq{2});
    EXPECT_EQ(before.events.back().seq, MessageSeq{4});
    EXPECT_EQ(page(PageAnchor::after, 8, 200).plan.interval, (Interval{{9}, {10}}));
    EXPECT_EQ(page(PageAnchor::around, 5, 4).plan.interval, (Interval{{3}, {6}}));
    EXPECT_TRUE(page(PageAnchor::after, 10, 5).events.empty());
    EXPECT_TRUE(page(PageAnchor::before, 1, 5).events.empty());
}

TEST_P(LogContract, H3_ACursorThatMatchesGetsWhatFollows) {
    say_many(10);
    const auto at_head = sync(cursor(10));
    EXPECT_TRUE(at_head.plan.complete);
    EXPECT_TRUE(at_head.events.empty());
    const auto behind = sync(cursor(7));
    EXPECT_TRUE(behind.plan.complete);
    EXPECT_EQ(behind.plan.interval, (Interval{{8}, {10}}));
    EXPECT_EQ(behind.events.size(), 3U);
    EXPECT_EQ(behind.room.head, MessageSeq{10});
}

TEST_P(LogContract, H3_ACursorThatDoesNotMatchResets) {
    say_many(3);
    auto wrong = cursor(2);
    wrong.cid = cid("not there");
    EXPECT_TRUE(sync(wrong).plan.reset);
    wrong = cursor(2);
    wrong.epoch = id_of<RoomEpoch>("from before a restore");
    EXPECT_TRUE(sync(wrong).plan.reset);
    wrong = cursor(3);
    wrong.seq = {4};  // ahead of the log
    const auto slice = sync(wrong);
    EXPECT_TRUE(slice.plan.reset);
    EXPECT_EQ(slice.events.size(), 3U) << "the newest page comes with it";
}

TEST_P(LogContract, H3_WhatIsMoreThanTheBoundGetsTheNewestPage) {
    say_many(kResumeEventsMax + 2);
    EXPECT_TRUE(sync(cursor(2)).plan.complete);
    const auto far = sync(cursor(1));
    EXPECT_FALSE(far.plan.complete);
    EXPECT_FALSE(far.plan.reset);
    EXPECT_EQ(far.events.size(), std::size_t{kNewestPage});
    EXPECT_EQ(far.events.back().seq, MessageSeq{kResumeEventsMax + 2});
}

TEST_P(LogContract, H3_WhatIsMoreThanTheBoundInBytesGetsTheNewestPage) {
    constexpr auto kBody = kBodyBytesMax - 16;  // names count, too
    constexpr auto kFit = static_cast<int>(kResumeBytesMax / kBodyBytesMax);
    say_many(kFit + 1, kBody);
    EXPECT_TRUE(sync(cursor(1)).plan.complete);
    say_many(1, kBody);
    const auto slice = sync(cursor(1));
    EXPECT_FALSE(slice.plan.complete);
    EXPECT_EQ(slice.events.size(), std::size_t{kNewestPage});
}

INSTANTIATE_TEST_SUITE_P(Stores, LogContract,
                         ::testing::Values(StoreKind{"Memory", make_memory_store},
                                           StoreKind{"Sqlite", make_sqlite_store}),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace workspace::testing
