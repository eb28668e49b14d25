#include "replay/replay.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "commands/report.hpp"
#include "swarm/profile.hpp"

namespace workspace::sim {
namespace {

/// A capture of each start of the server of a run.
struct Captures {
    std::vector<std::string> texts;

    [[nodiscard]] PlayOptions options(std::uint64_t seed) {
        return {.seed = seed, .captures = [this] {
                    texts.emplace_back();
                    return [this, which = texts.size() - 1](std::string_view line) {
                        texts[which].append(line) += '\n';
                        return true;
                    };
                }};
    }
};

Replayed replay_text(const std::string& text) {
    std::istringstream file(text);
    return replay(file);
}

std::string words(const Replayed& result) {
    return "line " + std::to_string(result.line) + ": " + result.unreadable + result.differs +
           (result.broken.empty() ? "" : result.broken.front());
}

bool well(const Replayed& result) {
    return result.unreadable.empty() && result.differs.empty() && result.broken.empty();
}

std::string captured(const std::string& scenario) {
    const Read read = read_scenario(std::string(WORKSPACE_SOURCE_DIR "/sim/scenarios/") + scenario);
    Captures captures;
    const Outcome outcome = play(read.parsed.scenario, captures.options(read.parsed.scenario.seed));
    EXPECT_TRUE(outcome.well());
    return captures.texts.empty() ? std::string{} : captures.texts.front();
}

const std::string& short_capture() {
    static const std::string text = captured("complaint_1_logged_out_is_free_at_once.scn");
    return text;
}

/// One in so many where everything is slower (WORKSPACE_TEST_SCALE: sanitizers).
std::size_t one_in() {
    const char* scale = std::getenv("WORKSPACE_TEST_SCALE");
    return scale == nullptr ? 1 : std::max(std::strtoul(scale, nullptr, 10), 1UL);
}

TEST(Replay, EachScenarioOfTheProjectPlaysBack) {
    std::size_t digests = 0;
    std::size_t seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(WORKSPACE_SOURCE_DIR "/sim/scenarios")) {
        const Read read = read_scenario(entry.path());
        if (read.text.find("p500") != std::string::npos || read.text.find("p200") != std::string::npos) {
            continue;  // the storms take their time, and are many of the same
        }
        if (seen++ % one_in() != 0) {
            continue;
        }
        Captures captures;
        (void)play(read.parsed.scenario, captures.options(read.parsed.scenario.seed));
        for (const std::string& text : captures.texts) {
            const Replayed result = replay_text(text);
            EXPECT_TRUE(well(result)) << entry.path() << ' ' << words(result);
            digests += result.digests;
        }
    }
    EXPECT_GT(digests, 1000U / one_in() / 2);
}

TEST(Replay, WorldsThatASwarmDrawsPlayBack) {
    std::size_t digests = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Captures captures;
        (void)play(draw(seed, {}), captures.options(seed));
        for (const std::string& text : captures.texts) {
            const Replayed result = replay_text(text);
            EXPECT_TRUE(well(result)) << "seed " << seed << ' ' << words(result);
            digests += result.digests;
        }
    }
    EXPECT_GT(digests, 50U);
}

TEST(Replay, NothingThatWasSaidIsInACapture) {
    const std::string text = captured("hostile_client.scn");
    // Short words come about by chance among so many letters of hashes: they are looked for as whole fields.
    for (const char* word : {"\"alice\"", "mallory", "\"bureau\"", "\"pirate\"", "general", "elsewhere", "\"psst\"",
                             "from the grave", "make_me_admin", "\"twice\"", "GET /"}) {
        EXPECT_EQ(text.find(word), std::string::npos) << word;
    }
}

TEST(Replay, CountsWhatItCompared) {
    const Replayed result = replay_text(short_capture());
    EXPECT_TRUE(well(result)) << words(result);
    EXPECT_GT(result.inputs, 50U);
    EXPECT_GT(result.outputs, result.inputs);
    EXPECT_GT(result.digests, 2U);
    EXPECT_GT(result.elapsed, std::chrono::minutes{3});
}

