// Rooms that people make, and who is in them (M5).

#include <algorithm>

#include "contract/support/store_under_test.hpp"

namespace workspace::testing {
namespace {

using namespace core;
using wire::EventKind;
using wire::RoomKind;

class MembershipContract : public TalkContract {
protected:
    wire::CreateRoom create(RoomKind kind, const std::string& name, std::vector<std::string> invite = {}) {
        return {next_cid(), kind, name, std::move(invite)};
    }
    wire::Invite invite(RoomId room, const std::string& login) { return {room, next_cid(), {}, login}; }
    wire::Join join(RoomId room) { return {room, next_cid()}; }
    wire::Leave leave(RoomId room) { return {room, next_cid(), {}}; }
    wire::Archive archive(RoomId room) { return {room, next_cid(), {}}; }
    wire::Post message(RoomId room) { return {room, next_cid(), {}, "words"}; }
    RoomId made(RoomKind kind, const std::string& name, std::vector<std::string> invite = {}) {
        return done(alice_, create(kind, name, std::move(invite))).room;
    }
    ReadResult read(AccountId reader, RoomId room) {
        return ask<ReadResult>(ReadPage{reader, room, {PageAnchor::after, {0}, 10}});
    }
    bool reads(AccountId reader, RoomId room) { return std::holds_alternative<LogSlice>(read(reader, room)); }
    std::vector<AccountId> members(RoomId room) {
        for (const StoredRoom& stored : store().restart().rooms) {
            if (stored.room.id == room) {
                return stored.members;
            }
        }
        return {};
    }
};

using Ids = std::vector<AccountId>;

TEST_P(MembershipContract, M5_AGuestIsOnlyInRoomsItWasInvitedTo) {
    const auto bakery = made(RoomKind::open, "Bakery");
    const auto plans = made(RoomKind::closed, "Plans", {"carla"});
    store().make_guest(carla_);
    EXPECT_FALSE(reads(carla_, room_)) << "a room for everyone";
    EXPECT_EQ(not_done(carla_, join(bakery)), Refusal::not_a_member) << "it looks like none";
    EXPECT_EQ(not_done(carla_, create(RoomKind::open, "Mine")), Refusal::not_allowed);
    EXPECT_EQ(not_done(carla_, create(RoomKind::direct, "", {"bruno"})), Refusal::not_allowed);
    EXPECT_EQ(not_done(carla_, invite(plans, "bruno")), Refusal::not_allowed);
    EXPECT_FALSE(done(carla_, message(plans)).duplicate);
    EXPECT_FALSE(done(alice_, invite(bakery, "carla")).duplicate);
    EXPECT_TRUE(reads(carla_, bakery));
    EXPECT_TRUE(granted(login(carla_, Computer("pc-3"))).guest);
    EXPECT_FALSE(granted(login(bruno_, pc2_)).guest);
    EXPECT_EQ(members(store().add_room("Later")), (Ids{alice_, bruno_})) << "nor in those for everyone that come";
}

TEST_P(MembershipContract, WhoeverGetsAnAccountIsInTheRoomsForEveryone) {
    const auto dora = store().add_account("dora", "Dora", false);
    EXPECT_EQ(members(room_), (Ids{alice_, bruno_, carla_, dora}));
    const auto garden = store().add_room("Garden");
    EXPECT_EQ(members(garden), (Ids{alice_, bruno_, carla_, dora}));
}

TEST_P(MembershipContract, ANewRoomHasItsCreatorItsGuestsAndItsFirstEvent) {
    const auto answer = done(alice_, create(RoomKind::closed, "Plans", {"carla", "alice"}));
    EXPECT_EQ(answer.event.seq, MessageSeq{1});
    EXPECT_EQ(answer.event.kind, EventKind::created);
    EXPECT_EQ(answer.event.author_name, "Alice");
    EXPECT_EQ(answer.members.in, (Ids{alice_, carla_}));
    EXPECT_TRUE(answer.members.out.empty());
    ASSERT_TRUE(answer.members.created);
    const wire::Room room = *answer.members.created;
    EXPECT_EQ(room.id, answer.room);
    EXPECT_EQ(room.name, "Plans");
    EXPECT_EQ(room.kind, RoomKind::closed);
    EXPECT_EQ(room.head, MessageSeq{0}) << "as it is before its first event";
    EXPECT_FALSE(room.archived);
    EXPECT_FALSE(room.people);
    EXPECT_EQ(members(answer.room), (Ids{alice_, carla_}));
    const auto slice = std::get<LogSlice>(read(carla_, answer.room));
    EXPECT_EQ(slice.room.epoch, room.epoch);
    EXPECT_EQ(slice.room.head, MessageSeq{1});
    EXPECT_EQ(slice.events.at(0), answer.event);
}

TEST_P(MembershipContract, M3_ARoomThatIsMadeTwiceIsMadeOnce) {
    const auto plans = create(RoomKind::open, "Plans");
    const auto first = done(alice_, plans);
    const auto again = done(alice_, plans);
    EXPECT_TRUE(again.duplicate);
    EXPECT_EQ(again.room, first.room);
    EXPECT_EQ(again.event.seq, MessageSeq{1});
    EXPECT_EQ(again.members, MembersChange{});
    auto other = plans;
    other.name = "Other plans";
    EXPECT_EQ(not_done(alice_, other), Refusal::conflict);
}

TEST_P(MembershipContract, NamesAreUniqueAmongPublicRooms) {
    made(RoomKind::open, "Plans");
    EXPECT_EQ(not_done(bruno_, create(RoomKind::open, "Plans")), Refusal::name_taken);
    EXPECT_EQ(not_done(bruno_, create(RoomKind::open, "Kitchen")), Refusal::name_taken) << "an administrator's, too";
    EXPECT_NE(made(RoomKind::closed, "Plans"), made(RoomKind::closed, "Plans"));
}

TEST_P(MembershipContract, ARoomForSomebodyUnknownIsNotMade) {
    const auto rooms = granted(login(bruno_, pc2_)).rooms;
    EXPECT_EQ(not_done(alice_, create(RoomKind::closed, "Plans", {"bruno", "nobody"})), Refusal::no_such_account);
    EXPECT_EQ(granted(login(bruno_, pc2_)).rooms, rooms);
}

TEST_P(MembershipContract, ADirectRoomIsOfTwoAndThereIsOne) {
    const auto answer = done(bruno_, create(RoomKind::direct, "", {"alice"}));
    ASSERT_TRUE(answer.members.created);
    EXPECT_TRUE(answer.members.created->name.empty());
    const std::vector<wire::Person> both{{alice_, "Alice"}, {bruno_, "Bruno"}};
    EXPECT_EQ(answer.members.created->people, both);
    EXPECT_EQ(answer.members.in, (Ids{alice_, bruno_}));
    const auto again = done(alice_, create(RoomKind::direct, "", {"bruno"}));
    EXPECT_TRUE(again.duplicate);
    EXPECT_EQ(again.room, answer.room);
    EXPECT_EQ(again.event.seq, MessageSeq{1});
    EXPECT_NE(done(alice_, create(RoomKind::direct, "", {"carla"})).room, answer.room);
    EXPECT_EQ(std::get<LogSlice>(read(alice_, answer.room)).room.people, both);
    EXPECT_FALSE(reads(carla_, answer.room));
}

TEST_P(MembershipContract, ADirectRoomIsNotWithOneselfAndCannotBeLeftOrGrow) {
    EXPECT_EQ(not_done(alice_, create(RoomKind::direct, "", {"alice"})), Refusal::no_such_account);
    const auto room = made(RoomKind::direct, "", {"bruno"});
    EXPECT_EQ(not_done(alice_, leave(room)), Refusal::not_allowed);
    EXPECT_EQ(not_done(alice_, invite(room, "carla")), Refusal::not_allowed);
    EXPECT_EQ(not_done(alice_, archive(room)), Refusal::not_allowed);
    EXPECT_EQ(not_done(carla_, join(room)), Refusal::not_a_member);
}

TEST_P(MembershipContract, EveryoneMayJoinAPublicRoom) {
    const auto plans = made(RoomKind::open, "Plans");
    EXPECT_FALSE(reads(bruno_, plans));
    const auto joined = done(bruno_, join(plans));
    EXPECT_EQ(joined.event.seq, MessageSeq{2});
    EXPECT_EQ(joined.event.kind, EventKind::joined);
    EXPECT_EQ(joined.members.in, Ids{bruno_});
    EXPECT_FALSE(joined.members.created);
    EXPECT_TRUE(reads(bruno_, plans));
    EXPECT_EQ(not_done(bruno_, join(plans)), Refusal::no_change);
    EXPECT_EQ(members(plans), (Ids{alice_, bruno_}));
}

TEST_P(MembershipContract, M5_APrivateRoomLooksLikeNone) {
    const auto plans = made(RoomKind::closed, "Plans");
    EXPECT_EQ(not_done(bruno_, join(plans)), Refusal::not_a_member);
    EXPECT_EQ(not_done(bruno_, message(plans)), Refusal::not_a_member);
    EXPECT_EQ(not_done(bruno_, invite(plans, "bruno")), Refusal::not_a_member);
    EXPECT_EQ(not_done(bruno_, leave(plans)), Refusal::not_a_member);
    EXPECT_EQ(not_done(bruno_, archive(plans)), Refusal::not_a_member);
    EXPECT_EQ(not_done(bruno_, wire::Edit{plans, next_cid(), {}, {1}, "his"}), Refusal::not_a_member);
    EXPECT_EQ(std::get<Refusal>(read(bruno_, plans)), Refusal::not_a_member);
    EXPECT_EQ(std::get<Refusal>(ask<ReadResult>(ReadSync{bruno_, plans, {}})), Refusal::not_a_member);
    EXPECT_EQ(std::get<Refusal>(ask<MembersResult>(ReadMembers{bruno_, plans})), Refusal::not_a_member);
    EXPECT_EQ(std::get<LogSlice>(read(alice_, plans)).room.head, MessageSeq{1});
}

TEST_P(MembershipContract, MembersInvite) {
    const auto plans = made(RoomKind::closed, "Plans");
    const auto invited = done(alice_, invite(plans, "bruno"));
    EXPECT_EQ(invited.event.kind, EventKind::invited);
    EXPECT_EQ(invited.event.whom, (wire::Person{bruno_, "Bruno"}));
    EXPECT_EQ(invited.members.in, Ids{bruno_});
    EXPECT_EQ(std::get<LogSlice>(read(bruno_, plans)).events.back(), invited.event);
    EXPECT_EQ(not_done(alice_, invite(plans, "bruno")), Refusal::no_change);
    EXPECT_EQ(not_done(alice_, invite(plans, "nobody")), Refusal::no_such_account);
    done(bruno_, invite(plans, "carla"));
    EXPECT_EQ(members(plans), (Ids{alice_, bruno_, carla_}));
}

TEST_P(MembershipContract, M5_WhoeverHasLeftReadsNothingMoreAndMayComeBack) {
    const auto plans = made(RoomKind::open, "Plans", {"bruno"});
    const auto post = message(plans);
    done(bruno_, post);
    const auto left = done(bruno_, leave(plans));
    EXPECT_EQ(left.event.kind, EventKind::left);
    EXPECT_EQ(left.members.out, Ids{bruno_});
    EXPECT_FALSE(reads(bruno_, plans));
    EXPECT_EQ(not_done(bruno_, message(plans)), Refusal::not_a_member);
    EXPECT_TRUE(done(bruno_, post).duplicate) << "a repeat is answered all the same (M3)";
    done(bruno_, join(plans));
    EXPECT_TRUE(reads(bruno_, plans));
}

TEST_P(MembershipContract, ItsCreatorArchivesARoomForGood) {
    const auto plans = made(RoomKind::open, "Plans", {"bruno"});
    EXPECT_EQ(not_done(bruno_, archive(plans)), Refusal::not_allowed);
    EXPECT_EQ(not_done(alice_, archive(room_)), Refusal::not_allowed) << "an administrator made it";
    EXPECT_EQ(done(alice_, archive(plans)).event.kind, EventKind::archived);
    EXPECT_EQ(not_done(alice_, message(plans)), Refusal::archived);
    EXPECT_EQ(not_done(carla_, join(plans)), Refusal::archived);
    EXPECT_EQ(not_done(alice_, archive(plans)), Refusal::archived);
    const auto slice = std::get<LogSlice>(read(bruno_, plans));
    EXPECT_TRUE(slice.room.archived);
    done(bruno_, leave(plans));
    EXPECT_FALSE(reads(bruno_, plans));
    for (const StoredRoom& stored : store().restart().rooms) {
        EXPECT_EQ(stored.room.archived, stored.room.id == plans);
    }
}

TEST_P(MembershipContract, M5_AGrantNamesTheRooms) {
    const auto plans = made(RoomKind::closed, "Plans");
    const auto talk = made(RoomKind::direct, "", {"bruno"});
    auto alice = granted(login(alice_, pc1_)).rooms;
    EXPECT_TRUE(std::is_sorted(alice.begin(), alice.end()));
    const auto has = [](const std::vector<RoomId>& rooms, RoomId room) {
        return std::find(rooms.begin(), rooms.end(), room) != rooms.end();
    };
    EXPECT_TRUE(has(alice, room_) && has(alice, plans) && has(alice, talk));
    const auto bruno = granted(login(bruno_, pc2_)).rooms;
    EXPECT_TRUE(has(bruno, room_) && !has(bruno, plans) && has(bruno, talk));
}

TEST_P(MembershipContract, MembersAreToldById) {
    const auto plans = made(RoomKind::closed, "Plans", {"carla"});
    const auto people = std::get<std::vector<wire::Person>>(ask<MembersResult>(ReadMembers{carla_, plans}));
    EXPECT_EQ(people, (std::vector<wire::Person>{{alice_, "Alice"}, {carla_, "Carla"}}));
}

INSTANTIATE_TEST_SUITE_P(Stores, MembershipContract,
                         ::testing::Values(StoreKind{"Memory", make_memory_store},
                                           StoreKind{"Sqlite", make_sqlite_store}),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace workspace::testing
