#include <gtest/gtest.h>

#include "checkers/frame_cost.hpp"
#include "checkers/questions.hpp"
#include "play/play.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::sim {
namespace {

using namespace core;

const std::string kAMorning =
    "people p1..p4 on w1..w4\nrooms general\n"
    "w1..w4: log in\nwithin 5 s: w1..w4 is live\n"
    "w1: say \"good \\\"morning\\\"\" in general\nwithin 1 s: w2..w4 has \"good \\\"morning\\\"\" in general\n";

/// What is broken in it, one a line.
std::string broken_in(const std::string& head, const std::string& lines) {
    const Parsed read = parse("scenario \"a test\"\n" + head + kAMorning + lines);
    EXPECT_TRUE(read.mistakes.empty()) << read.mistakes.front().words;
    std::string text;
    for (const Broken& broken : play(read.scenario, {}).broken) {
        text += broken.rule + ": " + broken.sentence + '\n';
    }
    return text;
}

TEST(Economy, AMorningIsWithinTheBounds) {
    EXPECT_EQ(broken_in("", ""), "");
}

TEST(Economy, ALoginThatCostsMoreThanTheHeadAllowsIsBroken) {
    EXPECT_EQ(broken_in("economy at most 11 messages a login\n", ""), "");
    EXPECT_NE(broken_in("economy at most 10 messages a login\n", "").find("economy: a login costs 11 messages"),
              std::string::npos);
}

TEST(Economy, AMessageThatCostsMoreThanTheHeadAllowsIsBroken) {
    EXPECT_NE(broken_in("economy at most 20 bytes a message\n", "").find("economy: a message costs "),
              std::string::npos);
}

TEST(Economy, AttemptsToConnectAreCountedOverAMinute) {
    const std::string lines = "server: stop\nwait 5 min\n";
    EXPECT_EQ(broken_in("", lines), "");
    EXPECT_NE(broken_in("economy at most 8 attempts a minute\n", lines).find("tries to connect 9 times in a minute"),
              std::string::npos);
}

TEST(Economy, WhatIsCountedIsTheTextAsItStandsInJson) {
    wire::EventMessage message;
    message.event.body = "a \"quoted\"\nline";
    const std::string with = wire::encode(message);
    FrameCost cost;
    cost.begin(with);
    EXPECT_FALSE(cost.beside_what_is_in_it());
    cost.add(message);
    const auto beside = cost.beside_what_is_in_it();
    message.event.body.clear();
    const std::string without = wire::encode(message);
    EXPECT_LE(beside, static_cast<std::int64_t>(without.size()));
    EXPECT_GE(beside, static_cast<std::int64_t>(without.size()) - 4);  // a line's end may be \n or \u000a
}

TEST(Economy, AnAnswerIsDueOnceForEachQuestion) {
    DueAnswers due;
    due.expect(wire::Beat{}, 1);
    due.expect(wire::Sync{}, 2);
    EXPECT_TRUE(due.take(kAnswer<wire::BeatAnswer>));
    EXPECT_FALSE(due.take(kAnswer<wire::BeatAnswer>));
    EXPECT_TRUE(due.take(kAnswer<wire::Synced>));
    EXPECT_TRUE(due.take(kAnswer<wire::Synced>));
    EXPECT_FALSE(due.take(kAnswer<wire::Synced>));
    EXPECT_TRUE(due.take(kAnswer<wire::Probe>)) << "what no question asks for is always due";
}

TEST(Economy, EachPostMayCostOneOperationOfTheStore) {
    DueOperations due;
    due.expect(wire::Leave{}, 1);
    EXPECT_TRUE(due.take(kOperation<Append>));
    EXPECT_FALSE(due.take(kOperation<Append>));
    EXPECT_FALSE(due.take(kOperation<FindPosts>));
    EXPECT_TRUE(due.take(kOperation<Detach>));
}

}  // namespace
}  // namespace workspace::sim
