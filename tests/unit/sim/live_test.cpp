#include <gtest/gtest.h>

#include "live/chronicle.hpp"
#include "live/playable.hpp"
#include "play/play.hpp"

namespace workspace::sim {
namespace {

using Texts = std::vector<std::string>;

Scenario read(const std::string& lines) {
    const Parsed parsed =
        parse("scenario \"a test\"\nrules S4\npeople alice, bob\nworkstations pc, tower\nrooms general\n" + lines);
    EXPECT_TRUE(parsed.mistakes.empty()) << parsed.mistakes.front().words;
    return parsed.scenario;
}

Chronicle simulated(const Scenario& scenario) {
    ChronicleTaker taker;
    const Outcome outcome = play(scenario, {.seed = 1, .also_watch = {&taker}});
    EXPECT_TRUE(outcome.well());
    return taker.chronicle();
}

std::string reason(const std::string& lines) {
    const auto why = why_not_live(read(lines), std::chrono::minutes{1});
    return why ? std::to_string(why->line) + " " + why->reason : "";
}

TEST(Chronicle, SaysWhatCameOfARun) {
    const Chronicle chronicle =
        simulated(read("pc: log in as alice\ntower: log in as bob\nwithin 2 s: everyone is live\n"
                       "pc: say \"hello\" in general\nwithin 1 s: tower has \"hello\" in general\n"
                       "tower: react \"+1\" to message 1 in general\nwithin 1 s: tower has sent everything\n"
                       "tower: log out\nwithin 1 s: count is 1\n"));
    EXPECT_EQ(chronicle, (Chronicle{{"leases", "alice"},
                                    {"general, members", "alice, bob, newcomer"},
                                    {"general, message 1", "alice message \"hello\", +1 by bob"},
                                    {"general, message 2", "bob reaction of 1 +1"},
                                    {"pc", "live as alice, shows 1 connected"},
                                    {"pc in general", "holds 1..2, 1 unread"},
                                    {"tower", "signed out"}}));
}

TEST(Chronicle, TheSameIsNoDifference) {
    const Chronicle one{{"leases", "alice"}};
    EXPECT_EQ(differences(one, one), Texts{});
}

TEST(Chronicle, ADifferenceIsSaid) {
    const Chronicle then{{"leases", "alice"}, {"general, message 1", "alice message \"a\""}, {"pc", "live"}};
    const Chronicle now{{"leases", "bob"}, {"general, message 2", "alice message \"a\""}, {"pc", "live"}};
    EXPECT_EQ(differences(then, now),
              (Texts{"general, message 1: `alice message \"a\"` in the simulated run, nothing in the live one",
                     "general, message 2: nothing in the simulated run, `alice message \"a\"` in the live one",
                     "leases: `alice` in the simulated run, `bob` in the live one"}));
}

TEST(Chronicle, OfManyDifferencesTenAreSaid) {
    Chronicle then;
    for (int i = 0; i < 25; ++i) {
        then["message " + std::to_string(i)] = "said";
    }
    const Texts said = differences(then, {});
    ASSERT_EQ(said.size(), 11U);
    EXPECT_EQ(said.back(), "15 more differences");
}

TEST(Playable, WhatNoRealMachineDoesToOrderIsSkippedWithItsLine) {
    EXPECT_EQ(reason("pc: log in as alice\ndisk: be full\n"), "7 disk: be full: a real disk does not break to order");
    EXPECT_EQ(reason("store sqlite\nserver: lose power\n"),
              "7 server: lose power: a real computer is not switched off");
    EXPECT_EQ(reason("server: set the wall clock 1 h back\n"),
              "6 server: set the wall clock 1 h back: the real server's clock is this computer's");
    EXPECT_EQ(reason("account alice: be locked\n"),
              "6 account alice: be locked: it takes an administrator of the real server");
    EXPECT_EQ(reason("queue 4096\n"), "0 queue: the real server's queues have their own bound");
}

TEST(Playable, WhatALiveClientsOwnComputerDoesIsPlayed) {
    EXPECT_EQ(reason("pc: sleep\npc: wake\npc: run the clock 1000 ppm faster\npc: go dark\nserver: be killed\n"
                     "server: start\npc: be reinstalled\npc: become a copy of tower\n"),
              "");
}

TEST(Playable, WhatWaitsForTooLongIsSkipped) {
    EXPECT_EQ(reason("wait 20 s\nfor 40 s: count is 0\nwithin 1 h: count is 0\n"), "");
    EXPECT_EQ(reason("wait 21 s\nfor 40 s: count is 0\n"), "0 it waits for 61 s, and --at-most is 1 min");
}

}  // namespace
}  // namespace workspace::sim
