#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <iterator>

#include "scenario/scenario.hpp"
#include "scenario/tokens.hpp"

namespace workspace::sim {
namespace {

constexpr std::string_view kHead =
    "scenario \"a test\"\n"
    "people alice, bob\n"
    "workstations w1..w3\n"
    "rooms general\n";

Value sample(Slot slot) {
    switch (slot) {
        case Slot::person: return {"alice", 0};
        case Slot::room: return {"general", 0};
        case Slot::program: return {"w2", 0};
        case Slot::text: return {"a \"quoted\" \\ text\nof two lines", 0};
        case Slot::number: return {{}, 17};
        case Slot::time: return {{}, 90'000'000};
        case Slot::name: return {"superseded", 0};
    }
    return {};
}

Statement sample(const PhraseRow& row) {
    Statement statement;
    statement.phrase = row.phrase;
    if (row.scope == Scope::program || row.scope == Scope::view) {
        statement.who = {"w1", "w2", "w3"};
    } else if (row.scope == Scope::account) {
        statement.who = {"bob"};
    }
    if (row.scope == Scope::view) {
        statement.when = When::within;
        statement.span = std::chrono::milliseconds{1500};
    }
    for (const Part& part : parts_of(row.pattern)) {
        if (part.word.empty()) {
            statement.values.push_back(sample(part.slot));
        }
    }
    return statement;
}

std::vector<std::string> mistakes_of(const std::string& lines) {
    std::vector<std::string> texts;
    for (const Mistake& mistake : parse(std::string(kHead) + lines).mistakes) {
        texts.push_back(std::to_string(mistake.line) + ":" + std::to_string(mistake.column) + " " + mistake.words);
    }
    return texts;
}

using Texts = std::vector<std::string>;

TEST(ScenarioLanguage, WhatIsPrintedOfEachPhraseIsReadAgain) {
    for (const PhraseRow& row : phrases()) {
        const Statement statement = sample(row);
        const Parsed parsed = parse(std::string(kHead) + "store sqlite\n" + print(statement) + "\n");
        ASSERT_TRUE(parsed.mistakes.empty()) << print(statement) << ": " << parsed.mistakes.front().words;
        ASSERT_EQ(parsed.scenario.statements.size(), 1U) << print(statement);
        EXPECT_TRUE(parsed.scenario.statements[0].same_as(statement)) << print(statement);
        EXPECT_EQ(parsed.scenario.statements[0].line, 6);
    }
}

TEST(ScenarioLanguage, WhatIsPrintedOfAWholeScenarioIsReadAgain) {
    const std::string text =
        "scenario \"all of the head\"\n"
        "rules S4 P1\n"
        "seed 9\n"
        "policy takeover\n"
        "economy at most 11 messages a login\n"
        "economy at most 250 bytes a message\n"
        "economy at most 14 attempts a minute\n"
        "queue 4096\n"
        "people p1..p5 on w1..w5\n"
        "people alice\n"
        "bots b1\n"
        "workstations pc, pc#2\n"
        "rooms general, atelier\n"
        "\n"
        "w1..w5: log in\n"
        "now: count is 5\n"
        "wait 90 s\n"
        "everyone: be killed\n"
        "for 1500 ms: everyone is waiting\n";
    const Parsed parsed = parse(text);
    ASSERT_TRUE(parsed.mistakes.empty()) << parsed.mistakes.front().words;
    EXPECT_EQ(print(parsed.scenario), text);
}

TEST(ScenarioLanguage, AMistakeSaysWhereItIsAndWhatWasMeant) {
    EXPECT_EQ(mistakes_of("w1: lg out\n"), Texts{"5:5 here there is `lg`; did you mean `log`?"});
    EXPECT_EQ(mistakes_of("w1: logout\n"), Texts{"5:5 here there is `logout`; did you mean `log out`?"});
    EXPECT_EQ(mistakes_of("w1: login as alice\n"), Texts{"5:5 here there is `login`; did you mean `log in`?"});
    EXPECT_EQ(mistakes_of("witin 2 s: count is 1\n"), Texts{"5:1 here there is `witin`; did you mean `within`?"});
    EXPECT_EQ(mistakes_of("roms general\n"), Texts{"5:1 no line begins with `roms`; did you mean `rooms`?"});
    EXPECT_EQ(mistakes_of("sleep 3 s\n"),
              Texts{"5:1 no line begins with `sleep`; who does it stands first, with a colon: `pc: log out`"});
    EXPECT_EQ(mistakes_of("now: w1 is stopped by superceded\n"),
              Texts{"5:23 `superceded` stops nobody; did you mean `superseded`?"});
    EXPECT_EQ(mistakes_of("w1: log in as alic\n"), Texts{"5:15 there is no person `alic`; did you mean `alice`?"});
    EXPECT_EQ(mistakes_of("w9: log out\n"), Texts{"5:1 there is no workstation `w9`; did you mean `w1`?"});
    EXPECT_EQ(mistakes_of("w1: say \"hi\" in generl\n"),
              Texts{"5:17 there is no room `generl`; did you mean `general`?"});
    EXPECT_EQ(mistakes_of("w1: say hi in general\n"),
              Texts{"5:9 here a text in \"quotes\" is missing (straight ones, `\\\"` within them)"});
    EXPECT_EQ(mistakes_of("w1: say \"hi in general\n"), Texts{"5:9 this text has no closing \""});
    EXPECT_EQ(mistakes_of("wait 2 parsecs\n"), Texts{"5:8 `parsecs` is no unit of time: ms, s, min, h or d"});
    EXPECT_EQ(mistakes_of("wait 500ms\n"),
              Texts{"5:6 `500ms` is no number; put a blank behind the number, as in `500 ms`"});
    EXPECT_EQ(mistakes_of("wait 0.5 s\n"), Texts{"5:6 numbers are whole: `500 ms`, not `0.5 s`"});
    EXPECT_EQ(mistakes_of("within -5 ms: count is 1\n"), Texts{"5:8 a time is not negative"});
    EXPECT_EQ(mistakes_of("rules S4 Z9\n").front().substr(0, 19), "5:10 `Z9` is no rul");
    EXPECT_EQ(mistakes_of("w1: log out now\n"), Texts{"5:13 nothing is expected here, but there is `now`"});
    EXPECT_EQ(mistakes_of("within 2 s count is 1\n"), Texts{"5:12 here a `:` is missing"});
    EXPECT_EQ(mistakes_of("economy at most 3 miles a login\n"),
              Texts{"5:19 `miles` is none of messages, bytes or attempts"});
    EXPECT_EQ(mistakes_of("economy at most 3 messages a minute\n"), Texts{"5:30 here a `login` is missing"});
    EXPECT_EQ(mistakes_of("people a, b on c\n"), Texts{"5:8 these are 2 people on 1 workstations: one each"});
}

TEST(ScenarioLanguage, AWaitOfASwarmCanBeReadAgain) {
    const Parsed parsed = parse("scenario \"x\"\npeople alice\nworkstations w1\nwait 11772600 us\n");
    ASSERT_TRUE(parsed.mistakes.empty()) << parsed.mistakes.front().words;
    EXPECT_EQ(parsed.scenario.statements.front().values.front().number, 11'772'600);
}

TEST(ScenarioLanguage, WhatAnEditorForWindowsPutsInIsNoMistake) {
    EXPECT_TRUE(parse("\xEF\xBB\xBFscenario \"x\"\r\npeople alice\r\nworkstations w1\r\nw1: log in as alice\r\n")
                    .mistakes.empty());
}

TEST(ScenarioLanguage, WhatNeedsADiskSaysSo) {
    EXPECT_EQ(mistakes_of("server: lose power\n"),
              Texts{"5:1 this needs a line `store sqlite` in the head: the model of a store has no disk"});
    EXPECT_EQ(mistakes_of("store sqlite\nserver: lose power\n"), Texts{});
}

TEST(ScenarioLanguage, AllMistakesOfAFileAreTold) {
    EXPECT_EQ(mistakes_of("w1: fly\nwait\nw1: log out\nserver: dance\n").size(), 3U);
}

TEST(ScenarioLanguage, TheDocumentHasEachPhrase) {
    std::ifstream in(WORKSPACE_SOURCE_DIR "/docs/simulation.md");
    const std::string document{std::istreambuf_iterator<char>(in), {}};
    for (const PhraseRow& row : phrases()) {
        std::string line;
        for (const Part& part : parts_of(row.pattern)) {
            line += line.empty() ? "" : " ";
            for (const char c : part.word.empty() ? name_of(part.slot) : part.word) {
                line += part.word.empty() ? static_cast<char>(c - 'a' + 'A') : c;
            }
        }
        const std::string cell = line + "` | " + std::string(row.meaning) + " |";
        EXPECT_NE(document.find(cell), std::string::npos) << "docs/simulation.md lacks: " << cell;
    }
}

TEST(ScenarioLanguage, RangesAreNamesWithNumbers) {
    EXPECT_EQ(expand("p8", "p11", 100), (Texts{"p8", "p9", "p10", "p11"}));
    EXPECT_TRUE(expand("p1", "q3", 100).empty());
    EXPECT_TRUE(expand("p3", "p1", 100).empty());
    EXPECT_TRUE(expand("p1", "p200", 100).empty());
    EXPECT_EQ(join_names({"a", "p1", "p2", "p3", "z"}), "a, p1..p3, z");
    EXPECT_EQ(join_names({"p1", "p2"}), "p1, p2");
}

}  // namespace
}  // namespace workspace::sim
