// The seven complaints about the predecessor, each as a test with real processes: the server, and people who use the
// command-line client on computers of their own. Complaint 5 is about windows: tests/desktop has it.

#include <gtest/gtest.h>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <vector>

#include "support/cable.hpp"
#include "support/office.hpp"

namespace workspace::testing {
namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::string summary(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return "median " + std::to_string(values[values.size() / 2]) + " ms, worst " + std::to_string(values.back()) +
           " ms of " + std::to_string(values.size());
}

class Integration : public ::testing::Test {
protected:
    Integration() : scratch_("complaints"), server_(scratch_.path() / "server") {}

    /// `server_url` empty: straight to the server.
    std::unique_ptr<Person> person(const std::string& name, const std::string& workstation,
                                   const std::string& server_url = {}) {
        return std::make_unique<Person>(Person::At{.name = name,
                                                   .workstation = workstation,
                                                   .server_url = server_url.empty() ? server_.url() : server_url,
                                                   .folder = scratch_.path() / (name + "-on-" + workstation)});
    }
    void serve(const std::vector<std::string>& accounts) {
        for (const auto& account : accounts) {
            server_.add_account(account);
        }
        server_.start();
    }
    void expect_leases(const std::set<std::string>& expected) { EXPECT_EQ(server_.leases(), expected); }

