#include <string>
#include <vector>

#include "hub_transcript.hpp"

/// Who is in a room, and that nobody else hears of it (M5).
namespace workspace::testing {

class HubMembership : public HubTranscript {
protected:
    RoomId make(HubClient& by, wire::RoomKind kind, std::string name, std::vector<std::string> invite = {},
                std::uint64_t id = 1) {
        by.say(wire::CreateRoom{cid(id), kind, std::move(name), std::move(invite)});
        const auto posted = by.last<wire::Posted>();
        EXPECT_TRUE(posted && posted->cid == cid(id));
        return posted ? posted->room : RoomId{};
    }
    [[nodiscard]] static std::vector<wire::EventKind> kinds(const HubClient& client) {
        std::vector<wire::EventKind> result;
        for (const auto& message : client.all<wire::EventMessage>()) {
            result.push_back(message.event.kind);
        }
        return result;
    }
    using Kinds = std::vector<wire::EventKind>;
};

TEST_F(HubMembership, M5_ANewRoomComesToItsMembersAndToNobodyElse) {
    auto maker = live("alice", "pc-1");
    auto invited = live("bob", "pc-2");
    auto stranger = live("carol", "pc-3");
    const RoomId room = make(maker, wire::RoomKind::closed, "Budget", {"bob"});
    EXPECT_EQ(maker.last<wire::RoomAdded>()->room.id, room);
    EXPECT_EQ(invited.last<wire::RoomAdded>()->room.name, "Budget");
    EXPECT_EQ(invited.last<wire::RoomAdded>()->room.head.value, 1);
    EXPECT_FALSE(stranger.last<wire::RoomAdded>());
    invited.sync(room);
    EXPECT_EQ(invited.caught_up().at(0).kind, wire::EventKind::created);
    maker.post(room, cid(2), "between us");
    EXPECT_EQ(invited.heard(), std::vector<std::string>{"between us"});
    EXPECT_TRUE(stranger.heard().empty());
}

TEST_F(HubMembership, M5_ARoomThatOneIsNotInLooksLikeNoRoom) {
    auto maker = live("alice", "pc-1");
    auto stranger = live("carol", "pc-3");
    const RoomId room = make(maker, wire::RoomKind::closed, "Budget");
    for (const RoomId tried : {room, RoomId{999}}) {
        stranger.sync(tried);
        EXPECT_EQ(stranger.last<wire::Error>()->code, Refusal::not_a_member);
        stranger.page_before(1, tried, 10, 10);
        EXPECT_EQ(stranger.last<wire::Error>()->code, Refusal::not_a_member);
        EXPECT_EQ(stranger.last<wire::Error>()->req, 1);
        stranger.say(wire::Join{tried, cid(10)});
        EXPECT_EQ(stranger.last<wire::PostRefused>()->code, Refusal::not_a_member);
        stranger.post(tried, cid(11), "hello?");
        EXPECT_EQ(stranger.last<wire::PostRefused>()->code, Refusal::not_a_member);
        stranger.say(wire::React{tried, cid(12), {}, MessageSeq{1}, "👀", true});
        EXPECT_EQ(stranger.last<wire::PostRefused>()->code, Refusal::not_a_member);
        stranger.say(wire::MembersGet{tried});
        EXPECT_EQ(stranger.last<wire::Error>()->code, Refusal::not_a_member);
        stranger.say(wire::Read{tried, {}, MessageSeq{1}});
        EXPECT_EQ(stranger.last<wire::Error>()->code, Refusal::not_a_member);
        stranger.say(wire::Typing{tried});
    }
    stranger.say(wire::RoomsGet{});
    EXPECT_TRUE(stranger.last<wire::RoomsFound>()->rooms.empty());
    stranger.say(wire::ReadsGet{{room}});
    EXPECT_TRUE(stranger.last<wire::ReadMarkers>()->markers.empty());
    EXPECT_EQ(world().store().log(room).size(), 1U);
}

TEST_F(HubMembership, M5_AGuestIsShownNoRoomsAndJoinsNone) {
    auto maker = live("alice", "pc-1");
    world().store().make_guest(carol);
    auto guest = live("carol", "pc-3");
    EXPECT_TRUE(guest.welcome().rooms.empty());
    const RoomId room = make(maker, wire::RoomKind::open, "Cantine");
    guest.say(wire::RoomsGet{});
    EXPECT_TRUE(guest.last<wire::RoomsFound>()->rooms.empty());
    guest.say(wire::Join{room, cid(2)});
    EXPECT_EQ(guest.last<wire::PostRefused>()->code, Refusal::not_a_member);
    maker.say(wire::Invite{room, cid(3), {}, "carol"});
    ASSERT_TRUE(guest.last<wire::RoomAdded>());
    EXPECT_EQ(guest.last<wire::RoomAdded>()->room.id, room);
}

TEST_F(HubMembership, M5_WhoJoinsHearsFromThereOnAndMayReadTheLog) {
    auto maker = live("alice", "pc-1");
    auto joiner = live("bob", "pc-2");
    const RoomId room = make(maker, wire::RoomKind::open, "Cantine");
    maker.sync(room);
    maker.post(room, cid(2), "menu");
    joiner.say(wire::RoomsGet{});
    ASSERT_EQ(joiner.last<wire::RoomsFound>()->rooms.size(), 1U);
    joiner.say(wire::Join{room, cid(3)});
    EXPECT_EQ(joiner.last<wire::Posted>()->seq.value, 3);
    EXPECT_EQ(joiner.last<wire::RoomAdded>()->room.head.value, 3);
    EXPECT_EQ(kinds(maker), (Kinds{wire::EventKind::message, wire::EventKind::joined}));
    joiner.sync(room);
    EXPECT_EQ(joiner.caught_up().size(), 3U);
    joiner.say(wire::RoomsGet{});
    EXPECT_TRUE(joiner.last<wire::RoomsFound>()->rooms.empty());
    joiner.say(wire::Join{room, cid(4)});
    EXPECT_EQ(joiner.last<wire::PostRefused>()->code, Refusal::no_change);
    maker.say(wire::MembersGet{room});
    EXPECT_EQ(maker.last<wire::Members>()->people, (std::vector<wire::Person>{{alice, "Alice"}, {bob, "Bob"}}));
}

TEST_F(HubMembership, M5_WhoLeavesGetsNothingMore) {
    auto maker = live("alice", "pc-1");
    auto leaver = live("bob", "pc-2");
    const RoomId room = make(maker, wire::RoomKind::closed, "Budget", {"bob"});
    maker.sync(room);
    leaver.sync(room);
    world().in_one_turn([&] {
        maker.post(room, cid(2), "you still hear this");
        leaver.say(wire::Leave{room, cid(2), {}});
        maker.post(room, cid(3), "not this");
    });
    EXPECT_EQ(leaver.heard(), std::vector<std::string>{"you still hear this"});
    EXPECT_EQ(leaver.last<wire::RoomGone>()->room, room);
    EXPECT_EQ(kinds(maker), (Kinds{wire::EventKind::message, wire::EventKind::left, wire::EventKind::message}));
    leaver.post(room, cid(4), "from outside");
    EXPECT_EQ(leaver.last<wire::PostRefused>()->code, Refusal::not_a_member);
    auto back = resume("bob", "pc-2", leaver.welcome());
    const wire::Welcome welcome = back.welcome();
    for (const wire::Room& listed : welcome.rooms) {
        EXPECT_NE(listed.id, room);
    }
}

TEST_F(HubMembership, M5_APageThatWasUnderWayWhenOneLeftIsNotGiven) {
    auto maker = live("alice", "pc-1");
    auto leaver = live("bob", "pc-2");
    const RoomId room = make(maker, wire::RoomKind::closed, "Budget", {"bob"});
    maker.post(room, cid(2), "secret");
    world().hold_store();
    leaver.say(wire::Leave{room, cid(2), {}});
    leaver.page_before(7, room, 10, 10);
    leaver.sync(room);
    world().release_store();
    EXPECT_FALSE(leaver.last<wire::PageResult>());
    EXPECT_FALSE(leaver.last<wire::Synced>());
    EXPECT_EQ(leaver.last<wire::Error>()->code, Refusal::not_a_member);
}

TEST_F(HubMembership, M5_AnInvitationMakesAMemberAtOnceOrAtTheNextLogin) {
    auto maker = live("alice", "pc-1");
    auto here = live("bob", "pc-2");
    const RoomId room = make(maker, wire::RoomKind::closed, "Budget");
    maker.sync(room);
    maker.say(wire::Invite{room, cid(2), {}, "bob"});
    EXPECT_EQ(here.last<wire::RoomAdded>()->room.id, room);
    EXPECT_EQ(maker.last<wire::EventMessage>()->event.whom, (wire::Person{bob, "Bob"}));
    here.say(wire::Invite{room, cid(2), {}, "carol"});
    auto later = live("carol", "pc-3");
    EXPECT_EQ(later.welcome().rooms.at(2).id, room);
    maker.say(wire::Invite{room, cid(3), {}, "carol"});
    EXPECT_EQ(maker.last<wire::PostRefused>()->code, Refusal::no_change);
    maker.say(wire::Invite{room, cid(3), {}, "nobody"});
    EXPECT_EQ(maker.last<wire::PostRefused>()->code, Refusal::no_such_account);
}

TEST_F(HubMembership, M5_TwoPeopleHaveOneDirectRoom) {
    auto one = live("alice", "pc-1");
    auto other = live("bob", "pc-2");
    const RoomId room = make(one, wire::RoomKind::direct, "", {"bob"});
    EXPECT_EQ(other.last<wire::RoomAdded>()->room.people, (std::vector<wire::Person>{{alice, "Alice"}, {bob, "Bob"}}));
    EXPECT_EQ(make(other, wire::RoomKind::direct, "", {"alice"}, 5), room);
    EXPECT_TRUE(other.last<wire::Posted>()->duplicate);
    one.say(wire::Leave{room, cid(2), {}});
    EXPECT_EQ(one.last<wire::PostRefused>()->code, Refusal::not_allowed);
    one.say(wire::Invite{room, cid(2), {}, "carol"});
    EXPECT_EQ(one.last<wire::PostRefused>()->code, Refusal::not_allowed);
    one.say(wire::CreateRoom{cid(3), wire::RoomKind::direct, "", {"alice"}});
    EXPECT_EQ(one.last<wire::PostRefused>()->code, Refusal::no_such_account) << "not with oneself";
}

TEST_F(HubMembership, M3_ARepeatIsAnsweredWhateverBecameOfTheMembership) {
    auto maker = live("alice", "pc-1");
    auto leaver = live("bob", "pc-2");
    const RoomId room = make(maker, wire::RoomKind::closed, "Budget", {"bob"});
    leaver.post(room, cid(1), "so long");
    leaver.say(wire::Leave{room, cid(2), {}});
    leaver.post(room, cid(1), "so long");
    EXPECT_TRUE(leaver.last<wire::Posted>()->duplicate);
    leaver.say(wire::Leave{room, cid(2), {}});
    EXPECT_TRUE(leaver.last<wire::Posted>()->duplicate);
    EXPECT_EQ(leaver.last<wire::Posted>()->seq.value, 3);
    EXPECT_EQ(make(maker, wire::RoomKind::closed, "Budget", {"bob"}), room) << "the room is made once";
    EXPECT_TRUE(maker.last<wire::Posted>()->duplicate);
}

TEST_F(HubMembership, M5_PublicNamesAreTakenAndPrivateOnesTellNothing) {
    auto maker = live("alice", "pc-1");
    auto other = live("bob", "pc-2");
    make(maker, wire::RoomKind::open, "Cantine", {}, 1);
    make(maker, wire::RoomKind::closed, "Budget", {}, 2);
    other.say(wire::CreateRoom{cid(1), wire::RoomKind::open, "Cantine", {}});
    EXPECT_EQ(other.last<wire::PostRefused>()->code, Refusal::name_taken);
    EXPECT_FALSE(other.last<wire::PostRefused>()->room);
    make(other, wire::RoomKind::open, "Budget", {}, 2);
    other.say(wire::CreateRoom{cid(3), wire::RoomKind::closed, " ", {}});
    EXPECT_EQ(other.last<wire::PostRefused>()->code, Refusal::bad_request);
}

TEST_F(HubMembership, M2_AnArchivedRoomIsReadAndNothingFollows) {
    auto maker = live("alice", "pc-1");
    auto member = live("bob", "pc-2");
    const RoomId room = make(maker, wire::RoomKind::open, "Projet", {"bob"});
    member.sync(room);
    member.say(wire::Archive{room, cid(1), {}});
    EXPECT_EQ(member.last<wire::PostRefused>()->code, Refusal::not_allowed) << "whoever made it may";
    maker.say(wire::Archive{room, cid(2), {}});
    EXPECT_EQ(member.last<wire::EventMessage>()->event.kind, wire::EventKind::archived);
    member.post(room, cid(3), "too late");
    EXPECT_EQ(member.last<wire::PostRefused>()->code, Refusal::archived);
    member.page_before(1, room, 100, 10);
    EXPECT_EQ(member.last<wire::PageResult>()->events.size(), 2U);
    auto later = live("carol", "pc-3");
    later.say(wire::RoomsGet{});
    EXPECT_TRUE(later.last<wire::RoomsFound>()->rooms.empty());
    member.say(wire::Leave{room, cid(4), {}});
    EXPECT_EQ(member.last<wire::RoomGone>()->room, room);
}

TEST_F(HubMembership, M5_MembershipSurvivesARestart) {
    auto maker = live("alice", "pc-1");
    const RoomId room = make(maker, wire::RoomKind::closed, "Budget", {"bob"});
    world().restart();
    auto member = live("bob", "pc-2");
    auto stranger = live("carol", "pc-3");
    member.sync(room);
    EXPECT_EQ(member.caught_up().size(), 1U);
    stranger.sync(room);
    EXPECT_EQ(stranger.last<wire::Error>()->code, Refusal::not_a_member);
}

}  // namespace workspace::testing
