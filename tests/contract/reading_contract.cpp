// How far people have read, and what waits there (H6).

#include "contract/support/store_under_test.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {
namespace {

using namespace core;

class ReadingContract : public TalkContract {
protected:
    RoomEpoch epoch_of(RoomId room) {
        return std::get<LogSlice>(ask<ReadResult>(ReadPage{alice_, room, {PageAnchor::after, {0}, 1}})).room.epoch;
    }
    MarkRead mark(AccountId reader, std::int64_t seq) {
        return {LeaseFence{epochs_.at(reader)}, reader, room_, epoch_of(room_), {seq}};
    }
    wire::ReadMarker marked(AccountId reader, std::int64_t seq) {
        return std::get<std::vector<wire::ReadMarker>>(ask<MarkersResult>(mark(reader, seq))).at(0);
    }
    std::vector<wire::ReadMarker> markers(AccountId reader, std::vector<RoomId> rooms) {
        return std::get<std::vector<wire::ReadMarker>>(ask<MarkersResult>(ReadMarkers{reader, std::move(rooms)}));
    }
    wire::ReadMarker marker(AccountId reader) { return markers(reader, {room_}).at(0); }
    Refusal refused_mark(const MarkRead& mark) { return std::get<Refusal>(ask<MarkersResult>(mark)); }
};

TEST_P(ReadingContract, H6_MarkersOnlyGoForwardsAndNotPastTheHead) {
    for (int i = 0; i < 5; ++i) {
        say(alice_, "words");
    }
    EXPECT_EQ(marker(bruno_), (wire::ReadMarker{room_, {0}, {5}, 5, 0}));
    EXPECT_EQ(marked(bruno_, 3), (wire::ReadMarker{room_, {3}, {5}, 2, 0}));
    EXPECT_EQ(marked(bruno_, 2).read, MessageSeq{3});
    EXPECT_EQ(marked(bruno_, 1000), (wire::ReadMarker{room_, {5}, {5}, 0, 0}));
    say(alice_, "more");
    EXPECT_EQ(marker(bruno_), (wire::ReadMarker{room_, {5}, {6}, 1, 0}));
    (void)store().restart();
    EXPECT_EQ(marker(bruno_), (wire::ReadMarker{room_, {5}, {6}, 1, 0}));
    EXPECT_EQ(marker(carla_).read, MessageSeq{0}) << "each has their own";
}

TEST_P(ReadingContract, H6_UnreadAreMessagesOfOthersThatAreThere) {
    say(alice_, "one");
    say(bruno_, "two");
    say(alice_, "three");
    done(alice_, wire::Edit{room_, next_cid(), {}, {1}, "uno"});
    done(carla_, wire::React{room_, next_cid(), {}, {2}, "+1", true});
    EXPECT_EQ(marker(bruno_).unread, 2);
    EXPECT_EQ(marker(alice_).unread, 1);
    EXPECT_EQ(marker(carla_).unread, 3);
    done(alice_, wire::Delete{room_, next_cid(), {}, {3}});
    EXPECT_EQ(marker(bruno_).unread, 1);
    EXPECT_EQ(marker(carla_).unread, 2);
    EXPECT_EQ(marker(carla_).as_of, MessageSeq{6});
}

TEST_P(ReadingContract, H6_MentionsAreOfTheReaderOrOfAll) {
    say(alice_, "@Bruno, have you seen it?");
    say(alice_, "@all @bruno: cake");
    say(bruno_, "@bruno is me, and @carla is not");
    say(alice_, "mail bruno@example.org");
    EXPECT_EQ(marker(bruno_).mentions, 2) << "not one's own; one that says both once";
    EXPECT_EQ(marker(carla_).mentions, 2);
    EXPECT_EQ(marker(alice_).mentions, 0);
    EXPECT_EQ(marked(bruno_, 1).mentions, 1);
    done(alice_, wire::Edit{room_, next_cid(), {}, {2}, "cake for @carla"});
    EXPECT_EQ(marker(bruno_).mentions, 0);
    EXPECT_EQ(marker(carla_).mentions, 2);
    done(alice_, wire::Delete{room_, next_cid(), {}, {2}});
    EXPECT_EQ(marker(carla_).mentions, 1);
}

TEST_P(ReadingContract, AMentionOfWhoeverComesLaterCounts) {
    say(alice_, "@dora begins on Monday");
    EXPECT_EQ(marker(store().add_account("dora", "Dora", false)).mentions, 1);
}

TEST_P(ReadingContract, H6_AMarkInAnotherRoomEpochIsRefused) {
    say(alice_, "words");
    auto other = mark(bruno_, 1);
    other.epoch = id_of<RoomEpoch>("another log");
    EXPECT_EQ(refused_mark(other), Refusal::conflict);
    EXPECT_EQ(marker(bruno_).read, MessageSeq{0});
}

TEST_P(ReadingContract, S3_M5_AMarkIsFencedAndForMembers) {
    say(alice_, "words");
    auto old = mark(bruno_, 1);
    old.fence = LeaseFence{{epochs_.at(bruno_).value + 1}};
    EXPECT_EQ(refused_mark(old), Refusal::not_live);
    auto by_rest = mark(bruno_, 1);
    by_rest.fence = store().rest_session_of(bruno_);
    EXPECT_TRUE(std::holds_alternative<std::vector<wire::ReadMarker>>(ask<MarkersResult>(by_rest)));
    auto elsewhere = mark(bruno_, 1);
    elsewhere.room = done(alice_, wire::CreateRoom{next_cid(), wire::RoomKind::closed, "Plans", {}}).room;
    EXPECT_EQ(refused_mark(elsewhere), Refusal::not_a_member);
}

TEST_P(ReadingContract, M5_MarkersAreOfOnesOwnRooms) {
    const auto plans = done(alice_, wire::CreateRoom{next_cid(), wire::RoomKind::closed, "Plans", {}}).room;
    const auto rooms = granted(login(alice_, pc1_)).rooms;
    const auto all = markers(alice_, {});
    ASSERT_EQ(all.size(), rooms.size());
    for (std::size_t i = 0; i < rooms.size(); ++i) {
        EXPECT_EQ(all[i].room, rooms[i]);
    }
    EXPECT_EQ(markers(alice_, {plans, room_, {4711}}).size(), 2U);
    EXPECT_EQ(markers(bruno_, {plans, room_}).size(), 1U);
    EXPECT_EQ(markers(bruno_, {plans}).size(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Stores, ReadingContract,
                         ::testing::Values(StoreKind{"Memory", make_memory_store},
                                           StoreKind{"Sqlite", make_sqlite_store}),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace workspace::testing
