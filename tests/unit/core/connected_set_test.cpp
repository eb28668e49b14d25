#include "workspace/core/presence/connected_set.hpp"

#include <gtest/gtest.h>

namespace workspace::core {
namespace {

TEST(ConnectedSet, P1_TheCountIsTheSizeOfTheSet) {
    ConnectedSet set;
    EXPECT_EQ(set.count(), 0);
    EXPECT_TRUE(set.insert(AccountId{1}, "Alice"));
    EXPECT_TRUE(set.insert(AccountId{2}, "Bob"));
    EXPECT_EQ(set.count(), 2);
    EXPECT_TRUE(set.erase(AccountId{1}));
    EXPECT_EQ(set.count(), 1);
}

TEST(ConnectedSet, P1_TwiceInIsOnceAndTwiceOutIsOut) {
    ConnectedSet set;
    set.insert(AccountId{1}, "Alice");
    const std::uint64_t hash = set.hash();
    EXPECT_FALSE(set.insert(AccountId{1}, "Alice"));
    EXPECT_EQ(set.count(), 1);
    EXPECT_EQ(set.hash(), hash);
    EXPECT_TRUE(set.erase(AccountId{1}));
    EXPECT_FALSE(set.erase(AccountId{1}));
    EXPECT_EQ(set.count(), 0);
    EXPECT_EQ(set.hash(), 0U);
}

TEST(ConnectedSet, P3_TheHashIsThatOfTheDocument) {
    // The vectors of docs/protocol.md: an independent client is held to them.
    EXPECT_EQ(hash_text(member_hash(AccountId{1})), "910a2dec89025cc1");
    EXPECT_EQ(hash_text(member_hash(AccountId{2})), "975835de1c9756ce");
    EXPECT_EQ(hash_text(member_hash(AccountId{9007199254740991})), "24b94facefb6559f");
    EXPECT_EQ(hash_text(0), "0000000000000000");
    ConnectedSet set;
    set.insert(AccountId{2}, "Bob");
    set.insert(AccountId{1}, "Alice");
    EXPECT_EQ(hash_text(set.hash()), "286263caa599b38f");
}

TEST(ConnectedSet, P3_ClearLeavesTheEmptySet) {
    ConnectedSet set;
    set.insert(AccountId{1}, "Alice");
    set.clear();
    EXPECT_EQ(set.hash(), 0U);
    EXPECT_FALSE(set.contains(AccountId{1}));
}

}  // namespace
}  // namespace workspace::core
