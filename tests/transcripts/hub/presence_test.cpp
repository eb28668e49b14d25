#include <vector>

#include "hub_transcript.hpp"
#include "workspace/core/presence/connected_set.hpp"

namespace workspace::testing {

TEST_F(HubTranscript, P1_TheCountIsTheNumberOfLeaseRowsOfPeople) {
    world().add_bot("robot");
    auto first = log_in("alice", "pc-accueil");
    auto robot = log_in("robot", "rack");
    auto second = log_in("bob", "pc-atelier");
    world().advance(1s);
    EXPECT_TRUE(robot.live());
    EXPECT_EQ(world().store().leases().size(), 3U);
    EXPECT_EQ(count(), 2) << "bots are counted apart";
    for (const HubClient* client : {&first, &robot, &second}) {
        EXPECT_EQ(client->shown_count(), 2);
    }
    world().restart();
    EXPECT_EQ(count(), 2);
}

TEST_F(HubTranscript, P2_ABlipAResumeAndATakeoverMoveTheCountByNothing) {
    auto watcher = log_in("bob", "pc-atelier");
    auto client = log_in("alice", "pc-accueil");
    world().advance(1s);
    const PresenceVersion before = world().hub().presence().now.version;
    const wire::Welcome session = client.welcome();
    client.cut();
    world().advance(5s);
    auto back = resume("alice", "pc-accueil", session);
    world().advance(1s);
    back.cut();
    auto elsewhere = log_in("alice", "pc-grange");
    world().advance(1s);
    EXPECT_TRUE(elsewhere.live());
    EXPECT_EQ(world().hub().presence().now.version, before) << "not a single frame";
}

TEST_F(HubTranscript, P3_EveryFrameCarriesBootVersionCountAndHash) {
    auto watcher = log_in("alice", "pc-accueil");
    auto second = log_in("bob", "pc-atelier");
    world().advance(1s);
    second.log_out();
    world().advance(1s);
    const auto changes = watcher.all<wire::PresenceChange>();
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].now.version.value, watcher.welcome().presence.version.value + 1) << "no gap";
    EXPECT_EQ(changes[1].now.version.value, changes[0].now.version.value + 1);
    EXPECT_EQ(changes[0].joined, (std::vector<wire::Person>{{bob, "Bob"}}));
    EXPECT_EQ(changes[1].left, std::vector<AccountId>{bob});
    EXPECT_EQ(changes[1].now.count, 1);
    EXPECT_EQ(changes[1].now.hash, hash_text(member_hash(alice)));
    watcher.beat();
    EXPECT_EQ(watcher.last<wire::BeatAnswer>()->presence, changes[1].now);
    watcher.say(wire::PresenceGet{});
    const auto set = watcher.last<wire::PresenceSet>().value();
    EXPECT_EQ(set.now, changes[1].now);
    EXPECT_EQ(set.people, (std::vector<wire::Person>{{alice, "Alice"}}));
    EXPECT_EQ(world().hub().presence().people, set.people);
}

TEST_F(HubTranscript, P3_ASnapshotIsOfTheVersionThatItNames) {
    auto first = log_in("alice", "pc-accueil");
    first.say(wire::PresenceGet{});
    world().advance(1s);
    auto second = log_in("bob", "pc-atelier");
    first.say(wire::PresenceGet{});
    EXPECT_EQ(first.last<wire::PresenceSet>()->people.size(), 2U);
    EXPECT_EQ(first.last<wire::PresenceSet>()->now, second.welcome().presence);
}

TEST_F(HubTranscript, P3_WhoWantsTheCountAloneGetsNoNames) {
    auto counter = connect("alice", "pc-accueil");
    counter.wish = wire::PresenceWish::count;
    counter.log_in();
    auto second = log_in("bob", "pc-atelier");
    world().advance(1s);
    const auto change = counter.last<wire::PresenceChange>().value();
    EXPECT_EQ(change.now.count, 2);
    EXPECT_TRUE(change.joined.empty());
}

