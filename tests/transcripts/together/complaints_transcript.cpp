#include "together/together_transcript.hpp"

/// The complaints that this project began with, seen from the clients. (The fifth is about starting a program twice:
/// the single instance is the host's, and is tested there.)
namespace workspace::testing::together {
namespace {

using namespace core;
using client::Phase;

// ---- 1: log out, log in again at once ------------------------------------------------------------------------------

TEST_F(Together, Complaint1_FiftyLogoutsAndLoginsInARowWaitForTheCountAtMost) {
    Program& pc = live("alice", "pc-1");
    for (int i = 0; i < 50; ++i) {
        world().command(pc, client::SignOut{});
        const auto out = becomes(pc, Phase::signed_out);
        ASSERT_TRUE(out);
        EXPECT_LT(*out, milliseconds{100});
        EXPECT_TRUE(world().store().leases().empty()) << "S4: the row is gone when the answer is there";
        world().log_in(pc, "alice");
        const auto in = becomes(pc, Phase::live);
        ASSERT_TRUE(in) << "round " << i;
        EXPECT_LT(*in, Duration{kPresenceGather} + milliseconds{100})
            << "P4, P6: `welcome` waits for the count, at most";
    }
    for (const auto& failure : pc.failures) {
        ADD_FAILURE() << failure.reason;
    }
}

TEST_F(Together, Complaint1_AfterAKillOfTheClient) {
    Program& pc = live("alice", "pc-1");
    for (int i = 0; i < 10; ++i) {
        world().kill(pc);
        world().start(pc);
        const auto in = becomes(pc, Phase::live);
        ASSERT_TRUE(in);
        EXPECT_LT(*in, milliseconds{200});
    }
}

TEST_F(Together, Complaint1_AfterAKillWithThePasswordTypedAgain) {
    Program& pc = live("alice", "pc-1");
    world().kill(pc);
    pc.session.reset();
    world().start(pc);
    world().log_in(pc, "alice");
    const auto in = becomes(pc, Phase::live);
    ASSERT_TRUE(in);
    EXPECT_LT(*in, milliseconds{200});
}

TEST_F(Together, Complaint1_AfterAConnectionThatDiedSilently) {
    Program& pc = live("alice", "pc-1");
    world().darken(pc);
    world().run(milliseconds{500});
    world().kill(pc);
    world().lighten(pc);
    world().start(pc);
    const auto in = becomes(pc, Phase::live);
    ASSERT_TRUE(in);
    EXPECT_LT(*in, milliseconds{200}) << "S5: the same account from the same workstation is never asked to wait";
}

TEST_F(Together, Complaint1_AfterAKillOfTheServer) {
    Program& pc = live("alice", "pc-1");
    world().run(seconds{20});
    world().kill_server();
    world().run(seconds{1});
    EXPECT_NE(pc.phase(), Phase::live);
    world().start_server();
    const auto in = becomes(pc, Phase::live);
    ASSERT_TRUE(in);
    EXPECT_LT(*in, seconds{3});
    world().command(pc, client::SignOut{});
    EXPECT_TRUE(becomes(pc, Phase::signed_out));
    world().log_in(pc, "alice");
    EXPECT_TRUE(becomes(pc, Phase::live));
}

TEST_F(Together, Complaint1_FromAnotherComputerAfterALogout) {
    Program& first = live("alice", "pc-1");
    world().command(first, client::SignOut{});
    EXPECT_TRUE(becomes(first, Phase::signed_out));
    live("alice", "pc-2");
}

// ---- 2: live messages, and exactly what was missed ------------------------------------------------------------------

TEST_F(Together, Complaint2_EachSeesTheOthersMessagesLive) {
    Program& one = live("alice", "pc-1");
    Program& two = live("bob", "pc-2");
    for (int i = 0; i < 20; ++i) {
        Program& speaker = i % 2 == 0 ? one : two;
        Program& hearer = i % 2 == 0 ? two : one;
        world().say(speaker, general, "message " + std::to_string(i));
        const auto heard =
            world().until([&] { return hearer.told[general].size() == static_cast<std::size_t>(i + 1); }, seconds{2});
        ASSERT_TRUE(heard) << i;
        EXPECT_LT(*heard, milliseconds{100});
    }
    world().run(seconds{1});
    EXPECT_EQ(bodies(one, general), bodies(two, general));
}

TEST_F(Together, Complaint2_WhoWasCutOffGetsWhatItMissedOnceAndInOrder) {
    Program& one = live("alice", "pc-1");
    Program& two = live("bob", "pc-2");
    world().say(one, general, "0");
    world().run(seconds{1});
    world().darken(two);
    for (int i = 1; i <= 30; ++i) {
        world().say(one, general, std::to_string(i));
        world().run(seconds{1});
    }
    EXPECT_NE(two.phase(), Phase::live) << "S9: it has noticed";
    world().lighten(two);
    ASSERT_TRUE(becomes(two, Phase::live));
    world().run(seconds{2});
    std::vector<std::pair<MessageSeq, MessageSeq>> expected;
    for (std::int64_t seq = 1; seq <= 31; ++seq) {
        expected.emplace_back(MessageSeq{seq}, MessageSeq{seq});
    }
    EXPECT_EQ(two.told[general], expected);
    EXPECT_EQ(bodies(one, general), bodies(two, general));
}

// ---- 3: history -----------------------------------------------------------------------------------------------------

TEST_F(Together, Complaint3_TenThousandMessagesAreReadBackToTheFirst) {
    world().fill(general, bob, 10'000);
    Program& pc = live("alice", "pc-1");
    world().run(seconds{2});
    world().kill_server();
    world().start_server();
    world().kill(pc);
    world().start(pc);
    ASSERT_TRUE(becomes(pc, Phase::live));
    world().run(seconds{2});
    int pages = 0;
    ASSERT_NE(pc.client->timeline(general), nullptr);
    while (pc.client->timeline(general)->next_hole(std::nullopt, 1)) {
        ASSERT_LT(++pages, 100);
        const int before = pc.pages;
        world().command(pc, client::LoadOlder{general, std::nullopt, kPageLimitMax});
        ASSERT_TRUE(world().until([&] { return pc.pages > before; }, seconds{5}));
    }
    const auto& events = pc.client->timeline(general)->events();
    ASSERT_EQ(events.size(), 10'000U);
    EXPECT_EQ(events.begin()->second.body, "filled 1");
    EXPECT_EQ(events.rbegin()->second.body, "filled 10000");
}

// ---- 4: a second account on a workstation ---------------------------------------------------------------------------

TEST_F(Together, Complaint4_ASecondAccountWaitsUntilTheFirstHasLoggedOut) {
    Program& first = live("alice", "pc-1");
    Program& second = world().program("bob on pc-1", "pc-1");
    world().log_in(second, "bob");
    ASSERT_TRUE(becomes(second, Phase::stopped));
    EXPECT_EQ(second.stop()->refusal, Refusal::workstation_busy);
    EXPECT_EQ(second.stop()->holder.value().account_name, "alice");
    EXPECT_TRUE(first.live());
    EXPECT_EQ(count(first), 1);
    world().command(first, client::SignOut{});
    ASSERT_TRUE(becomes(first, Phase::signed_out));
    world().log_in(second, "bob");
    const auto in = becomes(second, Phase::live);
    ASSERT_TRUE(in);
    EXPECT_LT(*in, milliseconds{200});
}

// ---- 6: the same account from a second workstation ------------------------------------------------------------------

TEST_F(Together, Complaint6_AConfirmedTakeoverWorksAndTheFirstDoesNotFightBack) {
    Program& first = live("alice", "pc-accueil");
    Program& second = world().program("alice on pc-atelier", "pc-atelier");
    world().log_in(second, "alice");
    ASSERT_TRUE(becomes(second, Phase::stopped));
    EXPECT_EQ(second.stop()->refusal, Refusal::session_elsewhere);
    EXPECT_EQ(second.stop()->holder.value().workstation, "pc-accueil");
    EXPECT_TRUE(second.stop()->may_use_here);
    EXPECT_TRUE(first.live());
    world().run(seconds{10});
    world().command(second, client::UseHere{});
    ASSERT_TRUE(becomes(second, Phase::live));
    ASSERT_TRUE(becomes(first, Phase::stopped));
    EXPECT_EQ(first.stop()->close, CloseCode::superseded);
    EXPECT_EQ(first.stop()->holder.value().workstation, "pc-atelier");
    const int sockets = first.sockets_opened;
    world().run(std::chrono::minutes{30});
    EXPECT_EQ(first.sockets_opened, sockets);
    EXPECT_TRUE(second.live());
    EXPECT_EQ(count(second), 1);
    // And it may be taken back, by a person.
    world().log_in(first, "alice");
    ASSERT_TRUE(becomes(first, Phase::stopped));
    world().command(first, client::UseHere{});
    ASSERT_TRUE(becomes(first, Phase::live));
    EXPECT_TRUE(becomes(second, Phase::stopped));
}

TEST_F(Together, Complaint6_ADeadFirstConnectionIsTakenOverWithoutAQuestion) {
    Program& first = live("alice", "pc-accueil");
    world().darken(first);
    world().run(seconds{1});
    Program& second = world().program("alice on pc-atelier", "pc-atelier");
    world().log_in(second, "alice");
    const auto in = becomes(second, Phase::live);
    ASSERT_TRUE(in);
    EXPECT_LT(*in, Duration{Limits{}.probe} + milliseconds{300}) << "S6: at most the probe";
    world().lighten(first);
    ASSERT_TRUE(becomes(first, Phase::stopped));
    EXPECT_EQ(first.stop()->refusal, Refusal::superseded);
    EXPECT_TRUE(first.stop()->needs_password);
    EXPECT_TRUE(second.live());
}

TEST_F(Together, Complaint6_ARestartedDisplacedClientIsStillDisplaced) {
    Program& first = live("alice", "pc-accueil");
    world().darken(first);
    live("alice", "pc-atelier");
    world().kill(first);
    world().lighten(first);
    world().run(std::chrono::hours{30});
    world().start(first);
    ASSERT_TRUE(becomes(first, Phase::stopped));
    EXPECT_EQ(first.stop()->refusal, Refusal::superseded);
}

// ---- 7: the count ---------------------------------------------------------------------------------------------------

TEST_F(Together, Complaint7_AfterTwoHundredRandomStepsEachCountIsTheServers) {
    std::vector<Program*> pcs;
    const std::vector<std::string> people{"alice", "bob", "carol"};
    for (int i = 0; i < 4; ++i) {
        pcs.push_back(&world().program("pc-" + std::to_string(i), "pc-" + std::to_string(i)));
    }
    for (int i = 0; i < 200; ++i) {
        Program& pc = *pcs[world().chance().jitter(pcs.size())];
        switch (world().chance().jitter(8)) {
            case 0:
            case 1: world().log_in(pc, people[world().chance().jitter(people.size())]); break;
            case 2: world().command(pc, client::SignOut{}); break;
            case 3: world().command(pc, client::UseHere{}); break;
            case 4:
                world().kill(pc);
                world().start(pc);
                break;
            case 5: world().cut(pc); break;
            case 6: world().darken(pc); break;
            default: world().lighten(pc); break;
        }
        world().run(milliseconds{static_cast<std::int64_t>(world().chance().jitter(3000))});
        if (i % 10 == 9) {
            for (Program* each : pcs) {
                world().lighten(*each);
            }
            world().run(seconds{40});
            ASSERT_EQ(world().differences(), std::vector<std::string>{}) << "step " << i;
            ASSERT_LE(world().store().connected_people(), 3);
        }
    }
}

}  // namespace
}  // namespace workspace::testing::together
