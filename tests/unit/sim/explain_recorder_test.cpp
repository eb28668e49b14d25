#include "explain/recorder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "play/play.hpp"
#include "unit/sim/explain_played.hpp"

namespace workspace::sim {
namespace {

using Fate = History::Fate;
using Kind = History::Kind;
using Track = History::Track;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

const std::string kLive = kPair + "everyone: log in\nwithin 2 s: everyone is live\n";

const History::Band& band_of(const History& history, std::size_t lane, Track track, std::string_view what) {
    const auto found = std::find_if(history.bands.begin(), history.bands.end(), [&](const auto& b) {
        return b.lane == lane && b.track == track && b.what == what;
    });
    if (found == history.bands.end()) {
        throw std::logic_error("no band: " + std::string{what});
    }
    return *found;
}

std::vector<Fate> fates(const History& history, std::string_view type) {
    std::vector<Fate> result;
    for (const auto& entry : history.entries) {
        if (entry.arrow && entry.text.find(type) != std::string::npos) {
            result.push_back(entry.arrow->fate);
        }
    }
    return result;
}

TEST(ExplainRecorder, AFrameIsAnArrowFromWhenItWasSaidToWhenItArrived) {
    const History history = played(kLive + "pc: have delay 40 ms to 40 ms\npc: log out\nwait 1 s\n").history;
    const History::Entry& up = entry_of(history, "logout");
    EXPECT_EQ(up.lane, 1U);
    ASSERT_TRUE(up.arrow.has_value());
    EXPECT_EQ(up.arrow->to, 0U);
    EXPECT_EQ(up.arrow->fate, Fate::arrived);
    EXPECT_EQ(up.arrow->until - up.at, core::milliseconds{40});
    const History::Entry& down = entry_of(history, "logged_out");
    EXPECT_EQ(down.lane, 0U);
    EXPECT_EQ(down.arrow->to, 1U);
    EXPECT_EQ(down.arrow->until - down.at, core::milliseconds{40});
}

TEST(ExplainRecorder, WhatIsSaidIntoADarkNetworkIsLost) {
    const History history = played(kLive + "pc: go dark\npc: say \"hello\" in general\nwait 1 s\n").history;
    EXPECT_EQ(entry_of(history, "post room").arrow->fate, Fate::lost);
}

TEST(ExplainRecorder, WhatIsUnderWayWhenTheConnectionIsResetIsLost) {
    const History history =
        played(kLive + "pc: say \"hello\" in general\npc: reset the connection\nwait 1 s\n").history;
    EXPECT_EQ(fates(history, "post room"), (std::vector<Fate>{Fate::lost, Fate::arrived, Fate::arrived}))
        << "the last: of the newcomer in the end";
}

TEST(ExplainRecorder, WhatIsUnderWayWhenTheServerDiesIsLost) {
    const History history = played(kLive + "pc: say \"hello\" in general\nserver: be killed\nserver: start\n").history;
    EXPECT_EQ(fates(history, "post room"), (std::vector<Fate>{Fate::lost, Fate::arrived, Fate::arrived}))
        << "the last: of the newcomer in the end";
    EXPECT_EQ(band_of(history, 0, Track::state, "up").from, core::Duration::zero());
}

TEST(ExplainRecorder, WhatIsSaidToAProgramThatCannotHearItIsLost) {
    const History history =
        played(kLive + "tablet: go dark from the server\npc: say \"hello\" in general\nwait 5 s\n").history;
    std::vector<Fate> to_tablet;
    for (const auto& entry : history.entries) {
        if (entry.arrow && entry.arrow->to == 2 && entry.text.find("hello") != std::string::npos) {
            to_tablet.push_back(entry.arrow->fate);
        }
    }
    EXPECT_THAT(to_tablet, Contains(Fate::lost));
}

TEST(ExplainRecorder, InTheEndNothingIsUnderWay) {
    const History history = played(takeover_scenario()).history;
    std::size_t lost = 0;
    for (const auto& entry : history.entries) {
        lost += entry.arrow && entry.arrow->fate == Fate::lost ? 1 : 0;
        EXPECT_TRUE(!entry.arrow || entry.arrow->fate != Fate::unknown || history.end - entry.at < core::seconds{15})
            << entry.text;
    }
    EXPECT_GT(lost, 0U);
}

TEST(ExplainRecorder, WhatNoBrainSaidIsAnArrowToo) {
    const History history = played(kLive + "pc: send raw \"{oh no\"\nwait 1 s\n").history;
    const History::Entry& entry = entry_of(history, "not a message");
    EXPECT_EQ(entry.lane, 1U);
    EXPECT_EQ(entry.arrow->fate, Fate::arrived);
}

TEST(ExplainRecorder, FramesAreShortAndHoldNoSecret) {
    const std::string body(3000, 'x');
    const History history = played(kPair + "pc: log in as alice with password \"hunter2\"\nwait 2 s\npc: log in\n" +
                                   "within 2 s: pc is live\npc: say \"" + body + "\" in general\nwait 1 s\n")
                                .history;
    for (const auto& entry : history.entries) {
        EXPECT_LE(entry.text.size(), 2 * FrameText::kTextCharactersMax);
        EXPECT_LE(entry.details.size(), FrameText::kDetailsCharactersMax + 8);
        if (entry.kind != Kind::line) {
            EXPECT_THAT(entry.text + entry.details, Not(HasSubstr("hunter2")));
        }
    }
    EXPECT_THAT(entry_of(history, "login").text, StartsWith("login name alice"));
}

TEST(ExplainRecorder, BeatsAreMinor) {
    const History history = played(kLive + "wait 30 s\n").history;
    EXPECT_TRUE(entry_of(history, "beat").minor);
    EXPECT_TRUE(entry_of(history, "beat_answer").minor);
    EXPECT_FALSE(entry_of(history, "hello").minor);
}

TEST(ExplainRecorder, AFaultIsInTheLaneThatItNamesAndItsEffectIsDatedBackToIt) {
    const History history = played(kLive + "pc: sleep\nwait 3 s\npc: wake\n").history;
    const History::Entry& fault = entry_of(history, "pc sleeps");
    EXPECT_EQ(fault.kind, Kind::fault);
    EXPECT_EQ(fault.lane, 1U);
    const auto& band = band_of(history, 1, Track::trouble, "asleep");
    EXPECT_EQ(band.from, fault.at);
    EXPECT_EQ(band.to - band.from, core::seconds{3});
}

TEST(ExplainRecorder, AFaultThatNamesNobodyIsEverywhere) {
    EXPECT_EQ(entry_of(played(kLive + "heal\n").history, "heal").lane, History::kEverywhere);
}

TEST(ExplainRecorder, TheServersDiskIsABand) {
    const History history =
        played(kLive + "disk: be full\nwait 1 s\npc: log out\nwait 1 s\ndisk: be well again\n").history;
    EXPECT_GT(band_of(history, 0, Track::trouble, "disk full").to, core::seconds{1});
    EXPECT_THAT(entry_of(history, "lease of").text, HasSubstr("fails"));
}

TEST(ExplainRecorder, LeasesAndTheCountFollowTheStore) {
    const History history = played(kLive + "pc: go dark\nwait 60 s\n").history;
    const auto of_alice = [&](bool live) {
        return std::find_if(history.leases.begin(), history.leases.end(),
                            [&](const auto& l) { return l.account == "alice" && l.live == live; });
    };
    ASSERT_NE(of_alice(true), history.leases.end());
    ASSERT_NE(of_alice(false), history.leases.end()) << "detached once the silence was noticed";
    EXPECT_EQ(of_alice(true)->lane, 1U);
    EXPECT_EQ(of_alice(true)->to, of_alice(false)->from);
    EXPECT_LT(of_alice(false)->from, of_alice(false)->to);
    std::vector<std::int64_t> people;
    for (const auto& count : history.counts) {
        people.push_back(count.people);
    }
    EXPECT_THAT(people, ::testing::ElementsAre(0, 1, 2, 1, 2, 3)) << "when all was healed, and with the newcomer";
}

TEST(ExplainRecorder, ATakeoverMovesTheLeaseToTheOtherLane) {
    const History history = played(takeover_scenario()).history;
    std::vector<std::size_t> lanes;
    for (const auto& lease : history.leases) {
        if (lease.account == "alice" && lease.live) {
            lanes.push_back(lease.lane);
        }
    }
    EXPECT_THAT(lanes, ::testing::ElementsAre(1U, 2U));
}

TEST(ExplainRecorder, OfTalkItKeepsTheLastAndSaysHowMuchItLetGo) {
    const History all = played(takeover_scenario()).history;
    const History few = played(takeover_scenario(), 10).history;
    EXPECT_EQ(all.dropped, 0U);
    EXPECT_GT(few.dropped, 50U);
    EXPECT_EQ(few.dropped + few.entries.size(), all.entries.size() + 1);
    const auto talk = std::count_if(few.entries.begin(), few.entries.end(), [](const auto& e) {
        return e.kind == Kind::frame || e.kind == Kind::told || e.kind == Kind::wish || e.kind == Kind::store;
    });
    EXPECT_EQ(talk, 10);
    const auto note = std::find_if(few.entries.begin(), few.entries.end(),
                                   [](const auto& e) { return e.text.ends_with("before here are left out"); });
    ASSERT_NE(note, few.entries.end());
    EXPECT_EQ(note->text, std::to_string(few.dropped) + " messages and the like before here are left out");
    EXPECT_EQ(entry_of(few, "pc-accueil goes dark").kind, Kind::fault) << "faults stay, however old";
    EXPECT_EQ(entry_of(few, "line 9: ").kind, Kind::line);
}

TEST(ExplainRecorder, SaysWhichLineIsPlayed) {
    const History history = played(kLive + "pc: go dark\nwait 2 s\n").history;
    const History::Entry& line = entry_of(history, "line 9: wait 2 s");
    EXPECT_EQ(line.kind, Kind::line);
    EXPECT_EQ(line.line, 9U);
    EXPECT_EQ(line.at, entry_of(history, "pc goes dark").at);
}

TEST(ExplainRecorder, CallsRoomsAndAccountsByTheirNames) {
    const History history =
        played(kLive + "pc: create room team\npc: say \"hi\" in general\nwait 1 s\ntablet: join team\nwait 1 s\n")
            .history;
    EXPECT_EQ(entry_of(history, "say “hi”").text, "say “hi” in general");
    EXPECT_THAT(entry_of(history, "alice, post “hi”").text, HasSubstr(": message 1 of general"));
    EXPECT_THAT(entry_of(history, "bob, room_join").text, HasSubstr(" of team"));
}

TEST(ExplainRecorder, ABrokenRuleStandsAfterWhatHappenedAtItsTime) {
    const Played run = played(takeover_scenario());
    ASSERT_THAT(run.broken, SizeIs(1));
    const History::Entry& last = run.history.entries.back();
    EXPECT_EQ(last.kind, Kind::broken);
    EXPECT_EQ(last.rule, "S4");
    EXPECT_THAT(last.text, HasSubstr("line 21: within 2 s: count is 7"));
    EXPECT_EQ(last.at, run.broken.front().at - World::kBegin);
}

TEST(ExplainRecorder, WatchingChangesNothing) {
    const Parsed parsed = parse(takeover_scenario());
    Recorder recorder;
    EXPECT_EQ(play(parsed.scenario, {.seed = 7}).digest,
              play(parsed.scenario, {.seed = 7, .also_watch = {&recorder}}).digest);
}

}  // namespace
}  // namespace workspace::sim
