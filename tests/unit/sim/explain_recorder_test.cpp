#include "explain/recorder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "unit/sim/explain_story.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::sim {
namespace {

namespace wire = core::wire;
using Fate = History::Fate;
using Kind = History::Kind;
using Track = History::Track;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const History::Entry& entry_of(const History& history, std::string_view text) {
    const auto found = std::find_if(history.entries.begin(), history.entries.end(),
                                    [&](const auto& e) { return e.text.starts_with(text); });
    if (found == history.entries.end()) {
        throw std::logic_error("no entry that begins so: " + std::string{text});
    }
    return *found;
}

const History::Band& band_of(const History& history, std::size_t lane, Track track, std::string_view what) {
    const auto found = std::find_if(history.bands.begin(), history.bands.end(), [&](const auto& b) {
        return b.lane == lane && b.track == track && b.what == what;
    });
    if (found == history.bands.end()) {
        throw std::logic_error("no band: " + std::string{what});
    }
    return *found;
}

wire::Typing typing(std::int64_t room) {
    return {{room}};
}

/// One program that is connected.
class Connected : public ::testing::Test {
protected:
    Connected() {
        story.start_server();
        connection = story.connect(program);
    }
    [[nodiscard]] std::vector<Fate> fates(std::string_view type) const {
        std::vector<Fate> result;
        const History history = story.history();
        for (const auto& entry : history.entries) {
            if (entry.arrow && entry.text.starts_with(type)) {
                result.push_back(entry.arrow->fate);
            }
        }
        return result;
    }

