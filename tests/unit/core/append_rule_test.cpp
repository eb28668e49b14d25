#include "workspace/core/dedup/append_rule.hpp"

#include <gtest/gtest.h>

namespace workspace::core {
namespace {

constexpr RoomId kRoom{4};
constexpr AccountId kAuthor{1};
constexpr AccountId kOther{2};
constexpr PostFingerprint kHash{1, 2, 3};
constexpr PostFingerprint kOtherHash{1, 2, 4};
const wire::AnyPost kPost = wire::Post{kRoom, {}, {}, "hello"};

AppendFacts may_post() {
    AppendFacts facts;
    facts.author_live = true;
    facts.room = RoomFacts{wire::RoomKind::open, false, kAuthor, MessageSeq{41}, 2, true};
    return facts;
}

AppendFacts posted_before() {
    AppendFacts facts = may_post();
    facts.earlier = EarlierPost{kRoom, MessageSeq{41}, WallTime{1000}, kHash};
    return facts;
}

AppendFacts about_a_message_of(AccountId author) {
    AppendFacts facts = may_post();
    facts.target = wire::Event{MessageSeq{7}, {}, author, "", {}, MessageSeq{7}, "text"};
    return facts;
}

AppendDecision decide(const AppendFacts& facts, const wire::AnyPost& post = kPost,
                      const PostFingerprint& fingerprint = kHash) {
    return decide_append(facts, post, kAuthor, fingerprint);
}

std::string_view refusal_in(const AppendDecision& decision) {
    const auto* refusal = std::get_if<Refusal>(&decision);
    return refusal == nullptr ? "none" : name_of(*refusal);
}

TEST(Append, M1_AFirstPostOfAMemberIsNew) {
    EXPECT_TRUE(std::holds_alternative<AppendNew>(decide(may_post())));
}

TEST(Append, S3_AFencedAuthorIsRefusedBeforeAllElse) {
    AppendFacts facts = posted_before();
    facts.author_live = false;
    facts.room.reset();
    EXPECT_EQ(refusal_in(decide(facts)), "not_live");
}

TEST(Append, M5_ANonMemberIsRefusedAsIfThereWereNoRoom) {
    AppendFacts facts = may_post();
    facts.room->author_is_member = false;
    facts.predecessor_stored = false;
    facts.room->archived = true;
    EXPECT_EQ(refusal_in(decide(facts)), "not_a_member");
    facts.room.reset();
    EXPECT_EQ(refusal_in(decide(facts)), "not_a_member");
}

TEST(Append, M3_ARepeatGetsTheFirstResult) {
    const AppendDecision decision = decide(posted_before());
    const auto* duplicate = std::get_if<AppendDuplicate>(&decision);
    ASSERT_NE(duplicate, nullptr);
    EXPECT_EQ(duplicate->room, kRoom);
    EXPECT_EQ(duplicate->seq, MessageSeq{41});
    EXPECT_EQ(duplicate->at, WallTime{1000});
}

TEST(Append, M3_ARepeatIsAnsweredWhateverBecameOfTheRoom) {
    AppendFacts facts = posted_before();
    facts.predecessor_stored = false;
    facts.room->archived = true;
    facts.room->author_is_member = false;
    EXPECT_TRUE(std::holds_alternative<AppendDuplicate>(decide(facts)));
}

TEST(Append, M3_TheSameIdWithAnotherBodyOrInAnotherRoomIsAConflict) {
    EXPECT_EQ(refusal_in(decide(posted_before(), kPost, kOtherHash)), "conflict");
    EXPECT_EQ(refusal_in(decide(posted_before(), wire::Post{RoomId{5}, {}, {}, "hello"})), "conflict");
}

TEST(Append, M3_WhatIsHashedIsAllThatWasPostedButItsIdAndItsPredecessor) {
    const auto text = [](const wire::AnyPost& post) { return fingerprint_text(post); };
    ClientId id;
    id.value[0] = 1;
    EXPECT_EQ(text(kPost), "hello");
    EXPECT_EQ(text(wire::Post{kRoom, id, id, "hello"}), "hello");
    EXPECT_NE(text(wire::Post{kRoom, {}, {}, "hello", MessageSeq{1}}), "hello");
    const wire::AnyPost edit = wire::Edit{kRoom, {}, {}, MessageSeq{1}, "hello"};
    EXPECT_NE(text(edit), "hello");
    EXPECT_EQ(text(edit), text(wire::Edit{kRoom, id, id, MessageSeq{1}, "hello"}));
    EXPECT_NE(text(edit), text(wire::Edit{kRoom, {}, {}, MessageSeq{2}, "hello"}));
    EXPECT_NE(text(wire::Leave{kRoom, {}, {}}), text(wire::Archive{kRoom, {}, {}}));
}

TEST(Append, M6_BehindAPredecessorThatIsNotStoredIsHeld) {
    AppendFacts facts = may_post();
    facts.predecessor_stored = false;
    EXPECT_EQ(refusal_in(decide(facts)), "held");
}

TEST(Append, M2_NothingFollowsInAnArchivedRoomButLeaving) {
    AppendFacts facts = may_post();
    facts.room->archived = true;
    EXPECT_EQ(refusal_in(decide(facts)), "archived");
    EXPECT_EQ(refusal_in(decide(facts, wire::Leave{kRoom, {}, {}})), "none");
}

TEST(Append, M8_ChangesAreForTheAuthorOfAMessageThatIsThere) {
    for (const wire::AnyPost& change : {wire::AnyPost{wire::Edit{kRoom, {}, {}, MessageSeq{7}, "new"}},
                                        wire::AnyPost{wire::Delete{kRoom, {}, {}, MessageSeq{7}}}}) {
        EXPECT_EQ(refusal_in(decide(about_a_message_of(kAuthor), change)), "none");
        EXPECT_EQ(refusal_in(decide(about_a_message_of(kOther), change)), "not_allowed");
        EXPECT_EQ(refusal_in(decide(may_post(), change)), "no_such_message");
        AppendFacts deleted = about_a_message_of(kAuthor);
        deleted.target->deleted = MessageSeq{9};
        EXPECT_EQ(refusal_in(decide(deleted, change)), "no_such_message");
        AppendFacts no_message = about_a_message_of(kAuthor);
        no_message.target->kind = wire::EventKind::joined;
        EXPECT_EQ(refusal_in(decide(no_message, change)), "no_such_message");
    }
}

TEST(Append, M8_AReactionIsGivenOnceAndTakenBackOnce) {
    const wire::AnyPost give = wire::React{kRoom, {}, {}, MessageSeq{7}, "+", true};
    const wire::AnyPost take = wire::React{kRoom, {}, {}, MessageSeq{7}, "+", false};
    AppendFacts facts = about_a_message_of(kOther);
    EXPECT_EQ(refusal_in(decide(facts, give)), "none");
    EXPECT_EQ(refusal_in(decide(facts, take)), "no_change");
    facts.target->reactions = {{"+", {kOther}}};
    EXPECT_EQ(refusal_in(decide(facts, give)), "none");
    EXPECT_EQ(refusal_in(decide(facts, take)), "no_change");
    facts.target->reactions = {{"+", {kAuthor, kOther}}};
    EXPECT_EQ(refusal_in(decide(facts, give)), "no_change");
    EXPECT_EQ(refusal_in(decide(facts, take)), "none");
    facts.target->reactions = std::vector<wire::Reaction>(kReactionKindsMax, {"-", {kOther}});
    EXPECT_EQ(refusal_in(decide(facts, give)), "too_many");
    facts.target.reset();
    EXPECT_EQ(refusal_in(decide(facts, give)), "no_such_message");
}

TEST(Append, M8_AnAnswerNamesWhatIsInTheLog) {
    EXPECT_EQ(refusal_in(decide(may_post(), wire::Post{kRoom, {}, {}, "yes", MessageSeq{41}})), "none");
    EXPECT_EQ(refusal_in(decide(may_post(), wire::Post{kRoom, {}, {}, "yes", MessageSeq{42}})), "no_such_message");
}

TEST(Append, M5_WhoMayJoin) {
    const wire::AnyPost join = wire::Join{kRoom, {}};
    AppendFacts facts = may_post();
    EXPECT_EQ(refusal_in(decide(facts, join)), "no_change");
    facts.room->author_is_member = false;
    EXPECT_EQ(refusal_in(decide(facts, join)), "none");
    facts.room->members = kMembersMax;
    EXPECT_EQ(refusal_in(decide(facts, join)), "too_many");
    facts.room->kind = wire::RoomKind::closed;
    EXPECT_EQ(refusal_in(decide(facts, join)), "not_a_member");
    facts.room->kind = wire::RoomKind::direct;
    EXPECT_EQ(refusal_in(decide(facts, join)), "not_a_member");
}

TEST(Append, M5_AGuestJoinsNothingMakesNoRoomAndInvitesNobody) {
    AppendFacts facts = may_post();
    facts.author_is_guest = true;
    EXPECT_EQ(refusal_in(decide(facts)), "none") << "it posts where it is";
    EXPECT_EQ(refusal_in(decide(facts, wire::Leave{kRoom, {}, {}})), "none");
    EXPECT_EQ(refusal_in(decide(facts, wire::Invite{kRoom, {}, {}, "bob"})), "not_allowed");
    EXPECT_EQ(refusal_in(decide(facts, wire::CreateRoom{{}, wire::RoomKind::open, "Mine", {}})), "not_allowed");
    facts.room->author_is_member = false;
    EXPECT_EQ(refusal_in(decide(facts, wire::Join{kRoom, {}})), "not_a_member");
}

TEST(Append, M5_WhoMayBeInvited) {
    const wire::AnyPost invite = wire::Invite{kRoom, {}, {}, "bob"};
    AppendFacts facts = may_post();
    EXPECT_EQ(refusal_in(decide(facts, invite)), "none");
    facts.whom_is_member = true;
    EXPECT_EQ(refusal_in(decide(facts, invite)), "no_change");
    facts.all_known = false;
    EXPECT_EQ(refusal_in(decide(facts, invite)), "no_such_account");
    facts.room->kind = wire::RoomKind::direct;
    EXPECT_EQ(refusal_in(decide(facts, invite)), "not_allowed");
    facts = may_post();
    facts.room->members = kMembersMax;
    EXPECT_EQ(refusal_in(decide(facts, invite)), "too_many");
}

TEST(Append, M5_WhoMayLeaveAndArchive) {
    AppendFacts facts = may_post();
    EXPECT_EQ(refusal_in(decide(facts, wire::Leave{kRoom, {}, {}})), "none");
    EXPECT_EQ(refusal_in(decide(facts, wire::Archive{kRoom, {}, {}})), "none");
    facts.room->creator = kOther;
    EXPECT_EQ(refusal_in(decide(facts, wire::Archive{kRoom, {}, {}})), "not_allowed");
    facts.room->creator.reset();
    EXPECT_EQ(refusal_in(decide(facts, wire::Archive{kRoom, {}, {}})), "not_allowed");
    facts.room->kind = wire::RoomKind::direct;
    facts.room->creator = kAuthor;
    EXPECT_EQ(refusal_in(decide(facts, wire::Leave{kRoom, {}, {}})), "not_allowed");
    EXPECT_EQ(refusal_in(decide(facts, wire::Archive{kRoom, {}, {}})), "not_allowed");
}

TEST(Append, M5_WhichRoomsAreMade) {
    const wire::AnyPost create = wire::CreateRoom{{}, wire::RoomKind::open, "Cantine", {"bob"}};
    AppendFacts facts;
    facts.author_live = true;
    EXPECT_EQ(refusal_in(decide(facts, create)), "none");
    facts.name_taken = true;
    EXPECT_EQ(refusal_in(decide(facts, create)), "name_taken");
    facts.all_known = false;
    EXPECT_EQ(refusal_in(decide(facts, create)), "no_such_account");
    facts = AppendFacts{};
    facts.author_live = true;
    facts.direct = EarlierPost{RoomId{9}, MessageSeq{1}, WallTime{5}, {}};
    const AppendDecision there = decide(facts, wire::CreateRoom{{}, wire::RoomKind::direct, "", {"bob"}});
    EXPECT_EQ(std::get<AppendDuplicate>(there).room, RoomId{9});
    facts.direct.reset();
    facts.earlier = EarlierPost{RoomId{9}, MessageSeq{1}, WallTime{5}, kHash};
    EXPECT_EQ(std::get<AppendDuplicate>(decide(facts, create)).room, RoomId{9}) << "M3";
}

}  // namespace
}  // namespace workspace::core
