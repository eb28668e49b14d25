#include <gtest/gtest.h>

#include "workspace/testing/client_script.hpp"

/// The outbox: on disk before the first try (M7), exactly once (M3), in order (M6).
namespace workspace::testing {
namespace {

using namespace core;
using namespace core::client;

struct ClientOutbox : ::testing::Test {
    ClientScript client;
    void SetUp() override { client.goes_live(); }
    void TearDown() override { EXPECT_EQ(client.broken(), std::vector<std::string>{}); }

    void say(std::uint8_t number, std::int64_t in_room = 1) {
        client.command(Say{RoomId{in_room}, "post " + std::to_string(number), cid(number)});
    }
    void stored(std::uint8_t number, std::int64_t seq) {
        client.says(wire::Posted{RoomId{1}, cid(number), MessageSeq{seq}, WallTime{}, false});
    }
    void refused(std::uint8_t number, Refusal why) {
        client.says(wire::PostRefused{RoomId{1}, cid(number), why, "because"});
    }
    /// The posts that were sent, as (number, predecessor's number or 0), oldest first.
    [[nodiscard]] std::vector<std::pair<int, int>> posts() {
        std::vector<std::pair<int, int>> result;
        while (const auto post = client.sent<wire::Post>()) {
            result.emplace_back(post->cid.value[15], post->prev ? post->prev->value[15] : 0);
        }
        return result;
    }
    [[nodiscard]] std::optional<PostState> state_of(std::uint8_t number) {
        std::optional<PostState> state;
        while (const auto told = client.told<PostChanged>()) {
            if (told->cid == cid(number)) {
                state = told->state;
            }
        }
        return state;
    }
    using Posts = std::vector<std::pair<int, int>>;
};

TEST_F(ClientOutbox, M7_NothingIsSentBeforeItIsOnDisk) {
    client.disk_answers(false);
    say(1);
    EXPECT_EQ(client.outbox_on_disk().size(), 1U);
    EXPECT_EQ(posts(), Posts{});
    client.give(OutboxSaved{cid(1)});
    EXPECT_EQ(posts(), (Posts{{1, 0}}));
}

TEST_F(ClientOutbox, M7_APostBehindOneThatIsNotOnDiskWaits) {
    client.disk_answers(false);
    say(1);
    say(2);
    client.give(OutboxSaved{cid(2)});
    EXPECT_EQ(posts(), Posts{});
    client.give(OutboxSaved{cid(1)});
    EXPECT_EQ(posts(), (Posts{{1, 0}, {2, 1}}));
}

TEST_F(ClientOutbox, M3_AnAcknowledgedPostLeavesTheDisk) {
    say(1);
    stored(1, 5);
    const auto told = client.last_told<PostChanged>();
    EXPECT_EQ(told->state, PostState::sent);
    EXPECT_EQ(told->seq, MessageSeq{5});
    EXPECT_TRUE(client.outbox_on_disk().empty());
    EXPECT_TRUE(client.client().outbox().empty());
}

TEST_F(ClientOutbox, M3_OnesOwnEventIsAsGoodAsTheAnswer) {
    say(1);
    wire::Event mine = event(1, 1);
    mine.cid = cid(1);
    client.says(wire::EventMessage{RoomId{1}, mine});
    EXPECT_EQ(state_of(1), PostState::sent);
    EXPECT_TRUE(client.outbox_on_disk().empty());
    stored(1, 1);
    EXPECT_FALSE(state_of(1));
}

TEST_F(ClientOutbox, M3_AnotherPersonsEventWithTheSameIdIsNotOurs) {
    say(1);
    wire::Event theirs = event(1, 2);
    theirs.cid = cid(1);
    client.says(wire::EventMessage{RoomId{1}, theirs});
    EXPECT_EQ(client.client().outbox().size(), 1U);
}

TEST_F(ClientOutbox, M3_AfterACutEverythingUnacknowledgedIsSentAgainInOrder) {
    say(1);
    say(2);
    say(3);
    EXPECT_EQ(posts(), (Posts{{1, 0}, {2, 1}, {3, 2}}));
    stored(1, 1);
    client.closes(std::nullopt);
    EXPECT_EQ(client.client().figures().posts_in_flight, 0U);
    client.welcomes(welcome());
    EXPECT_EQ(posts(), (Posts{{2, 0}, {3, 2}}));
}

TEST_F(ClientOutbox, M3_WhatTheSyncShowsIsNotSentAgain) {
    say(1);
    say(2);
    client.closes(std::nullopt);
    (void)client.greets();
    wire::Welcome again = welcome(1);
    client.says(again);
    client.forget_what_came_out();
    wire::Synced answer = synced(room(1, 1), wire::SyncResult::reset, 1);
    answer.events[0].author = AccountId{1};
    answer.events[0].cid = cid(1);
    client.says(answer);
    EXPECT_EQ(state_of(1), PostState::sent);
    EXPECT_EQ(client.client().outbox().size(), 1U);
}

TEST_F(ClientOutbox, M6_ARefusalThatMayBeRetriedStopsTheRoom) {
    say(1);
    say(2);
    say(3);
    (void)posts();
    refused(1, Refusal::store_failed);
    refused(2, Refusal::held);
    EXPECT_EQ(posts(), Posts{}) << "3 is still under way: nothing may overtake it";
    refused(3, Refusal::held);
    EXPECT_EQ(posts(), Posts{});
    client.pass(milliseconds{300});
    EXPECT_EQ(posts(), (Posts{{1, 0}})) << "one at a time after a refusal";
    stored(1, 1);
    EXPECT_EQ(posts(), (Posts{{2, 0}, {3, 2}}));
    stored(2, 2);
    stored(3, 3);
    EXPECT_TRUE(client.client().outbox().empty());
}

TEST_F(ClientOutbox, M6_OtherRoomsGoOn) {
    say(1);
    (void)posts();
    refused(1, Refusal::rate_limited);
    say(2, 2);
    EXPECT_EQ(posts(), (Posts{{2, 0}}));
}

TEST_F(ClientOutbox, M6_RetriesPauseLongerAndLonger) {
    say(1);
    (void)posts();
    Duration before{};
    for (int i = 0; i < 6; ++i) {
        refused(1, Refusal::store_failed);
        const MonotonicTime refused_at = client.now().mono;
        Duration paused{};
        while (posts().empty() && paused < Duration{seconds{20}}) {
            client.pass(milliseconds{10});
            paused = client.now().mono - refused_at;
            client.says(wire::BeatAnswer{stamp(1, {1}), {}});
        }
        EXPECT_GE(paused * 2 + milliseconds{20}, before);
        EXPECT_GE(paused, Duration{milliseconds{120}} * (std::int64_t{1} << i));
        before = paused;
    }
}

TEST_F(ClientOutbox, M6_APermanentRefusalIsChainedAround) {
    say(1);
    say(2);
    say(3);
    (void)posts();
    refused(1, Refusal::not_a_member);
    EXPECT_EQ(state_of(1), PostState::failed);
    refused(2, Refusal::held);
    refused(3, Refusal::held);
    EXPECT_EQ(posts(), (Posts{{2, 0}, {3, 2}})) << "at once: nothing to wait for";
    stored(2, 1);
    stored(3, 2);
    EXPECT_EQ(client.client().outbox().size(), 1U) << "the failed one waits for the person (M7)";
    client.pass(seconds{3});
    EXPECT_EQ(posts(), Posts{});
}

TEST_F(ClientOutbox, M7_AFailedPostIsRetriedOrDiscardedByThePerson) {
    say(1);
    say(2);
    (void)posts();
    refused(1, Refusal::conflict);
    refused(2, Refusal::bad_request);
    client.command(RetryPost{cid(1)});
    EXPECT_EQ(posts(), (Posts{{1, 0}}));
    client.command(DiscardPost{cid(2)});
    EXPECT_EQ(state_of(2), PostState::discarded);
    client.command(DiscardPost{cid(1)});
    EXPECT_TRUE(client.last_told<RequestFailed>()) << "it is under way";
    stored(1, 1);
    EXPECT_TRUE(client.outbox_on_disk().empty());
}

TEST_F(ClientOutbox, M7_HeldWithoutAReasonIsNotRetriedAtTheSpeedOfTheWire) {
    say(1);
    (void)posts();
    refused(1, Refusal::held);
    EXPECT_EQ(posts(), Posts{});
    client.pass(milliseconds{300});
    EXPECT_EQ(posts(), (Posts{{1, 0}}));
}

TEST_F(ClientOutbox, M6_AtMost32PostsOfARoomAreUnderWay) {
    for (std::uint8_t i = 1; i <= 100; ++i) {
        say(i);
    }
    EXPECT_EQ(posts().size(), kPostsInFlightMax);
    EXPECT_EQ(client.client().figures().posts_in_flight, kPostsInFlightMax);
    stored(1, 1);
    EXPECT_EQ(posts(), (Posts{{33, 32}}));
}

TEST_F(ClientOutbox, M7_TheOutboxIsBounded) {
    client.closes(std::nullopt);
    for (std::size_t i = 0; i < kOutboxEntriesMax; ++i) {
        client.command(Say{RoomId{1}, "x", std::nullopt});
    }
    EXPECT_EQ(client.client().outbox().size(), kOutboxEntriesMax);
    client.forget_what_came_out();
    client.command(Say{RoomId{1}, "x", std::nullopt});
    EXPECT_EQ(client.last_told<RequestFailed>()->why, Refusal::try_again);
    EXPECT_EQ(client.client().outbox().size(), kOutboxEntriesMax);
}

TEST_F(ClientOutbox, M3_IdsAreOrderedByTimeAndNeverTheSame) {
    client.closes(std::nullopt);
    client.command(Say{RoomId{1}, "x", std::nullopt});
    client.command(Say{RoomId{1}, "x", std::nullopt});
    client.pass(seconds{1});
    client.command(Say{RoomId{1}, "x", std::nullopt});
    const auto entries = client.client().outbox();
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_NE(entries[0].cid(), entries[1].cid());
    EXPECT_LT(std::max(entries[0].cid(), entries[1].cid()), entries[2].cid());
}

TEST_F(ClientOutbox, M3_WhatNoServerWouldTakeIsRefusedAtOnce) {
    const auto why = [&](std::string body) {
        client.forget_what_came_out();
        client.command(Say{RoomId{1}, std::move(body), std::nullopt});
        const auto told = client.last_told<RequestFailed>();
        return told ? std::optional{told->why} : std::nullopt;
    };
    EXPECT_EQ(why(""), Refusal::empty);
    EXPECT_EQ(why(" \n\t "), Refusal::empty);
    EXPECT_EQ(why(std::string(kBodyBytesMax + 1, 'x')), Refusal::too_long);
    EXPECT_EQ(why(std::string(kBodyBytesMax, '\x01')), Refusal::too_long);
    EXPECT_EQ(why("\xff\xfe"), Refusal::bad_request);
    for (const RoomId nowhere : {RoomId{0}, RoomId{-1}, RoomId{std::int64_t{1} << 53}}) {
        client.command(Say{nowhere, "x", std::nullopt});
        EXPECT_EQ(client.last_told<RequestFailed>()->why, Refusal::bad_request);
    }
    EXPECT_EQ(why(std::string(kBodyBytesMax, 'x')), std::nullopt);
    EXPECT_EQ(client.client().outbox().size(), 1U);
}

TEST_F(ClientOutbox, M3_AnIdTwiceInTheOutboxIsAConflict) {
    say(1);
    say(1);
    EXPECT_EQ(client.last_told<RequestFailed>()->why, Refusal::conflict);
}

TEST_F(ClientOutbox, M3_AnAcknowledgementOfWhatWasNeverSentIsIgnored) {
    client.disk_answers(false);
    say(1);
    stored(1, 1);
    EXPECT_EQ(client.client().outbox().size(), 1U);
}

/// The clock of a ClientScript begins here.
WallTime just_now(std::int64_t ms) {
    return WallTime{1'700'000'000'000 - 1000 + ms};
}

TEST(ClientOutboxRestored, M7_TheOutboxOfBeforeIsSentInItsOrder) {
    std::vector<OutboxEntry> before{{wire::Post{RoomId{1}, cid(2), std::nullopt, "first"}, just_now(1), AccountId{1}},
                                    {wire::Post{RoomId{1}, cid(1), std::nullopt, "second"}, just_now(2), AccountId{1}}};
    ClientScript client{{some_session(), before}};
    EXPECT_EQ(client.told<PostChanged>()->state, PostState::queued);
    client.welcomes(welcome());
    EXPECT_EQ(client.sent<wire::Post>()->body, "first");
    const auto second = client.sent<wire::Post>();
    EXPECT_EQ(second->body, "second");
    EXPECT_EQ(second->prev, cid(2));
    EXPECT_EQ(client.broken(), std::vector<std::string>{});
}

TEST(ClientOutboxRestored, M7_NothingGoesOutUnderAnotherName) {
    std::vector<OutboxEntry> before{{wire::Post{RoomId{1}, cid(1), std::nullopt, "bob's"}, just_now(1), AccountId{2}}};
    ClientScript client{{std::nullopt, before}};
    client.command(SignIn{"alice", SecretText{"secret"}});
    client.welcomes(welcome());
    EXPECT_FALSE(client.sent<wire::Post>());
    client.command(RetryPost{cid(1)});
    client.command(DiscardPost{cid(1)});
    EXPECT_EQ(client.outbox_on_disk().size(), 1U) << "it waits for bob";
    EXPECT_EQ(client.broken(), std::vector<std::string>{});
}

TEST(ClientOutboxRestored, M7_APostOfNobodyKnownWaitsForThePerson) {
    std::vector<OutboxEntry> before{{wire::Post{RoomId{1}, cid(1), std::nullopt, "whose?"}, just_now(1), AccountId{}}};
    ClientScript client{{std::nullopt, before}};
    client.command(SignIn{"alice", SecretText{"secret"}});
    client.welcomes(welcome());
    EXPECT_EQ(client.last_told<PostChanged>()->state, PostState::failed);
    EXPECT_FALSE(client.sent<wire::Post>());
    client.command(RetryPost{cid(1)});
    EXPECT_EQ(client.sent<wire::Post>()->body, "whose?");
    EXPECT_EQ(client.broken(), std::vector<std::string>{});
}

// ---- what has waited for a day (M7) --------------------------------------------------------------------------------

OutboxEntry days_old(std::uint8_t number, std::string body) {
    const WallTime made{1'700'000'000'000 - 25LL * 3600 * 1000};
    return {wire::Post{RoomId{1}, cid(number), std::nullopt, std::move(body)}, made, AccountId{1}};
}

TEST(ClientOutboxOld, M7_WhatMayHaveBeenSentIsAskedAboutFirst) {
    ClientScript client{{some_session(), {days_old(1, "stored"), days_old(2, "not stored")}}};
    client.welcomes(welcome());
    const auto question = client.sent<wire::PostsGet>();
    ASSERT_TRUE(question);
    EXPECT_EQ(question->cids, (std::vector{cid(1), cid(2)}));
    EXPECT_FALSE(client.sent<wire::Post>());
    client.says(wire::PostsKnown{question->cids, {{cid(1), RoomId{1}, MessageSeq{7}, WallTime{}}}});
    EXPECT_FALSE(client.sent<wire::Post>());
    ASSERT_EQ(client.client().outbox().size(), 1U);
    const auto last = client.last_told<PostChanged>();
    EXPECT_EQ(last->state, PostState::failed);
    EXPECT_EQ(last->why, Refusal::expired);
    client.command(RetryPost{cid(2)});
    EXPECT_EQ(client.sent<wire::Post>()->cid, cid(2)) << "the person wants it sent";
    EXPECT_EQ(client.broken(), std::vector<std::string>{});
}

TEST(ClientOutboxOld, M7_TheQuestionIsAskedAgain) {
    ClientScript client{{some_session(), {days_old(1, "x")}}};
    client.welcomes(welcome());
    ASSERT_TRUE(client.sent<wire::PostsGet>());
    client.says(wire::Error{Refusal::store_failed, "later", {}});
    for (int i = 0; i < 4; ++i) {
        client.pass(seconds{4});
        client.says(wire::BeatAnswer{stamp(1, {1}), {}});
    }
    ASSERT_TRUE(client.sent<wire::PostsGet>());
    EXPECT_EQ(client.broken(), std::vector<std::string>{});
}

TEST_F(ClientOutbox, M7_WhatWasNeverSentIsOfferedAsItIs) {
    client.closes(std::nullopt);
    say(1);
    say(2);
    client.pass(std::chrono::hours{25});
    client.forget_what_came_out();
    client.welcomes(welcome());
    EXPECT_EQ(posts(), Posts{});
    EXPECT_EQ(client.client().outbox().size(), 2U);
    client.command(DiscardPost{cid(1)});
    EXPECT_EQ(client.client().outbox().size(), 1U);
}

TEST_F(ClientOutbox, M3_AnythingThatIsPostedGoesThisWay) {
    client.command(Submit{wire::Edit{RoomId{1}, cid(1), {}, MessageSeq{3}, "better"}});
    client.command(Submit{wire::React{RoomId{1}, cid(2), {}, MessageSeq{3}, "👍", true}});
    client.command(Submit{wire::CreateRoom{cid(3), wire::RoomKind::closed, "Budget", {"bob"}}});
    EXPECT_EQ(client.outbox_on_disk().size(), 3U);
    EXPECT_EQ(client.sent<wire::Edit>()->body, "better");
    EXPECT_EQ(client.sent<wire::React>()->prev, cid(1)) << "M6";
    EXPECT_EQ(client.sent<wire::CreateRoom>()->name, "Budget") << "a new room waits for nobody";
    client.says(wire::Posted{RoomId{9}, cid(3), MessageSeq{1}, WallTime{}, false});
    const auto made = client.last_told<PostChanged>();
    EXPECT_EQ(made->state, PostState::sent);
    EXPECT_EQ(made->room, RoomId{9});
    client.says(wire::PostRefused{RoomId{1}, cid(1), Refusal::not_allowed, "not yours"});
    EXPECT_EQ(client.last_told<PostChanged>()->why, Refusal::not_allowed);
}

}  // namespace
}  // namespace workspace::testing
