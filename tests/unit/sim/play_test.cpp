#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "commands/commands.hpp"
#include "commands/report.hpp"
#include "swarm/profile.hpp"
#include "swarm/shrink.hpp"

namespace workspace::sim {
namespace {

std::string sentences(const Outcome& outcome) {
    std::string text;
    for (const Broken& broken : outcome.broken) {
        text += line_of(broken) + '\n';
    }
    return text;
}

TEST(Play, EachScenarioOfTheProjectHolds) {
    std::size_t played = 0;
    for (const auto& entry : std::filesystem::directory_iterator(WORKSPACE_SOURCE_DIR "/sim/scenarios")) {
        const Read read = read_scenario(entry.path());
        ASSERT_TRUE(read.parsed.mistakes.empty()) << mistakes_text(read);
        const Outcome outcome = play(read.parsed.scenario, {.seed = read.parsed.scenario.seed});
        EXPECT_TRUE(outcome.well()) << entry.path() << '\n' << sentences(outcome);
        ++played;
    }
    EXPECT_GE(played, 10U);
}

TEST(Play, EachComplaintHasAScenario) {
    std::set<char> found;
    for (const auto& entry : std::filesystem::directory_iterator(WORKSPACE_SOURCE_DIR "/sim/scenarios")) {
        if (const std::string name = entry.path().filename(); name.starts_with("complaint_")) {
            found.insert(name.at(std::string_view("complaint_").size()));
        }
    }
    EXPECT_EQ(std::string(found.begin(), found.end()), "1234567");
}

TEST(Play, TheSameSeedGivesTheSameRun) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const Scenario scenario = draw(seed, {});
        const Outcome first = play(scenario, {.seed = seed});
        EXPECT_EQ(first.digest, play(scenario, {.seed = seed}).digest) << "seed " << seed;
        EXPECT_TRUE(first.well()) << "seed " << seed << '\n' << sentences(first);
    }
}

TEST(Play, AScenarioThatWasPrintedIsTheSameRun) {
    const Scenario scenario = draw(7, {});
    const Parsed read = parse(print(scenario));
    ASSERT_TRUE(read.mistakes.empty()) << read.mistakes.front().words;
    EXPECT_EQ(play(read.scenario, {.seed = 7}).digest, play(scenario, {.seed = 7}).digest);
}

TEST(Play, OtherSeedsGiveOtherRuns) {
    const Scenario scenario = draw(7, {});
    EXPECT_NE(play(scenario, {.seed = 7}).digest, play(scenario, {.seed = 8}).digest);
}

TEST(Shrink, WhatNobodyNeedsIsTakenAway) {
    Scenario scenario = draw(11, {});
    Statement count;
    count.phrase = Phrase::count_is;
    count.values = {{{}, 1000}};
    scenario.statements.push_back(count);
    const Shrunk shrunk = shrink(scenario, {.seed = 11}, 500);
    ASSERT_FALSE(shrunk.outcome.well());
    EXPECT_EQ(shrunk.outcome.broken.front().rule, "expected");
    ASSERT_EQ(shrunk.scenario.statements.size(), 1U) << print(shrunk.scenario);
    EXPECT_EQ(print(shrunk.scenario.statements.front()), "now: count is 1000");
    EXPECT_TRUE(shrunk.scenario.population.people.empty());
}

TEST(Swarm, EndsWithTheWorstThatItFound) {
    Figures figures;
    EXPECT_EQ(code_of(figures, true), ExitCode::well);
    EXPECT_EQ(code_of(figures, false), ExitCode::unreached);
    figures.broken = 1;
    EXPECT_EQ(code_of(figures, false), ExitCode::broken);
    figures.differing = 1;
    EXPECT_EQ(code_of(figures, false), ExitCode::differs);
}

TEST(Play, AnExpectationThatDoesNotHoldIsABrokenRuleWithItsLine) {
    const Parsed read = parse(
        "scenario \"not so\"\nrules S4\npeople alice\nworkstations pc\nrooms general\n"
        "pc: log in as alice\nwithin 2 s: count is 7\n");
    ASSERT_TRUE(read.mistakes.empty());
    const Outcome outcome = play(read.scenario, {});
    ASSERT_EQ(outcome.broken.size(), 1U);
    EXPECT_EQ(outcome.broken.front().rule, "S4");
    EXPECT_EQ(outcome.broken.front().sentence, "line 7: within 2 s: count is 7 — but it is 1");
    EXPECT_EQ(outcome.line, 7);
}

}  // namespace
}  // namespace workspace::sim
