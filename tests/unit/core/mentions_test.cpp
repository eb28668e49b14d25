#include "workspace/core/history/mentions.hpp"

#include <gtest/gtest.h>

namespace workspace::core {
namespace {

using Names = std::vector<std::string>;

TEST(Mentions, H6_AreTheNamesBehindAnAt) {
    EXPECT_EQ(mentioned_in("@bob, see @Alice and @bob"), (Names{"alice", "bob"}));
    EXPECT_EQ(mentioned_in("(@jean-luc) @a.b_c"), (Names{"a.b_c", "jean-luc"}));
    EXPECT_EQ(mentioned_in("nobody @ all, @"), Names{});
    EXPECT_EQ(mentioned_in(""), Names{});
}

TEST(Mentions, H6_AnAddressMentionsNobody) {
    EXPECT_EQ(mentioned_in("mail bob@example.org"), Names{});
    EXPECT_EQ(mentioned_in("é@bob"), Names{});
}

TEST(Mentions, H6_ASentenceEndsBehindAName) {
    EXPECT_TRUE(mentions("Is it you, @bob?", "bob"));
    EXPECT_TRUE(mentions("Ask @bob.", "bob"));
    EXPECT_TRUE(mentions("Ask @bob.", "Bob."));
    EXPECT_FALSE(mentions("@bobby", "bob"));
    EXPECT_FALSE(mentions("bob", "bob"));
}

TEST(Mentions, H6_AllIsEverybody) {
    EXPECT_TRUE(mentions("@all lunch!", "anybody"));
    EXPECT_FALSE(mentions("@alle", "anybody"));
}

TEST(Mentions, H6_AreBounded) {
    std::string flood;
    for (int i = 0; i < 1000; ++i) {
        flood += "@n" + std::to_string(i) + " ";
    }
    EXPECT_LE(mentioned_in(flood).size(), 64U);
    EXPECT_EQ(mentioned_in("@" + std::string(1000, 'x')), Names{});
}

}  // namespace
}  // namespace workspace::core
