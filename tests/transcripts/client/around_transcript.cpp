#include <gtest/gtest.h>

#include "workspace/testing/client_script.hpp"

/// Rooms that come and go (M5), messages that change (M8), what is unread (H6), who types, who is away.
namespace workspace::testing {
namespace {

using namespace core;
using namespace core::client;

struct ClientAround : ::testing::Test {
    ClientScript client;
    void TearDown() override { EXPECT_EQ(client.broken(), std::vector<std::string>{}); }

    /// Live, with the room 1 held up to `head`; nothing answers `reads_get`.
    void live_at(std::int64_t head) {
        client.asides_answer(false);
        client.command(SignIn{"alice", SecretText{"secret"}});
        client.welcomes(welcome(head));
        client.says(synced(room(1, head), wire::SyncResult::reset, std::max<std::int64_t>(1, head - kNewestPage + 1)));
        client.forget_what_came_out();
    }
    void says_markers(std::int64_t read, std::int64_t as_of, std::int64_t unread, std::int64_t mentions) {
        client.says(wire::ReadMarkers{{{RoomId{1}, MessageSeq{read}, MessageSeq{as_of}, unread, mentions}}});
    }
    void happens(wire::Event what, std::optional<wire::Event> touched = {}) {
        client.says(wire::EventMessage{RoomId{1}, std::move(what), std::move(touched)});
    }
    void beats() {
        client.pass(kBeatEvery);
        client.says(wire::BeatAnswer{stamp(1, {1}), {}});
    }
    using Unread = std::pair<std::optional<std::int64_t>, std::optional<std::int64_t>>;
    [[nodiscard]] Unread shown() {
        const auto told = client.last_told<UnreadChanged>();
        return told ? Unread{told->unread, told->mentions} : Unread{-1, -1};
    }
};

TEST_F(ClientAround, H6_WhatIsHeldIsCountedHere) {
    live_at(3);
    says_markers(1, 3, 2, 0);
    EXPECT_EQ(shown(), (Unread{2, 0}));
    wire::Event mention = event(4);
    mention.body = "@alice?";
    happens(mention);
    EXPECT_EQ(shown(), (Unread{3, 1}));
    happens(event(5, 1));
    EXPECT_EQ(shown(), (Unread{-1, -1})) << "one's own message is read";
    client.command(MarkRead{RoomId{1}, MessageSeq{4}});
    EXPECT_EQ(shown(), (Unread{0, 0}));
    EXPECT_EQ(client.sent<wire::Read>()->seq, MessageSeq{4});
}

TEST_F(ClientAround, H6_ADeletionOfWhatIsUnreadCountsDown) {
    live_at(3);
    says_markers(1, 3, 2, 0);
    wire::Event deletion = event(4);
    deletion.kind = wire::EventKind::deletion;
    deletion.target = MessageSeq{3};
    wire::Event gone = event(3);
    gone.changed = MessageSeq{4};
    gone.deleted = MessageSeq{4};
    gone.body.clear();
    happens(deletion, gone);
    EXPECT_EQ(shown(), (Unread{1, 0}));
    EXPECT_EQ(client.client().timeline(RoomId{1})->events().at(MessageSeq{3}).body, "") << "M8";
    beats();
    EXPECT_FALSE(client.sent<wire::ReadsGet>()) << "all that is unread is held: nothing has to be asked";
}

TEST_F(ClientAround, H6_WhatIsNotHeldIsTheServersFigureAndWhatHasComeSince) {
    live_at(300);
    EXPECT_EQ(shown(), (Unread{-1, -1}));
    says_markers(10, 300, 290, 4);
    EXPECT_EQ(shown(), (Unread{290, 4}));
    happens(event(301));
    EXPECT_EQ(shown(), (Unread{291, 4}));
    wire::Event edit = event(302);
    edit.kind = wire::EventKind::edit;
    edit.target = MessageSeq{20};
    wire::Event edited = event(20);
    edited.changed = MessageSeq{302};
    happens(edit, edited);
    beats();
    EXPECT_EQ(client.sent<wire::ReadsGet>()->rooms, std::vector{RoomId{1}}) << "it may mention alice now";
    says_markers(10, 302, 291, 5);
    EXPECT_EQ(shown(), (Unread{291, 5}));
}

TEST_F(ClientAround, H6_AnAnswerThatIsAheadOfTheLiveEventsCountsThemOnce) {
    live_at(300);
    says_markers(10, 303, 293, 4);
    EXPECT_EQ(shown(), (Unread{293, 4}));
    for (std::int64_t seq = 301; seq <= 303; ++seq) {
        happens(event(seq));
        EXPECT_EQ(shown(), (Unread{-1, -1})) << "the answer knew of " << seq;
    }
    happens(event(304));
    EXPECT_EQ(shown(), (Unread{294, 4}));
}

TEST_F(ClientAround, H6_AHoleBehindTheServersFigureIsAskedAbout) {
    client.asides_answer(false);
    client.command(SignIn{"alice", SecretText{"secret"}});
    client.welcomes(welcome(10));
    says_markers(0, 10, 10, 0);
    EXPECT_EQ(shown(), (Unread{10, 0}));
    // The room went on before the sync was answered, for longer than a gap is filled (H3).
    client.says(synced(room(1, 900), wire::SyncResult::reset, 851));
    EXPECT_EQ(shown(), (Unread{std::nullopt, std::nullopt})) << "of 11 to 850 nobody said how many are unread";
    client.forget_what_came_out();
    beats();
    EXPECT_EQ(client.sent<wire::ReadsGet>()->rooms, std::vector{RoomId{1}});
    says_markers(0, 900, 900, 0);
    EXPECT_EQ(shown(), (Unread{900, 0}));
}

TEST_F(ClientAround, H6_WhatWasReadOfflineIsSaidOnReturn) {
    live_at(3);
    says_markers(0, 3, 3, 0);
    client.closes(std::nullopt);
    client.command(MarkRead{RoomId{1}, MessageSeq{2}});
    client.forget_what_came_out();
    client.welcomes(welcome(3));
    EXPECT_EQ(client.sent<wire::Read>()->seq, MessageSeq{2});
    EXPECT_TRUE(client.sent<wire::ReadsGet>());
    says_markers(0, 3, 3, 0);
    EXPECT_FALSE(client.told<UnreadChanged>()) << "an answer from before";
    says_markers(2, 3, 1, 0);
    client.says(synced(room(1, 3), wire::SyncResult::complete, 4));
    client.command(MarkRead{RoomId{1}, MessageSeq{1}});
    EXPECT_FALSE(client.sent<wire::Read>()) << "only forwards";
}

TEST_F(ClientAround, M5_ARoomComesWithItsLogAndGoesWithIt) {
    live_at(3);
    client.says(wire::RoomAdded{room(7, 2)});
    EXPECT_EQ(client.told<RoomsChanged>()->rooms.size(), 2U);
    EXPECT_EQ(client.sent<wire::Sync>()->rooms, std::vector{RoomId{7}});
    client.says(synced(room(7, 2), wire::SyncResult::reset, 1));
    ASSERT_NE(client.client().timeline(RoomId{7}), nullptr);
    EXPECT_EQ(client.client().timeline(RoomId{7})->events().size(), 2U);
    client.says(wire::RoomGone{RoomId{7}});
    EXPECT_EQ(client.client().timeline(RoomId{7}), nullptr);
    EXPECT_EQ(client.last_told<RoomsChanged>()->rooms.size(), 1U);
    client.says(wire::RoomAdded{room(7, 2)});
    EXPECT_TRUE(client.client().timeline(RoomId{7})->events().empty()) << "what happened in between may be missing";
}

TEST_F(ClientAround, M8_AnArchivedRoomIsToldAsSuch) {
    live_at(1);
    wire::Event archived = event(2);
    archived.kind = wire::EventKind::archived;
    happens(archived);
    EXPECT_TRUE(client.last_told<RoomsChanged>()->rooms.at(0).archived);
}

TEST_F(ClientAround, M8_TheLargerChangedWins) {
    live_at(3);
    wire::Event newer = event(2);
    newer.changed = MessageSeq{5};
    newer.body = "newer";
    wire::Event edit = event(4);
    edit.kind = wire::EventKind::edit;
    edit.target = MessageSeq{2};
    happens(edit, newer);
    wire::Event older = event(2);
    older.changed = MessageSeq{4};
    older.body = "older";
    edit.seq = edit.changed = MessageSeq{5};
    happens(edit, older);
    EXPECT_EQ(client.client().timeline(RoomId{1})->events().at(MessageSeq{2}).body, "newer");
}

TEST_F(ClientAround, M5_WhoTypesIsShownForAWhile) {
    live_at(1);
    client.says(wire::TypingNow{RoomId{1}, {AccountId{2}, "Bob"}});
    EXPECT_EQ(client.last_told<TypingChanged>()->people.size(), 1U);
    client.pass(kTypingLasts - seconds{2});
    client.says(wire::BeatAnswer{stamp(1, {1}), {}});
    EXPECT_FALSE(client.told<TypingChanged>());
    client.pass(seconds{3});
    EXPECT_TRUE(client.last_told<TypingChanged>()->people.empty());
    client.says(wire::TypingNow{RoomId{1}, {AccountId{2}, "Bob"}});
    happens(event(2));
    EXPECT_TRUE(client.last_told<TypingChanged>()->people.empty()) << "the message is there";
    client.says(wire::TypingNow{RoomId{1}, {AccountId{1}, "Alice"}});
    client.says(wire::TypingNow{RoomId{5}, {AccountId{2}, "Bob"}});
    EXPECT_FALSE(client.told<TypingChanged>()) << "oneself, or a room that is not known";
}

TEST_F(ClientAround, M5_TypingIsSaidEveryThreeSeconds) {
    live_at(1);
    for (int i = 0; i < 5; ++i) {
        client.command(Type{RoomId{1}});
    }
    EXPECT_TRUE(client.sent<wire::Typing>());
    EXPECT_FALSE(client.sent<wire::Typing>());
    client.pass(kTypingEvery);
    client.command(Type{RoomId{1}});
    EXPECT_TRUE(client.sent<wire::Typing>());
    client.command(Type{RoomId{77}});
    EXPECT_FALSE(client.sent<wire::Typing>());
}

TEST_F(ClientAround, P2_StatusesComeAndGo) {
    live_at(1);
    client.says(wire::Statuses{{{AccountId{2}, wire::Availability::away, "", {}}}});
    EXPECT_EQ(client.last_told<StatusesChanged>()->statuses.size(), 1U);
    client.says(wire::StatusChange{{AccountId{3}, wire::Availability::busy, "x", {}}});
    EXPECT_EQ(client.last_told<StatusesChanged>()->statuses.size(), 2U);
    client.says(wire::StatusChange{{AccountId{2}, wire::Availability::available, "", {}}});
    EXPECT_EQ(client.last_told<StatusesChanged>()->statuses.size(), 1U);
    client.command(SetStatus{wire::Availability::busy, "en réunion", {}});
    EXPECT_EQ(client.sent<wire::StatusSet>()->text, "en réunion");
    client.closes(std::nullopt);
    client.command(FindRooms{});
    EXPECT_EQ(client.last_told<RequestFailed>()->why, Refusal::not_live);
}

}  // namespace
}  // namespace workspace::testing
