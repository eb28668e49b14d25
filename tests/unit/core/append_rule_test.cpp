#include "workspace/core/dedup/append_rule.hpp"

#include <gtest/gtest.h>

namespace workspace::core {
namespace {

constexpr RoomId kRoom{4};
constexpr BodyFingerprint kBody{1, 2, 3};
constexpr BodyFingerprint kOtherBody{1, 2, 4};

AppendFacts may_post() {
    AppendFacts facts;
    facts.author_live = true;
    facts.member = true;
    return facts;
}

AppendFacts posted_before() {
    AppendFacts facts = may_post();
    facts.earlier = EarlierPost{kRoom, MessageSeq{41}, WallTime{1000}, kBody};
    return facts;
}

std::string_view refusal_in(const AppendDecision& decision) {
    const auto* refusal = std::get_if<Refusal>(&decision);
    return refusal == nullptr ? "none" : name_of(*refusal);
}

TEST(Append, M1_AFirstPostOfAMemberIsNew) {
    EXPECT_TRUE(std::holds_alternative<AppendNew>(decide_append(may_post(), kRoom, kBody)));
}

TEST(Append, S3_AFencedAuthorIsRefusedBeforeAllElse) {
    AppendFacts facts = posted_before();
    facts.author_live = false;
    facts.member = false;
    EXPECT_EQ(refusal_in(decide_append(facts, kRoom, kBody)), "not_live");
}

TEST(Append, M5_ANonMemberIsRefusedEvenForWhatWasPostedBefore) {
    AppendFacts facts = posted_before();
    facts.member = false;
    EXPECT_EQ(refusal_in(decide_append(facts, kRoom, kBody)), "not_a_member");
}

TEST(Append, M3_ARepeatGetsTheFirstResult) {
    const AppendDecision decision = decide_append(posted_before(), kRoom, kBody);
    const auto* duplicate = std::get_if<AppendDuplicate>(&decision);
    ASSERT_NE(duplicate, nullptr);
    EXPECT_EQ(duplicate->seq, MessageSeq{41});
    EXPECT_EQ(duplicate->at, WallTime{1000});
}

TEST(Append, M3_ARepeatNeedsNoPredecessorAnyMore) {
    AppendFacts facts = posted_before();
    facts.predecessor_stored = false;
    EXPECT_TRUE(std::holds_alternative<AppendDuplicate>(decide_append(facts, kRoom, kBody)));
}

TEST(Append, M3_TheSameIdWithAnotherBodyOrInAnotherRoomIsAConflict) {
    EXPECT_EQ(refusal_in(decide_append(posted_before(), kRoom, kOtherBody)), "conflict");
    EXPECT_EQ(refusal_in(decide_append(posted_before(), RoomId{5}, kBody)), "conflict");
}

TEST(Append, M6_BehindAPredecessorThatIsNotStoredIsHeld) {
    AppendFacts facts = may_post();
    facts.predecessor_stored = false;
    EXPECT_EQ(refusal_in(decide_append(facts, kRoom, kBody)), "held");
}

}  // namespace
}  // namespace workspace::core