    ExplainStory story{};
    Program& program = story.program("pc-1", "pc");
    core::ConnectionId connection;
};

TEST_F(Connected, AFrameIsAnArrowFromWhenItWasSaidToWhenItArrived) {
    story.say(program, wire::Logout{});
    const History::Entry entry = entry_of(story.history(), "logout");
    EXPECT_EQ(entry.lane, 1U);
    ASSERT_TRUE(entry.arrow.has_value());
    EXPECT_EQ(entry.arrow->to, 0U);
    EXPECT_EQ(entry.arrow->fate, Fate::arrived);
    EXPECT_EQ(entry.arrow->until - entry.at, core::milliseconds{6});
}

TEST_F(Connected, WhatHasNotArrivedWhenItsConnectionEndsIsLost) {
    story.say(program, typing(1), false);
    EXPECT_THAT(fates("typing"), ::testing::ElementsAre(Fate::unknown));
    story.recorder().disconnected(story.world(), connection);
    EXPECT_THAT(fates("typing"), ::testing::ElementsAre(Fate::lost));
}

TEST_F(Connected, WhatWasOvertakenIsLost) {
    story.say(program, typing(1), false);
    story.say(program, typing(2));
    EXPECT_THAT(fates("typing"), ::testing::ElementsAre(Fate::lost, Fate::arrived));
}

TEST_F(Connected, WhatIsSaidIntoADarkNetworkIsLostAtOnce) {
    program.link.dark_up = true;
    story.say(program, typing(1), false);
    EXPECT_THAT(fates("typing"), ::testing::ElementsAre(Fate::lost));
}

TEST_F(Connected, WhatIsUnderWayWhenTheServerDiesIsLost) {
    story.say(program, typing(1), false);
    story.recorder().server_gone(story.world());
    EXPECT_THAT(fates("typing"), ::testing::ElementsAre(Fate::lost));
}

TEST_F(Connected, ADownwardFrameArrivesWhereTheClientGetsIt) {
    story.recorder().server_said(story.world(), {connection}, wire::Probe{});
    story.recorder().server_said(story.world(), {connection}, wire::LoggedOut{});
    EXPECT_THAT(fates("probe"), ::testing::ElementsAre(Fate::unknown));
    story.pass(core::milliseconds{2});
    story.recorder().frame_reached(connection, wire::encode(wire::ServerMessage{wire::Probe{}}) + "\n" +
                                                   wire::encode(wire::ServerMessage{wire::LoggedOut{}}));
    EXPECT_THAT(fates("probe"), ::testing::ElementsAre(Fate::arrived));
    EXPECT_THAT(fates("logged_out"), ::testing::ElementsAre(Fate::arrived));
}

TEST_F(Connected, WhatNoBrainSaidIsAnArrowToo) {
    story.recorder().frame_arrived(story.world(), program, connection, "{\"t\":\"\x1b[31m");
    const History::Entry entry = entry_of(story.history(), "not a message");
    EXPECT_EQ(entry.lane, 1U);
    EXPECT_EQ(entry.arrow->fate, Fate::arrived);
}

TEST_F(Connected, ASocketThatIsOpenedAnewGivesUpTheOneBefore) {
    story.recorder().opens_socket(story.world(), program);
    story.recorder().opens_socket(story.world(), program);
    EXPECT_THAT(fates("opens"), ::testing::ElementsAre(Fate::arrived, Fate::lost, Fate::unknown));
}

TEST_F(Connected, FramesAreShortAndHoldNoSecret) {
    const auto proof = program.computer.prove(testing::id_of<core::Challenge>("challenge"));
    story.say(program, wire::Login{"alice", core::SecretText{"hunter2"}, proof, std::nullopt, std::nullopt});
    story.say(program,
              wire::Post{{1}, testing::id_of<core::ClientId>("cid"), std::nullopt, std::string(4000, 'x'), {}});
    const History history = story.history();
    for (const auto& entry : history.entries) {
        EXPECT_LE(entry.text.size(), 2 * FrameText::kTextCharactersMax);
        EXPECT_LE(entry.details.size(), FrameText::kDetailsCharactersMax + 8);
        EXPECT_THAT(entry.text + entry.details, Not(HasSubstr("hunter2")));
    }
    EXPECT_THAT(entry_of(history, "login").text, StartsWith("login name alice"));
    EXPECT_THAT(entry_of(history, "post").text, StartsWith("post room 1 cid "));
}

TEST_F(Connected, BeatsAreMinor) {
    story.say(program, wire::Beat{});
    story.answer(program, wire::BeatAnswer{{{}, {1}, 1, std::string(16, 'a')}, {}});
    const History history = story.history();
    EXPECT_TRUE(entry_of(history, "beat").minor);
    EXPECT_TRUE(entry_of(history, "beat_answer").minor);
    EXPECT_FALSE(entry_of(history, "hello").minor);
}

TEST_F(Connected, AFaultIsInTheLaneThatItNamesAndItsEffectIsDatedBackToIt) {
    story.recorder().fault(story.world(), "pc-1 sleeps");
    const auto then = story.now() - World::kBegin;
    program.asleep = true;
    story.pass(core::seconds{3});
    story.recorder().stepped(story.world());
    const History history = story.history();
    EXPECT_EQ(entry_of(history, "pc-1 sleeps").lane, 1U);
    EXPECT_EQ(band_of(history, 1, Track::trouble, "asleep").from, then);
    EXPECT_EQ(band_of(history, 1, Track::trouble, "asleep").to, history.end);
}

TEST_F(Connected, AFaultThatNamesNobodyIsEverywhere) {
    story.recorder().fault(story.world(), "heal pc-17");
    EXPECT_EQ(entry_of(story.history(), "heal").lane, History::kEverywhere);
}

TEST_F(Connected, TheServersDiskIsABand) {
    story.disk().full = true;
    story.recorder().stepped(story.world());
    story.pass(core::seconds{1});
    story.disk().full = false;
    story.recorder().stepped(story.world());
    const History history = story.history();
    const auto& full = band_of(history, 0, Track::trouble, "disk full");
    EXPECT_EQ(full.to - full.from, core::seconds{1});
}

TEST_F(Connected, LeasesAndTheCountFollowTheStore) {
    core::Detach detach{{1}, {1}, core::LeaseCause::silent, {}};
    core::EndLease end{{1}, {1}, true, false, core::LeaseCause::grace_over, {}};
    story.grant(program, 1, "alice", 1);
    story.pass(core::seconds{1});
    story.recorder().carried_out(story.world(), detach, core::LeaseChanged{true}, true);
    story.pass(core::seconds{8});
    story.recorder().carried_out(story.world(), end, core::LeaseChanged{false}, true);
    story.recorder().carried_out(story.world(), end, core::LeaseChanged{true}, true);
    const History history = story.history();
    ASSERT_EQ(history.leases.size(), 2U);
    EXPECT_TRUE(history.leases[0].live);
    EXPECT_EQ(history.leases[0].to - history.leases[0].from, core::seconds{1});
    EXPECT_EQ(history.leases[0].lane, 1U);
    EXPECT_FALSE(history.leases[1].live);
    EXPECT_EQ(history.leases[1].to - history.leases[1].from, core::seconds{8});
    ASSERT_EQ(history.counts.size(), 3U);
    EXPECT_EQ(history.counts[1].people, 1);
    EXPECT_EQ(history.counts[2].people, 0);
}

TEST_F(Connected, AfterARestartLeasesAreThoseOfTheStore) {
    story.grant(program, 1, "alice", 1);
    story.recorder().server_gone(story.world());
    story.pass(core::seconds{1});
    core::StoredWorld stored;
    stored.leases = {ExplainStory::lease(program, 1, "alice", 1), ExplainStory::lease(program, 2, "robot", 1)};
    stored.leases[0].state = stored.leases[1].state = core::LeaseState::detached;
    stored.bots = {{2}};
    story.recorder().server_started(story.world(), stored);
    const History history = story.history();
    EXPECT_EQ(history.leases.size(), 3U);
    EXPECT_EQ(history.counts.back().people, 1);
    EXPECT_EQ(history.counts.back().bots, 1);
    EXPECT_EQ(band_of(history, 0, Track::state, "down").to, core::Duration::zero());
}

TEST(ExplainRecorder, ATakeoverMovesTheLeaseToTheOtherLane) {
    ExplainStory story;
    story.tell_of_a_takeover();
    const History history = story.history();
    ASSERT_EQ(history.leases.size(), 3U);
    EXPECT_EQ(history.leases[0].account, "alice");
    EXPECT_EQ(history.leases[0].lane, 1U);
    EXPECT_EQ(history.leases[2].account, "alice");
    EXPECT_EQ(history.leases[2].lane, 2U);
    EXPECT_EQ(history.leases[0].to, history.leases[2].from);
}

TEST(ExplainRecorder, KeepsTheLastEntriesAndSaysHowManyItLetGo) {
    ExplainStory story(10);
    Program& program = story.program("pc-1", "pc");
    story.start_server();
    story.connect(program);
    for (int i = 0; i < 100; ++i) {
        story.say(program, typing(i + 1), false);
    }
    story.recorder().disconnected(story.world(), core::ConnectionId{program.socket});  // most are gone by now
    const History history = story.history();
    EXPECT_EQ(history.entries.size(), 10U);
    EXPECT_EQ(history.dropped + history.entries.size(), 107U);
    EXPECT_EQ(history.entries[8].text, "typing room 100");
    EXPECT_EQ(history.entries[8].arrow->fate, Fate::lost);
}

TEST(ExplainRecorder, ABrokenRuleStandsAfterWhatHappenedAtItsTime) {
    ExplainStory story;
    story.start_server();
    const Broken broken{"S1", "alice has two leases", "leases", story.now()};
    story.pass(core::seconds{1});
    story.recorder().settled(story.world());
    const History history = story.recorder().history({broken});
    ASSERT_EQ(history.entries.size(), 3U);
    EXPECT_EQ(history.entries[1].kind, Kind::broken);
    EXPECT_EQ(history.entries[1].rule, "S1");
    EXPECT_THAT(history.entries[1].text, HasSubstr("alice has two leases"));
}

}  // namespace
}  // namespace workspace::sim
