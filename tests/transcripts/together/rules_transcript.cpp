#include <set>

#include "together/together_transcript.hpp"

/// Rules that only show where the server and several clients meet.
namespace workspace::testing::together {
namespace {

using namespace core;
using client::Phase;

TEST_F(Together, S12_TwoComputersOnBadNetworksDoNotTakeAnAccountFromEachOther) {
    Program& first = live("alice", "pc-1");
    Program& second = world().program("alice on pc-2", "pc-2");
    world().log_in(second, "alice");
    ASSERT_TRUE(becomes(second, Phase::stopped));
    world().command(second, client::UseHere{});
    ASSERT_TRUE(becomes(second, Phase::live));
    std::set<std::string> holders;
    for (int i = 0; i < 200; ++i) {
        Program& pc = world().chance().jitter(2) == 0 ? first : second;
        switch (world().chance().jitter(4)) {
            case 0: world().cut(pc); break;
            case 1: world().darken(pc); break;
            case 2: world().lighten(pc); break;
            default:
                world().kill(pc);
                world().start(pc);
                break;
        }
        world().run(milliseconds{static_cast<std::int64_t>(world().chance().jitter(8000))});
        for (const auto& [account, lease] : world().store().leases()) {
            holders.insert(lease.workstation_label);
        }
        ASSERT_FALSE(first.live());
    }
    EXPECT_EQ(holders, std::set<std::string>{"pc-2"}) << "nobody asked for another";
    world().lighten(first);
    world().lighten(second);
    EXPECT_TRUE(becomes(second, Phase::live));
}

TEST_F(Together, S7_AnEvictedPersonMayComeBackByHand) {
    Program& first = live("alice", "pc-1");
    world().darken(first);
    world().run(milliseconds{100});
    Program& second = world().program("bob on pc-1", "pc-1");
    world().log_in(second, "bob");
    ASSERT_TRUE(becomes(second, Phase::live));
    world().lighten(first);
    ASSERT_TRUE(becomes(first, Phase::stopped)) << "S12: it does not displace bob by itself";
    world().run(std::chrono::minutes{5});
    EXPECT_TRUE(second.live());
    EXPECT_EQ(first.phase(), Phase::stopped);
    world().command(second, client::Quit{});
    ASSERT_TRUE(world().until([&] { return second.ended; }, seconds{3}));
    world().log_in(first, "alice");
    EXPECT_TRUE(becomes(first, Phase::live));
}

TEST_F(Together, S4_QuitAndStartAgainNeedNoPassword) {
    Program& pc = live("alice", "pc-1");
    world().command(pc, client::Quit{});
    ASSERT_TRUE(world().until([&] { return pc.ended; }, seconds{3}));
    EXPECT_TRUE(world().store().leases().empty());
    world().kill(pc);
    world().run(std::chrono::hours{72});
    world().start(pc);
    EXPECT_TRUE(becomes(pc, Phase::live));
}

TEST_F(Together, S9_AGhostIsGoneAfterTwentySeconds) {
    Program& one = live("alice", "pc-1");
    Program& two = live("bob", "pc-2");
    world().run(seconds{1});
    EXPECT_EQ(count(one), 2);
    world().darken(two);
    const auto gone = world().until([&] { return count(one) == 1; }, seconds{60});
    ASSERT_TRUE(gone);
    EXPECT_LE(*gone, Duration{seconds{21}});
    world().lighten(two);
    ASSERT_TRUE(becomes(two, Phase::live)) << "S14: the refresh token brings it back";
}

TEST_F(Together, S10_ARestartOfTheServerLosesAndLocksOutNobody) {
    std::vector<Program*> pcs{&live("alice", "pc-1"), &live("bob", "pc-2"), &live("carol", "pc-3")};
    world().run(seconds{15});
    for (int i = 0; i < 5; ++i) {
        world().kill_server();
        world().run(milliseconds{static_cast<std::int64_t>(world().chance().jitter(20'000))});
        world().start_server();
        for (Program* pc : pcs) {
            ASSERT_TRUE(becomes(*pc, Phase::live, Duration{kReconnectMax} + seconds{1}));
        }
        world().run(seconds{7});
        ASSERT_EQ(world().differences(), std::vector<std::string>{});
    }
}

TEST_F(Together, P5_WithinABeatEveryCountIsTheServers) {
    std::vector<Program*> pcs{&live("alice", "pc-1"), &live("bob", "pc-2"), &live("carol", "pc-3")};
    world().run(seconds{6});
    for (const Program* pc : pcs) {
        EXPECT_EQ(count(*pc), 3);
    }
    world().command(*pcs[0], client::SignOut{});
    const auto seen = world().until([&] { return count(*pcs[1]) == 2 && count(*pcs[2]) == 2; }, seconds{6});
    ASSERT_TRUE(seen);
    EXPECT_LT(*seen, milliseconds{250}) << "P6";
}

TEST_F(Together, M6_AFailingStoreKeepsTheOrder) {
    Program& one = live("alice", "pc-1");
    Program& two = live("bob", "pc-2");
    std::vector<std::string> said;
    for (int i = 0; i < 60; ++i) {
        if (i % 7 == 3) {
            world().fail_store(1 + static_cast<int>(world().chance().jitter(5)));
        }
        said.push_back(std::to_string(i));
        world().say(one, general, said.back());
        world().run(milliseconds{static_cast<std::int64_t>(world().chance().jitter(60))});
    }
    ASSERT_TRUE(world().until([&] { return one.outbox.empty(); }, std::chrono::minutes{2}));
    ASSERT_TRUE(becomes(two, Phase::live));
    world().run(seconds{2});
    EXPECT_EQ(bodies(two, general), said);
}

TEST_F(Together, M6_PostsInFlightAtACutAppearOnceAndInOrder) {
    Program& one = live("alice", "pc-1");
    std::vector<std::string> said;
    for (int i = 0; i < 200; ++i) {
        said.push_back(std::to_string(i));
        world().say(one, general, said.back());
        if (i % 9 == 8) {
            world().run(milliseconds{static_cast<std::int64_t>(world().chance().jitter(12))});
            world().cut(one);
        }
    }
    ASSERT_TRUE(world().until([&] { return one.outbox.empty(); }, std::chrono::minutes{2}));
    world().run(seconds{2});
    EXPECT_EQ(bodies(one, general), said);
}

TEST_F(Together, M6_AFullOutboxGoesOutAtTheServersRateOverOneConnection) {
    Program& one = live("alice", "pc-1");
    std::vector<std::string> said;
    for (std::size_t i = 0; i < kOutboxEntriesMax; ++i) {
        said.push_back(std::to_string(i));
        world().say(one, general, said.back());
    }
    const auto took = world().until([&] { return one.outbox.empty(); }, std::chrono::minutes{2});
    ASSERT_TRUE(took);
    EXPECT_LT(*took, Duration{seconds{20}});
    EXPECT_EQ(one.sockets_opened, 1);
    world().run(seconds{2});
    EXPECT_EQ(bodies(one, general), said);
}

TEST_F(Together, M7_WhatWasSaidBeforeAKillIsSentAfterTheStart) {
    Program& one = live("alice", "pc-1");
    world().darken(one);
    world().run(seconds{20});
    world().say(one, general, "first");
    world().say(one, general, "second");
    world().kill(one);
    world().lighten(one);
    world().start(one);
    ASSERT_TRUE(world().until([&] { return one.outbox.empty(); }, seconds{20}));
    world().run(seconds{1});
    EXPECT_EQ(bodies(one, general), (std::vector<std::string>{"first", "second"}));
}

TEST_F(Together, H2_ASlowReaderComesBackAndFetches) {
    Program& one = live("alice", "pc-1");
    Program& two = live("bob", "pc-2");
    std::vector<std::string> said;
    for (int i = 0; i < 40; ++i) {
        said.push_back(std::to_string(i));
        world().say(one, general, said.back());
        if (i % 5 == 4) {
            world().overflow(two);
        }
        world().run(milliseconds{50});
    }
    ASSERT_TRUE(becomes(two, Phase::live));
    world().run(seconds{2});
    EXPECT_EQ(bodies(two, general), said);
}

TEST_F(Together, H3_TooMuchWasMissedItShowsTheNewestPageAndFillsTheHoleOnDemand) {
    Program& pc = live("alice", "pc-1");
    world().fill(general, bob, 20);
    ASSERT_TRUE(becomes(pc, Phase::live));
    world().run(seconds{2});
    world().darken(pc);
    world().run(seconds{20});
    world().fill(general, bob, 2000);
    world().lighten(pc);
    ASSERT_TRUE(becomes(pc, Phase::live));
    world().run(seconds{2});
    ASSERT_NE(pc.client->timeline(general), nullptr);
    const client::RoomTimeline& timeline = *pc.client->timeline(general);
    EXPECT_EQ(timeline.last(), MessageSeq{2020});
    EXPECT_EQ(timeline.complete().intervals().size(), 1U);
    EXPECT_LE(timeline.complete().intervals().back().size(), kResumeEventsMax);
    for (int i = 0; i < 12; ++i) {
        const int before = pc.pages;
        world().command(pc, client::LoadOlder{general, std::nullopt, kPageLimitMax});
        ASSERT_TRUE(world().until([&] { return pc.pages > before; }, seconds{5}));
    }
    EXPECT_EQ(timeline.complete().intervals().front(), (Interval{MessageSeq{1}, MessageSeq{2020}}));
}

TEST_F(Together, H3_ARestoredBackupReplacesWhatClientsHeld) {
    world().fill(general, bob, 30);
    Program& pc = live("alice", "pc-1");
    world().run(seconds{2});
    world().kill_server();
    world().store().restore(general, MessageSeq{10});
    world().start_server();
    ASSERT_TRUE(becomes(pc, Phase::live));
    world().run(seconds{2});
    EXPECT_EQ(bodies(pc, general).size(), 10U);
    world().say(pc, general, "after");
    world().run(seconds{2});
    ASSERT_FALSE(bodies(pc, general).empty());
    EXPECT_EQ(bodies(pc, general).back(), "after");
}

/// Everything at once, then two quiet seconds: H5, M3, M6, P5.
class TogetherStorm : public Together, public ::testing::WithParamInterface<std::uint64_t> {};

TEST_P(TogetherStorm, H5_AfterAnyFaultsEveryViewEqualsTheLog) {
    WorldOptions options;
    options.seed = GetParam();
    options.latency_max = milliseconds{80};
    begin(options);
    const RoomId workshop = world().room("workshop");
    const std::vector<std::string> people{"alice", "bob", "carol"};
    std::vector<Program*> pcs;
    for (const std::string& login : people) {
        pcs.push_back(&live(login, "pc of " + login));
    }
    FakeEntropy& chance = world().chance();
    std::map<std::pair<std::string, RoomId>, std::vector<std::string>> said;
    bool server_up = true;
    for (int i = 0; i < 300; ++i) {
        const std::size_t who = chance.jitter(pcs.size());
        Program& pc = *pcs[who];
        switch (chance.jitter(15)) {
            case 0: world().cut(pc); break;
            case 1: world().darken(pc); break;
            case 2: world().lighten(pc); break;
            case 3:
                world().kill(pc);
                world().start(pc);
                break;
            case 6: world().overflow(pc); break;
            case 4: world().fail_store(static_cast<int>(chance.jitter(4))); break;
            case 5:
                if (server_up && chance.jitter(3) == 0) {
                    world().kill_server();
                    server_up = false;
                } else if (!server_up) {
                    world().start_server();
                    server_up = true;
                }
                break;
            default: {
                const RoomId room = chance.jitter(2) == 0 ? general : workshop;
                for (std::uint64_t n = chance.jitter(6); n > 0; --n) {
                    auto& mine = said[{people[who], room}];
                    mine.push_back(people[who] + " " + std::to_string(mine.size()));
                    world().say(pc, room, mine.back());
                }
            }
        }
        world().run(milliseconds{static_cast<std::int64_t>(chance.jitter(700))});
    }
    if (!server_up) {
        world().start_server();
    }
    world().fail_store(0);
    for (Program* pc : pcs) {
        world().lighten(*pc);
    }
    const auto done = [&] {
        return std::all_of(pcs.begin(), pcs.end(), [](const Program* pc) { return pc->live() && pc->outbox.empty(); });
    };
    ASSERT_TRUE(world().until(done, std::chrono::minutes{2})) << "what is stuck: seed " << GetParam();
    world().run(seconds{8});
    EXPECT_EQ(world().differences(), std::vector<std::string>{});
    for (const RoomId room : {general, workshop}) {
        std::map<std::string, std::vector<std::string>> stored;
        for (const wire::Event& event : world().store().log(room)) {
            stored[event.author_name].push_back(event.body);
        }
        for (const std::string& login : people) {
            EXPECT_EQ(stored[login], (said[{login, room}])) << "M3, M6 of " << login;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, TogetherStorm, ::testing::Range<std::uint64_t>(1, 41));

}  // namespace
}  // namespace workspace::testing::together