    Scratch scratch_;
    Server server_;
};

// "I log out and am still counted as connected, so I cannot log in again."
TEST_F(Integration, Complaint1_LogOutThenInAgainAtOnce) {
    serve({"alice"});
    // Two computers in turn: on the same one S5 would let her in even over a lease that was left behind.
    const auto here = person("alice", "pc-1");
    const auto there = person("alice", "pc-2");
    std::vector<double> times;
    for (int round = 0; round < scaled(50); ++round) {
        auto& alice = round % 2 == 0 ? *here : *there;
        const auto start = Clock::now();
        alice.come_in();
        times.push_back(ms_since(start));
        expect_leases({"alice"});
        alice.sign_out();
        alice.wait_phase("signed_out");
        expect_leases({});
    }
    std::cout << "log in after log out: " << summary(times) << "\n";
}

TEST_F(Integration, Complaint1_LogInAfterTheClientWasKilled) {
    serve({"alice"});
    for (int round = 0; round < 3; ++round) {
        auto alice = person("alice", "pc-1");
        alice->come_in();
        alice->process().kill();
    }
    auto elsewhere = person("alice", "pc-2");
    const auto start = Clock::now();
    elsewhere->come_in();
    std::cout << "log in elsewhere after kill -9: " << ms_since(start) << " ms\n";
    EXPECT_EQ(elsewhere->facts().count, 1);
}

TEST_F(Integration, Complaint1_LogInOverASilentlyDeadConnection) {
    serve({"alice"});
    Cable cable(server_.port());
    auto first = person("alice", "pc-1", "http://127.0.0.1:" + std::to_string(cable.port()));
    first->come_in();
    cable.freeze();
    // The computer lost its power: it is started again, and the server still holds the frozen connection for alive.
    first->process().kill();
    auto same_pc = person("alice", "pc-1");
    auto start = Clock::now();
    same_pc->come_in();
    std::cout << "same computer, dead link: " << ms_since(start) << " ms\n";

    // A process that stops reading and answering, and closes nothing.
    same_pc->process().signal(SIGSTOP);
    auto elsewhere = person("alice", "pc-2");
    start = Clock::now();
    elsewhere->come_in();
    std::cout << "another computer, dead link (a 2 s probe): " << ms_since(start) << " ms\n";
    EXPECT_EQ(elsewhere->facts().count, 1);
    same_pc->process().signal(SIGCONT);
    same_pc->wait_phase("stopped");
    EXPECT_EQ(same_pc->facts().stop, "superseded");
}

TEST_F(Integration, Complaint1_LogInAfterTheServerWasKilled) {
    serve({"alice"});
    auto alice = person("alice", "pc-1");
    alice->come_in();
    alice->process().kill();
    server_.kill();
    server_.start();
    expect_leases({"alice"});  // detached, not forgotten (S10)
    auto elsewhere = person("alice", "pc-2");
    const auto start = Clock::now();
    elsewhere->come_in();
    std::cout << "log in after kill -9 of the server: " << ms_since(start) << " ms\n";
    EXPECT_EQ(elsewhere->facts().count, 1);
}

// "Messages are neither synchronised nor live."
TEST_F(Integration, Complaint2_MessagesAreLiveAndNoneIsMissed) {
    serve({"alice", "bruno"});
    Cable cable(server_.port());
    auto alice = person("alice", "pc-1");
    auto bruno = person("bruno", "pc-2", "http://127.0.0.1:" + std::to_string(cable.port()));
    alice->come_in();
    bruno->come_in();
    std::vector<double> times;
    for (int i = 0; i < 20; ++i) {
        auto& from = i % 2 == 0 ? *alice : *bruno;
        auto& to = i % 2 == 0 ? *bruno : *alice;
        const std::string body = "live " + std::to_string(i);
        const auto start = Clock::now();
        from.say(body);
        to.wait(body, [&](const Facts& now) { return now.has(body); });
        times.push_back(ms_since(start));
    }
    std::cout << "from one person to the other: " << summary(times) << "\n";
    bruno->wait("20 messages", [&](const Facts& now) { return now.complete_to(20); });

    cable.cut();
    bruno->wait_phase("waiting");
    const int missed = scaled(300);
    for (int i = 0; i < missed; ++i) {
        alice->say("missed " + std::to_string(i));
    }
    alice->wait("her own posts",
                [&](const Facts& now) { return now.head >= 20 + missed && now.complete_to(20 + missed); });
    bruno->say("written while cut off");
    cable.mend();
    bruno->wait("all that was missed", [&](const Facts& now) { return now.complete_to(20 + missed + 1); });
    alice->wait("what bruno wrote", [&](const Facts& now) { return now.has("written while cut off"); });

    auto seen = bruno->facts();
    for (int i = 0; i < missed; ++i) {
        EXPECT_EQ(seen.messages[21 + i].body, "missed " + std::to_string(i));
    }
    EXPECT_EQ(seen.arrival.size(), seen.messages.size()) << "something was told twice";
    EXPECT_TRUE(std::is_sorted(seen.arrival.begin(), seen.arrival.end()));
    EXPECT_EQ(alice->facts().messages.size(), seen.messages.size());
}

// "There is no history."
TEST_F(Integration, Complaint3_HistoryIsThereAfterARestart) {
    const int total = scaled(10'000);
    serve({"alice"});
    {
        auto alice = person("alice", "pc-1");
        alice->come_in();
        for (int done = 0; done < total;) {
            for (const int until = std::min(total, done + 500); done < until; ++done) {
                alice->say("message " + std::to_string(done + 1));
            }
            alice->wait("500 posts on the server's disk", [&](const Facts& now) { return now.complete_to(done); });
        }
        alice->quit();
        EXPECT_EQ(alice->process().wait_exit(), 0);
    }
    EXPECT_EQ(server_.stop(), 0);
    server_.start();

    auto alice = person("alice", "pc-9");
    alice->come_in();
    alice->wait("the newest page", [&](const Facts& now) { return now.head == total && now.messages.contains(total); });
    const auto start = Clock::now();
    while (!alice->facts().messages.contains(1)) {
        const auto held = alice->facts().messages.size();
        alice->load_older();
        alice->wait("an older page", [&](const Facts& now) { return now.messages.size() > held; });
    }
    std::cout << total << " messages read back in " << ms_since(start) << " ms\n";
    const auto seen = alice->facts();
    ASSERT_EQ(seen.messages.size(), static_cast<std::size_t>(total));
    for (const auto& [seq, message] : seen.messages) {
        ASSERT_EQ(message.body, "message " + std::to_string(seq));
    }
}

// "Two accounts can be connected on one workstation."
TEST_F(Integration, Complaint4_ASecondAccountOnAWorkstationIsRefused) {
    serve({"alice", "bruno"});
    auto alice = person("alice", "pc-1");
    auto bruno = person("bruno", "pc-1");
    alice->come_in();
    EXPECT_EQ(bruno->try_to_come_in(), "workstation_busy");
    expect_leases({"alice"});
    EXPECT_EQ(alice->facts().count, 1);
    alice->sign_out();
    alice->wait_phase("signed_out");
    bruno->come_in();
    expect_leases({"bruno"});
    EXPECT_EQ(bruno->facts().count, 1);
}

// "The same account can be connected twice on the network."
TEST_F(Integration, Complaint6_AnAccountIsConnectedOnce) {
    serve({"alice"});
    auto first = person("alice", "pc-1");
    auto second = person("alice", "pc-2");
    first->come_in();
    EXPECT_EQ(second->try_to_come_in(), "session_elsewhere");
    EXPECT_EQ(second->facts().holder_workstation, "pc-1");
    EXPECT_TRUE(second->facts().may_use_here);
    EXPECT_EQ(first->facts().phase, "live");

    second->use_here();
    second->wait_in();
    first->wait_phase("stopped");
    EXPECT_EQ(first->facts().stop, "superseded");
    second->say("still here");
    second->wait("its own post", [&](const Facts& now) { return now.has("still here"); });
    EXPECT_EQ(first->facts().live_times, 1) << "the displaced client fought back";
    EXPECT_EQ(second->facts().live_times, 1);
    expect_leases({"alice"});
    EXPECT_EQ(second->facts().count, 1);
}

TEST_F(Integration, Complaint6_ADeadConnectionIsTakenOverWithoutAQuestion) {
    serve({"alice"});
    auto first = person("alice", "pc-1");
    auto second = person("alice", "pc-2");
    first->come_in();
    first->process().signal(SIGSTOP);
    const auto start = Clock::now();
    second->come_in();
    std::cout << "over a dead connection: " << ms_since(start) << " ms\n";
    EXPECT_TRUE(second->facts().refusals.empty());
    first->process().signal(SIGCONT);
    first->wait_phase("stopped");
    EXPECT_EQ(second->facts().live_times, 1);
}

// "The number of connected users grows at every connection and disconnection."
TEST_F(Integration, Complaint7_TheCountIsExactAfterAnything) {
    const std::vector<std::string> names{"alice", "bruno", "chloe", "david", "emma"};
    serve(names);
    const auto seed = std::random_device{}();
    const char* replay = std::getenv("COMPLAINT7_SEED");
    const auto chosen = replay != nullptr ? static_cast<unsigned>(std::atol(replay)) : seed;
    std::cout << "replay with COMPLAINT7_SEED=" << chosen << "\n";
    std::mt19937 random(chosen);

    struct Desk {
        std::unique_ptr<Cable> cable;
        std::unique_ptr<Person> person;
        bool in = false;
    };
    std::vector<Desk> desks(names.size());
    const auto sit_down = [&](std::size_t i) {
        auto& desk = desks[i];
        desk.cable = std::make_unique<Cable>(server_.port());
        desk.person = person(names[i], "pc-" + names[i], "http://127.0.0.1:" + std::to_string(desk.cable->port()));
    };
    for (std::size_t i = 0; i < desks.size(); ++i) {
        sit_down(i);
    }
    const auto settled = [&](int step) {
        std::set<std::string> expected;
        for (std::size_t i = 0; i < desks.size(); ++i) {
            if (desks[i].in) {
                expected.insert(names[i]);
            }
        }
        for (auto& desk : desks) {
            if (!desk.in) {
                continue;
            }
            desk.person->wait("the count of step " + std::to_string(step), [&](const Facts& now) {
                EXPECT_GE(now.count.value_or(0), 0);
                EXPECT_LE(now.count.value_or(0), static_cast<std::int64_t>(names.size()));
                return now.phase == "live" && now.people == expected &&
                       now.count == static_cast<std::int64_t>(expected.size());
            });
        }
        EXPECT_EQ(server_.leases(), expected) << "step " << step;
    };

    const int steps = scaled(200);
    for (int step = 0; step < steps && !HasFatalFailure(); ++step) {
        const std::size_t i = random() % desks.size();
        auto& desk = desks[i];
        const auto what = random() % 4;
        if (!desk.in) {
            desk.person->come_in();
            desk.in = true;
        } else if (what == 0) {
            desk.person->sign_out();
            desk.person->wait_phase("signed_out");
            desk.in = false;
        } else if (what == 1) {  // killed, and started again: the session is on disk, it comes back by itself
            desk.person->process().kill();
            desk.person = person(names[i], "pc-" + names[i], "http://127.0.0.1:" + std::to_string(desk.cable->port()));
            desk.person->wait_in();
        } else if (what == 2) {  // cut and mended: a blip within the grace (P2)
            const int before = desk.person->facts().live_times;
            desk.cable->cut();
            desk.person->wait_phase("waiting");
            desk.cable->mend();
            desk.person->wait("to be back", [&](const Facts& now) { return now.live_times > before; });
        } else {  // quits: the lease ends at once, the session stays (S4)
            desk.person->quit();
            EXPECT_EQ(desk.person->process().wait_exit(), 0);
            desk.person = person(names[i], "pc-" + names[i], "http://127.0.0.1:" + std::to_string(desk.cable->port()));
            desk.person->wait_in();
        }
        settled(step);
    }
}

}  // namespace
}  // namespace workspace::testing