TEST_F(HubTranscript, P3_AnAnswerDoesNotRunAheadOfAGatheredFrame) {
    auto first = log_in("alice", "pc-accueil");  // published at once, and gathering begins
    auto second = log_in("bob", "pc-atelier");
    first.beat();
    EXPECT_EQ(first.last<wire::BeatAnswer>()->presence.count, 1);
    first.say(wire::PresenceGet{});
    EXPECT_EQ(first.last<wire::PresenceSet>()->people.size(), 1U);
    world().advance(200ms);
    EXPECT_EQ(first.shown_count(), 2);
}

TEST_F(HubTranscript, P4_WhoeverIsAdmittedFindsItselfInTheCount) {
    auto first = log_in("alice", "pc-accueil");
    EXPECT_EQ(first.welcome().presence.count, 1);
    auto second = log_in("bob", "pc-atelier");
    EXPECT_FALSE(second.live()) << "welcome waits for the gathered frame";
    world().advance(200ms);
    ASSERT_TRUE(second.live());
    EXPECT_EQ(second.welcome().presence.count, 2);
    EXPECT_TRUE(second.all<wire::PresenceChange>().empty()) << "what came before its welcome is in its stamp";
    auto third = log_in("carol", "pc-grange");
    world().advance(200ms);
    EXPECT_EQ(second.all<wire::PresenceChange>().size(), 1U);
    EXPECT_EQ(second.shown_count(), 3);
}

TEST_F(HubTranscript, P5_WhenNothingChangesEveryoneShowsTheServersSet) {
    auto first = log_in("alice", "pc-accueil");
    auto second = log_in("bob", "pc-atelier");
    auto third = log_in("carol", "pc-grange");
    third.cut();
    world().advance(30s);
    EXPECT_EQ(count(), 2);
    EXPECT_EQ(first.shown_count(), 2);
    EXPECT_EQ(second.shown_count(), 2);
    EXPECT_EQ(first.last<wire::BeatAnswer>()->presence, world().hub().presence().now);
}

TEST_F(HubTranscript, P6_AStormCostsEachClientAFewFrames) {
    constexpr int kPeople = 300;
    auto watcher = log_in("alice", "pc-accueil");
    world().advance(1s);
    std::vector<HubClient> storm;
    storm.reserve(kPeople);
    for (int i = 0; i < kPeople; ++i) {
        const std::string name = "p" + std::to_string(i);
        world().add_person(name);
        storm.push_back(log_in(name, "pc-" + name));
        world().advance(1ms);
    }
    world().advance(1s);
    EXPECT_EQ(watcher.shown_count(), kPeople + 1);
    EXPECT_LE(watcher.all<wire::PresenceChange>().size(), 4U);
    for (const HubClient& client : storm) {
        EXPECT_EQ(client.shown_count(), kPeople + 1);
    }
}

TEST_F(HubTranscript, P6_TheFirstChangeGoesOutAtOnce) {
    auto watcher = log_in("alice", "pc-accueil");
    world().advance(1s);
    auto second = log_in("bob", "pc-atelier");
    EXPECT_EQ(watcher.shown_count(), 2);
}

TEST_F(HubTranscript, P6_WhatComesAndGoesWithinOneGatheringIsNotTold) {
    auto watcher = log_in("alice", "pc-accueil");
    auto second = log_in("bob", "pc-atelier");
    second.cut();
    world().advance(10s);
    const auto version = world().hub().presence().now.version;
    auto third = log_in("carol", "pc-grange");  // at once
    auto fourth = log_in("dan", "pc-cave");     // gathered
    world().handle(hub::ApiLogout{Ticket{1}, dan, world().store().leases().at(dan).epoch});
    world().advance(1s);
    EXPECT_EQ(world().hub().presence().now.version.value, version.value + 1);
    EXPECT_EQ(watcher.shown_count(), 2);
    EXPECT_FALSE(fourth.live());
}

}  // namespace workspace::testing
