#include "commands/bugs.hpp"
#include "commands/commands.hpp"

#include <gtest/gtest.h>

namespace workspace::sim {
namespace {

#ifdef WORKSPACE_ZOO

std::string mistake(const std::string& name) {
    try {
        (void)bugs_of({name});
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

TEST(Bugs, ANameIsFoundAndNoNameIsAllOfThem) {
    const auto one = bugs_of({"late_claim_wins"});
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(one.front().bug, core::zoo::Bug::late_claim_wins);
    EXPECT_EQ(bugs_of({}).size(), core::zoo::kSpecies.size());
}

TEST(Bugs, AnUnknownNameIsAnsweredWithTheNearest) {
    EXPECT_EQ(mistake("late_claim_win"), "there is no seeded bug `late_claim_win`; did you mean late_claim_wins?");
    EXPECT_EQ(mistake("outbox"),
              "there is no seeded bug `outbox`; did you mean outbox_is_not_saved, outbox_forgets_when_sent?");
    EXPECT_EQ(mistake("xyz"), "there is no seeded bug `xyz`; `workspace-sim selftest --list` names them");
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
    EXPECT_THROW((void)bugs_of({"late_claim_wins"}), UsageError);
    EXPECT_THROW(LetOut{std::string{"late_claim_wins"}}, UsageError);
    EXPECT_NO_THROW(LetOut{std::string{}});
}

#endif

}  // namespace
}  // namespace workspace::sim
