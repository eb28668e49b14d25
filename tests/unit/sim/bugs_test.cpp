#include "commands/bugs.hpp"

#include <gtest/gtest.h>

namespace workspace::sim {
namespace {

#ifdef WORKSPACE_ZOO

TEST(Bugs, ANameIsFoundAndNoNameIsAllOfThem) {
    const NamedBugs one = bugs_of({"late_claim_wins"});
    EXPECT_EQ(one.mistake, "");
    ASSERT_EQ(one.bugs.size(), 1U);
    EXPECT_EQ(one.bugs.front().bug, core::zoo::Bug::late_claim_wins);
    EXPECT_EQ(bugs_of({}).bugs.size(), core::zoo::kSpecies.size());
}

TEST(Bugs, AnUnknownNameIsAnsweredWithTheNearest) {
    EXPECT_EQ(bugs_of({"late_claim_win"}).mistake,
              "there is no seeded bug `late_claim_win`; did you mean late_claim_wins?");
    EXPECT_EQ(bugs_of({"outbox"}).mistake,
              "there is no seeded bug `outbox`; did you mean outbox_is_not_saved, outbox_forgets_when_sent?");
    EXPECT_EQ(bugs_of({"xyz"}).mistake,
              "there is no seeded bug `xyz`; `workspace-sim selftest --scenarios FOLDER` lists them");
}

TEST(Bugs, OneIsOutForAsLongAsItsGuardLives) {
    {
        const LetOut let_out(core::zoo::Bug::probe_never_ends);
        EXPECT_TRUE(core::zoo::has(core::zoo::Bug::probe_never_ends));
    }
    EXPECT_FALSE(core::zoo::has(core::zoo::Bug::probe_never_ends));
}

#else

TEST(Bugs, ABuildWithoutThemSaysSo) {
    EXPECT_NE(bugs_of({"late_claim_wins"}).mistake.find("no seeded bugs"), std::string::npos);
    EXPECT_TRUE(bugs_of({}).bugs.empty());
}

#endif

}  // namespace
}  // namespace workspace::sim