TEST(Replay, ShowsWhatGoesInAndComesOut) {
    std::istringstream file(short_capture());
    std::ostringstream shown;
    EXPECT_TRUE(well(replay(file, &shown)));
    EXPECT_NE(shown.str().find(R"(s in  {"in":{"connected")"), std::string::npos);
    EXPECT_NE(shown.str().find(R"(s out {"send":{"connection":1,"text":"{\"t\":\"hello\")"), std::string::npos);
}

// ---- files that are not as they were written -----------------------------------------------------------------------

/// The capture with the first `from` behind `mark` replaced.
std::string tampered(const std::string& mark, const std::string& from, const std::string& to) {
    std::string text = short_capture();
    const std::size_t at = text.find(from, text.find(mark));
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(Replay, ATamperedInputDiffers) {
    const Replayed result = replay_text(tampered("\"login\"", "\"outcome\":0", "\"outcome\":1"));
    EXPECT_NE(result.differs.find("captured: "), std::string::npos) << words(result);
    ASSERT_FALSE(result.context.empty());
    EXPECT_GE(result.context.back().number, result.line);
}

TEST(Replay, ATamperedDigestDiffers) {
    std::string text = short_capture();
    char& digit = text[text.find("{\"digest\":\"") + 11];
    digit = digit == '0' ? '1' : '0';
    EXPECT_NE(replay_text(text).differs.find("captured: digest"), std::string::npos);
}

TEST(Replay, ATamperedDrawDiffers) {
    std::string text = short_capture();
    char& digit = text[text.find("{\"drew\":\"") + 9];
    digit = digit == '0' ? '1' : '0';
    EXPECT_FALSE(replay_text(text).differs.empty());
    EXPECT_NE(replay_text(tampered("", "{\"drew\":\"", "{\"drew\":\"00")).differs.find("draws 32 bytes"),
              std::string::npos);
}

TEST(Replay, AMissingLineDiffers) {
    std::string text = short_capture();
    const std::size_t line = text.find("{\"in\":{\"proof_checked\"");
    text.erase(line, text.find('\n', line) + 1 - line);
    EXPECT_FALSE(replay_text(text).differs.empty());
}

TEST(Replay, AServerThatWasKilledLeavesALineHalfWritten) {
    const std::string& text = short_capture();
    const std::size_t cut = text.find("{\"in\":", text.size() / 2) + 20;
    const Replayed result = replay_text(text.substr(0, cut));
    EXPECT_TRUE(well(result)) << words(result);
    EXPECT_EQ(result.end, "");
    EXPECT_GT(result.inputs, 10U);
}

TEST(Replay, WhatIsNoCaptureIsNamed) {
    const auto unreadable = [](const std::string& text) {
        const Replayed result = replay_text(text);
        return std::to_string(result.line) + " " + result.unreadable;
    };
    const std::string head = short_capture().substr(0, short_capture().find('\n') + 1);
    EXPECT_EQ(unreadable(""), "0 it is empty");
    EXPECT_EQ(unreadable("ELF\n"), "1 it is no JSON object");
    EXPECT_EQ(unreadable("{}\n"), "1 it is no line of a capture");
    EXPECT_EQ(unreadable("{\"out\":\"nothing\"}\n"), "1 a capture begins with {\"capture\":1,…}");
    EXPECT_EQ(unreadable("{\"capture\":2}\n"), "1 it is a capture of form 2; this program reads form 1");
    EXPECT_EQ(unreadable("{\"capture\":1,\"at\":[0,0],\"config\":{}}\n"), "1 config.limits is missing");
    EXPECT_EQ(unreadable(head + head), "2 a second beginning");
    const auto input = [&](const std::string& what) { return unreadable(head + what + "\n"); };
    EXPECT_EQ(input(R"({"in":{"sesame":{}},"at":[0,0]})"), "2 in is nothing that is known");
    EXPECT_EQ(input(R"({"in":{"connected":{}},"at":[0,0]})"), "2 in.connected.connection is missing");
    EXPECT_EQ(input(R"({"in":{"connected":{"connection":-1}},"at":[0,0]})"),
              "2 in.connected.connection is no number in its bounds");
    EXPECT_EQ(input(R"({"in":{"proof_checked":{"ticket":1,"outcome":3,"password_version":0}},"at":[0,0]})"),
              "2 in.proof_checked.outcome is no number in its bounds");
    EXPECT_EQ(input(R"({"in":{"frame":{"connection":1,"messages":7}},"at":[0,0]})"), "2 in.frame.messages is no list");
    EXPECT_EQ(input(R"({"in":"timeout","at":[9223372036854775807,0]})"), "2 at is no number in its bounds");
    EXPECT_EQ(input(R"({"drew":"xyz"})"), "2 drew has not the right number of hexadecimal digits");
    EXPECT_EQ(input("{\"in\":\"timeout\",\"at\":[0,0]}\n{\"out\":\"nothing\"}"), "2 its clock goes back");
    EXPECT_EQ(input("{\"end\":\"stopped\"}\n{\"out\":\"nothing\"}"), "2 it goes on after its end");
}

/// Whatever is done to a line, it is named or replayed, and nothing else happens.
TEST(Replay, DamageEndsInWords) {
    const std::string& text = short_capture();
    for (std::size_t step = 1; step <= 300; ++step) {
        std::string damaged = text.substr(0, 60'000);
        damaged[(step * 7919) % damaged.size()] = static_cast<char>('!' + step % 90);
        const Replayed result = replay_text(damaged);
        EXPECT_TRUE(well(result) || result.line > 0) << words(result);
    }
}

}  // namespace
}  // namespace workspace::sim
