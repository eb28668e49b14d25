#include <string>
#include <vector>

#include "hub_transcript.hpp"

/// Read markers (H6), and what belongs to accounts and never touches the count: status, typing.
namespace workspace::testing {

class HubAround : public HubTranscript {
protected:
    [[nodiscard]] wire::ReadMarker marker(HubClient& by, RoomId room) {
        by.say(wire::ReadsGet{{room}});
        return by.last<wire::ReadMarkers>()->markers.at(0);
    }
    void read(HubClient& by, std::int64_t seq) {
        by.say(wire::Read{general, world().store().logs().at(general).room.epoch, MessageSeq{seq}});
    }
};

TEST_F(HubAround, H6_UnreadAndMentionsAreCountedFromTheLog) {
    auto author = live("alice", "pc-1");
    auto reader = live("bob", "pc-2");
    author.post(general, cid(1), "hello");
    author.post(general, cid(2), "hello @bob.", cid(1));
    author.post(general, cid(3), "mail bob@example.org, @all", cid(2));
    reader.post(general, cid(4), "@bob that is me");
    EXPECT_EQ(marker(reader, general), (wire::ReadMarker{general, {}, MessageSeq{4}, 3, 2}));
    EXPECT_EQ(marker(author, general), (wire::ReadMarker{general, {}, MessageSeq{4}, 1, 0}));
    read(reader, 2);
    EXPECT_EQ(reader.last<wire::ReadMarkers>()->markers.at(0),
              (wire::ReadMarker{general, MessageSeq{2}, MessageSeq{4}, 1, 1}));
    author.say(wire::Delete{general, cid(5), {}, MessageSeq{3}});
    EXPECT_EQ(marker(reader, general).unread, 0);
    EXPECT_EQ(marker(reader, general).mentions, 0);
}

TEST_F(HubAround, H6_AnEditMovesTheMention) {
    auto author = live("alice", "pc-1");
    auto reader = live("bob", "pc-2");
    author.post(general, cid(1), "@carol look");
    EXPECT_EQ(marker(reader, general).mentions, 0);
    author.say(wire::Edit{general, cid(2), {}, MessageSeq{1}, "@bob look"});
    EXPECT_EQ(marker(reader, general).mentions, 1);
    EXPECT_EQ(marker(reader, general).unread, 1) << "an edit is not a message";
}

TEST_F(HubAround, H6_TheMarkerOnlyGrowsAndEndsAtTheHead) {
    auto author = live("alice", "pc-1");
    auto reader = live("bob", "pc-2");
    fill(general, 5);
    read(reader, 4);
    read(reader, 2);
    EXPECT_EQ(reader.last<wire::ReadMarkers>()->markers.at(0).read, MessageSeq{4});
    read(reader, 4000);
    EXPECT_EQ(reader.last<wire::ReadMarkers>()->markers.at(0).read, MessageSeq{5});
    author.post(general, cid(1), "sixth");
    EXPECT_EQ(marker(reader, general).unread, 1);
}

TEST_F(HubAround, H6_TheMarkerIsTheAccountsOnEveryComputerAndAfterARestart) {
    auto there = live("bob", "pc-2");
    fill(general, 3);
    read(there, 2);
    there.log_out();
    world().restart();
    auto here = live("bob", "pc-3");
    EXPECT_EQ(marker(here, general), (wire::ReadMarker{general, MessageSeq{2}, MessageSeq{3}, 1, 0}));
}

TEST_F(HubAround, H6_WhatWasReadOfAnotherLogCountsForNothing) {
    auto reader = live("bob", "pc-2");
    fill(general, 5);
    read(reader, 5);
    const RoomEpoch before = world().store().logs().at(general).room.epoch;
    world().store().restore(general, MessageSeq{3});
    world().restart();
    auto back = live("bob", "pc-2");
    EXPECT_EQ(marker(back, general), (wire::ReadMarker{general, {}, MessageSeq{3}, 3, 0}));
    back.say(wire::Read{general, before, MessageSeq{3}});
    EXPECT_EQ(back.last<wire::Error>()->code, Refusal::conflict);
}

TEST_F(HubAround, H6_AMarkerOfABindingThatIsOverIsNotMoved) {
    auto reader = live("bob", "pc-2");
    fill(general, 3);
    world().hold_store();
    read(reader, 3);
    world().release_store();
    EXPECT_EQ(world().store().marker_of(bob, general).read, MessageSeq{3});
    auto other = live("alice", "pc-1");
    world().hold_store();
    other.log_out();
    read(other, 3);
    world().release_store();
    EXPECT_EQ(world().store().marker_of(alice, general).read, MessageSeq{0});
}

TEST_F(HubAround, P2_AStatusIsToldAndNeverTouchesTheCount) {
    auto watcher = live("alice", "pc-1");
    auto busy = live("bob", "pc-2");
    world().advance(1s);
    const wire::PresenceStamp before = world().hub().presence().now;
    busy.say(wire::StatusSet{wire::Availability::busy, "en réunion", {}});
    EXPECT_EQ(watcher.last<wire::StatusChange>()->status,
              (wire::Status{bob, wire::Availability::busy, "en réunion", {}}));
    world().advance(1s);
    EXPECT_EQ(world().hub().presence().now, before);
    busy.log_out();
    auto later = live("carol", "pc-3");
    later.say(wire::StatusesGet{});
    EXPECT_TRUE(later.last<wire::Statuses>()->statuses.empty()) << "who is not connected has none to show";
    world().restart();
    auto watching = live("alice", "pc-1");
    world().advance(1s);
    auto again = live("bob", "pc-2");
    world().advance(1s);
    const auto change = watching.last<wire::PresenceChange>();
    ASSERT_TRUE(change->statuses) << "it is the account's, and comes with it";
    EXPECT_EQ(change->statuses->at(0).text, "en réunion");
    again.say(wire::StatusSet{wire::Availability::available, "", {}});
    watching.say(wire::StatusesGet{});
    EXPECT_TRUE(watching.last<wire::Statuses>()->statuses.empty());
}

TEST_F(HubAround, P2_AStatusThatIsOverIsNotTold) {
    auto busy = live("bob", "pc-2");
    const WallTime soon{world().now().wall.ms + 60'000};
    busy.say(wire::StatusSet{wire::Availability::away, "déjeuner", soon});
    auto watcher = live("alice", "pc-1");
    watcher.say(wire::StatusesGet{});
    EXPECT_EQ(watcher.last<wire::Statuses>()->statuses.size(), 1U);
    world().advance(61s);
    watcher.say(wire::StatusesGet{});
    EXPECT_TRUE(watcher.last<wire::Statuses>()->statuses.empty());
}

TEST_F(HubAround, M5_TypingIsToldToTheRoomAndNotTooOften) {
    auto typist = live("alice", "pc-1");
    auto reader = live("bob", "pc-2");
    auto elsewhere = live("carol", "pc-3");
    reader.sync(general);
    elsewhere.sync(workshop);
    for (int i = 0; i < 5; ++i) {
        typist.say(wire::Typing{general});
    }
    EXPECT_EQ(reader.all<wire::TypingNow>().size(), 1U);
    EXPECT_EQ(reader.last<wire::TypingNow>()->who.id, alice);
    EXPECT_TRUE(elsewhere.all<wire::TypingNow>().empty());
    world().advance(3s);
    typist.say(wire::Typing{general});
    EXPECT_EQ(reader.all<wire::TypingNow>().size(), 2U);
}

TEST_F(HubAround, M7_WhatBecameOfAPostIsToldToItsAuthor) {
    auto author = live("alice", "pc-1");
    auto other = live("bob", "pc-2");
    author.post(general, cid(1), "stored");
    author.say(wire::PostsGet{{cid(2), cid(1)}});
    const auto known = author.last<wire::PostsKnown>();
    EXPECT_EQ(known->asked, (std::vector{cid(2), cid(1)}));
    ASSERT_EQ(known->stored.size(), 1U);
    EXPECT_EQ(known->stored.at(0).seq, MessageSeq{1});
    EXPECT_EQ(known->stored.at(0).room, general);
    other.say(wire::PostsGet{{cid(1)}});
    EXPECT_TRUE(other.last<wire::PostsKnown>()->stored.empty()) << "ids are each author's own";
}

}  // namespace workspace::testing
