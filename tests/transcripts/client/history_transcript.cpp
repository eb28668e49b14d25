#include <gtest/gtest.h>

#include "workspace/testing/client_script.hpp"

/// Rooms, as a client keeps them equal to the server's logs (H1–H5, H7).
namespace workspace::testing {
namespace {

using namespace core;
using namespace core::client;
using wire::SyncResult;

struct ClientHistory : ::testing::Test {
    ClientScript client;
    void TearDown() override { EXPECT_EQ(client.broken(), std::vector<std::string>{}); }

    /// Live in room 1, whose log ends at `head`, with the newest page held.
    void live_at(std::int64_t head) {
        client.command(SignIn{"alice", SecretText{"secret"}});
        client.welcomes(welcome(head));
        client.says(wire::PresenceSet{stamp(1, {1}), people({1})});
        client.says(synced(room(1, head), SyncResult::reset, std::max<std::int64_t>(1, head - kNewestPage + 1)));
        client.forget_what_came_out();
    }
    void comes_back(std::int64_t head) {
        client.closes(std::nullopt);
        (void)client.greets();
        client.says(welcome(head));
    }
    void happens(std::int64_t seq) { client.says(wire::EventMessage{RoomId{1}, event(seq)}); }
    void beats(std::vector<wire::RoomHead> heads = {}) {
        client.says(wire::BeatAnswer{stamp(1, {1}), std::move(heads)});
    }
    [[nodiscard]] std::vector<Interval> held() { return client.client().timeline(RoomId{1})->complete().intervals(); }
    static Interval stretch(std::int64_t from, std::int64_t to) { return {MessageSeq{from}, MessageSeq{to}}; }
    static wire::PageResult page(const wire::Page& question, std::int64_t from, std::int64_t to, std::int64_t head) {
        wire::PageResult result;
        result.req = question.req;
        result.room = question.room;
        result.epoch = room_epoch(1);
        result.head = MessageSeq{head};
        result.from = MessageSeq{from};
        result.to = MessageSeq{to};
        result.events = events(from, to);
        return result;
    }
};

TEST_F(ClientHistory, H3_ANewClientAsksForItsRoomsAndShowsTheNewestPage) {
    client.command(SignIn{"alice", SecretText{"secret"}});
    client.welcomes(welcome(120));
    const auto sync = client.sent<wire::Sync>();
    ASSERT_TRUE(sync);
    EXPECT_EQ(sync->rooms, std::vector<RoomId>{RoomId{1}});
    EXPECT_TRUE(sync->cursors.empty());
    client.says(synced(room(1, 120), SyncResult::reset, 71));
    const auto told = client.last_told<MessagesAdded>();
    EXPECT_EQ(told->events.size(), 50U);
    EXPECT_EQ(told->complete, std::vector<Interval>{stretch(71, 120)});
    EXPECT_EQ(told->head, MessageSeq{120});
    EXPECT_FALSE(told->live);
    EXPECT_FALSE(told->dropped_before);
}

TEST_F(ClientHistory, M4_EachLiveEventIsToldOnce) {
    live_at(3);
    happens(4);
    const auto told = client.told<MessagesAdded>();
    ASSERT_TRUE(told);
    EXPECT_TRUE(told->live);
    EXPECT_EQ(told->events, std::vector<wire::Event>{event(4)});
    happens(4);
    EXPECT_FALSE(client.told<MessagesAdded>());
    EXPECT_TRUE(client.sent_nothing());
}

TEST_F(ClientHistory, H3_AfterACutOnlyWhatWasMissedIsAskedFor) {
    live_at(3);
    happens(4);
    comes_back(6);
    const auto sync = client.sent<wire::Sync>();
    ASSERT_EQ(sync->cursors.size(), 1U);
    EXPECT_EQ(sync->cursors[0], (wire::Cursor{RoomId{1}, room_epoch(1), MessageSeq{4}, event(4).cid}));
    EXPECT_TRUE(sync->rooms.empty());
    client.says(synced(room(1, 6), SyncResult::complete, 5));
    const auto told = client.last_told<MessagesAdded>();
    EXPECT_EQ(told->events, events(5, 6));
    EXPECT_EQ(held(), std::vector<Interval>{stretch(1, 6)});
    EXPECT_FALSE(told->dropped_before);
}

TEST_F(ClientHistory, H3_ALogOfAnotherEpochReplacesWhatIsHeld) {
    live_at(9);
    client.closes(std::nullopt);
    (void)client.greets();
    wire::Welcome again = welcome(4);
    again.rooms = {room(1, 4, 2)};
    client.says(again);
    EXPECT_EQ(client.sent<wire::Sync>()->cursors.at(0).epoch, room_epoch(1)) << "what it holds is of the old one";
    client.says(synced(room(1, 4, 2), SyncResult::reset, 1));
    const auto told = client.last_told<MessagesAdded>();
    EXPECT_TRUE(told->dropped_before);
    EXPECT_EQ(held(), std::vector<Interval>{stretch(1, 4)});
}

TEST_F(ClientHistory, H3_TooLongLeavesAHoleAndDoubtsWhatIsOlder) {
    live_at(60);
    comes_back(900);
    client.says(synced(room(1, 900), SyncResult::too_long, 851));
    EXPECT_EQ(held(), std::vector<Interval>{stretch(851, 900)});
    EXPECT_TRUE(client.client().timeline(RoomId{1})->events().contains(MessageSeq{60}));
    client.forget_what_came_out();
    client.command(LoadOlder{RoomId{1}, std::nullopt, 100});
    const auto question = client.sent<wire::Page>();
    EXPECT_EQ(question->before, MessageSeq{851});
    EXPECT_EQ(question->limit, 100);
}

TEST_F(ClientHistory, H3_ARoomThatIsNotListedAnyMoreIsGone) {
    live_at(3);
    client.closes(std::nullopt);
    (void)client.greets();
    wire::Welcome again = welcome(0);
    again.rooms = {room(2, 0)};
    client.says(again);
    EXPECT_EQ(client.client().timeline(RoomId{1}), nullptr);
    EXPECT_NE(client.client().timeline(RoomId{2}), nullptr);
}

TEST_F(ClientHistory, H2_AJumpIsFetchedFromTheLastSeq) {
    live_at(3);
    happens(8);
    const auto question = client.sent<wire::Sync>();
    ASSERT_TRUE(question);
    ASSERT_EQ(question->cursors.size(), 1U);
    EXPECT_EQ(question->cursors.front().seq, MessageSeq{3});
    happens(9);
    EXPECT_EQ(held(), std::vector<Interval>{stretch(1, 3)}) << "the answer brings them";
    client.says(synced(room(1, 9), SyncResult::complete, 4));
    EXPECT_EQ(held(), std::vector<Interval>{stretch(1, 9)});
    happens(10);
    EXPECT_EQ(held(), std::vector<Interval>{stretch(1, 10)});
    EXPECT_TRUE(client.sent_nothing());
}

TEST_F(ClientHistory, H2_WhatWasShedWithAnEditIsSeenAsEdited) {
    live_at(3);
    happens(6);
    ASSERT_TRUE(client.sent<wire::Sync>());
    wire::Synced answer = synced(room(1, 6), SyncResult::complete, 4);
    answer.events[0].kind = wire::EventKind::edit;
    answer.events[0].target = MessageSeq{2};
    answer.touched = events(2, 2);
    answer.touched[0].changed = MessageSeq{4};
    answer.touched[0].body = "as edited";
    client.says(answer);
    EXPECT_EQ(client.client().timeline(RoomId{1})->events().at(MessageSeq{2}).body, "as edited");
}

TEST_F(ClientHistory, H2_AJumpSurvivesACut) {
    live_at(3);
    happens(8);
    comes_back(8);
    client.says(synced(room(1, 8), SyncResult::complete, 4));
    EXPECT_EQ(held(), std::vector<Interval>{stretch(1, 8)});
}

TEST_F(ClientHistory, H2_AVeryLongGapShowsItsNewestPage) {
    live_at(3);
    happens(5000);
    ASSERT_TRUE(client.sent<wire::Sync>());
    client.says(synced(room(1, 5000), SyncResult::too_long, 4951));
    EXPECT_EQ(held(), std::vector<Interval>{stretch(4951, 5000)}) << "the older ones may have changed unseen (H3)";
    EXPECT_TRUE(client.sent_nothing());
}

TEST_F(ClientHistory, H4_OlderPagesAreAskedForAcrossHolesUntilTheBeginning) {
    live_at(300);
    client.command(LoadOlder{RoomId{1}, std::nullopt, 1000});
    auto question = client.sent<wire::Page>();
    EXPECT_EQ(question->before, MessageSeq{251});
    EXPECT_EQ(question->limit, kPageLimitMax);
    client.says(page(*question, 51, 250, 300));
    EXPECT_EQ(client.last_told<MessagesAdded>()->events.size(), 200U);
    client.command(LoadOlder{RoomId{1}, std::nullopt, 100});
    question = client.sent<wire::Page>();
    EXPECT_EQ(question->limit, 50);
    client.says(page(*question, 1, 50, 300));
    EXPECT_EQ(held(), std::vector<Interval>{stretch(1, 300)});
    client.forget_what_came_out();
    client.command(LoadOlder{RoomId{1}, std::nullopt, 100});
    EXPECT_TRUE(client.last_told<MessagesAdded>()->events.empty()) << "nothing is missing: it is answered all the same";
    EXPECT_TRUE(client.sent_nothing());
}

TEST_F(ClientHistory, H4_OnePageARoomIsInFlight) {
    live_at(300);
    for (int i = 0; i < 5; ++i) {
        client.command(LoadOlder{RoomId{1}, std::nullopt, 100});
    }
    const auto question = client.sent<wire::Page>();
    ASSERT_TRUE(question);
    EXPECT_FALSE(client.sent<wire::Page>());
    client.says(page(*question, 151, 250, 300));
    const auto second = client.sent<wire::Page>();
    ASSERT_TRUE(second);
    EXPECT_EQ(second->before, MessageSeq{151});
}

TEST_F(ClientHistory, H4_APageThatWasUnderWayIsAskedForAgainAfterACut) {
    live_at(300);
    client.command(LoadOlder{RoomId{1}, std::nullopt, 100});
    EXPECT_TRUE(client.sent<wire::Page>());
    comes_back(300);
    client.forget_what_came_out();
    client.says(synced(room(1, 300), SyncResult::complete, 301));
    EXPECT_EQ(client.sent<wire::Page>()->before, MessageSeq{251});
}

TEST_F(ClientHistory, H4_ARefusedPageIsTold) {
    live_at(300);
    client.command(LoadOlder{RoomId{1}, std::nullopt, 100});
    const auto question = client.sent<wire::Page>();
    client.forget_what_came_out();
    client.says(wire::Error{Refusal::store_failed, "no", question->req});
    EXPECT_EQ(client.last_told<RequestFailed>()->why, Refusal::store_failed);
    client.command(LoadOlder{RoomId{1}, std::nullopt, 100});
    EXPECT_TRUE(client.sent<wire::Page>());
}

TEST_F(ClientHistory, H4_AnUnknownRoomIsTold) {
    live_at(3);
    client.command(LoadOlder{RoomId{77}, std::nullopt, 100});
    EXPECT_EQ(client.last_told<RequestFailed>()->why, Refusal::not_a_member);
}

TEST_F(ClientHistory, H1_PagesThatDoNotFitTheirStretchAreNotMerged) {
    live_at(300);
    const auto wrong = [&](auto&& spoil) {
        client.forget_what_came_out();
        client.command(LoadOlder{RoomId{1}, std::nullopt, 10});
        const auto question = client.sent<wire::Page>();
        ASSERT_TRUE(question);
        wire::PageResult answer = page(*question, 241, 250, 300);
        spoil(answer);
        client.says(answer);
        EXPECT_EQ(held(), std::vector<Interval>{stretch(251, 300)});
    };
    wrong([](wire::PageResult& answer) { answer.events.erase(answer.events.begin() + 3); });
    wrong([](wire::PageResult& answer) { std::swap(answer.events[3], answer.events[4]); });
    wrong([](wire::PageResult& answer) { answer.events.pop_back(); });
    wrong([](wire::PageResult& answer) { answer.events.push_back(event(251)); });
    wrong([](wire::PageResult& answer) { answer.from = MessageSeq{200}; });
    wrong([](wire::PageResult& answer) { answer.to = MessageSeq{299}; });
    wrong([](wire::PageResult& answer) {
        answer = {};
        answer.req = 1'000'000;
    });
    // That last one answered nobody's question: the real answer is still awaited.
}

TEST_F(ClientHistory, H1_APageOfAnotherEpochIsNotMerged) {
    live_at(300);
    client.command(LoadOlder{RoomId{1}, std::nullopt, 10});
    wire::PageResult answer = page(*client.sent<wire::Page>(), 241, 250, 300);
    answer.epoch = room_epoch(9);
    client.says(answer);
    EXPECT_EQ(held(), std::vector<Interval>{stretch(251, 300)});
}

TEST_F(ClientHistory, H7_AHeadThatStaysAheadForABeatIsSyncedAgain) {
    live_at(3);
    beats({{RoomId{1}, MessageSeq{5}}});
    EXPECT_TRUE(client.sent_nothing()) << "its events may be on their way";
    beats();
    const auto sync = client.sent<wire::Sync>();
    ASSERT_TRUE(sync);
    EXPECT_EQ(sync->cursors.at(0).seq, MessageSeq{3});
    client.says(synced(room(1, 5), SyncResult::complete, 4));
    EXPECT_EQ(held(), std::vector<Interval>{stretch(1, 5)});
    beats();
    beats();
    EXPECT_TRUE(client.sent_nothing());
}

TEST_F(ClientHistory, H7_EventsThatComeWithinABeatNeedNoSync) {
    live_at(3);
    beats({{RoomId{1}, MessageSeq{5}}});
    happens(4);
    happens(5);
    beats();
    EXPECT_TRUE(client.sent_nothing());
}

TEST_F(ClientHistory, H7_ASyncThatWasShedIsAskedAgain) {
    client.command(SignIn{"alice", SecretText{"secret"}});
    client.welcomes(welcome(3));
    client.forget_what_came_out();
    beats();
    EXPECT_TRUE(client.sent_nothing());
    beats();
    EXPECT_TRUE(client.sent<wire::Sync>());
}

TEST_F(ClientHistory, H3_ManyRoomsAreAskedForInFramesThatFit) {
    client.command(SignIn{"alice", SecretText{"secret"}});
    wire::Welcome many = welcome(0);
    many.rooms.clear();
    for (std::int64_t i = 1; i <= 1000; ++i) {
        many.rooms.push_back(room(i, 0));
    }
    client.welcomes(many);
    std::size_t asked = 0;
    while (const auto sync = client.sent<wire::Sync>()) {
        asked += sync->rooms.size();
    }
    EXPECT_EQ(asked, 1000U);
}

}  // namespace
}  // namespace workspace::testing
