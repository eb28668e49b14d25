#include <string>
#include <vector>

#include "hub_transcript.hpp"

namespace workspace::testing {

TEST_F(HubTranscript, Complaint1_LoggingOutAndInFiftyTimesIsNeverRefusedAndWaitsForTheCountAtMost) {
    for (int i = 0; i < 50; ++i) {
        const MonotonicTime before = world().now().mono;
        auto client = log_in("alice", "pc-accueil");
        world().advance(200ms);  // the gathered presence frame (P4, P6): no timer of the lease
        ASSERT_TRUE(client.live()) << "round " << i;
        client.log_out();
        ASSERT_EQ(client.closed(), CloseCode::normal);
        ASSERT_FALSE(connected(alice));
        ASSERT_LE((world().now().mono - before), 200ms);
    }
}

TEST_F(HubTranscript, Complaint1_LogInAfterTheClientWasKilled) {
    for (int i = 0; i < 50; ++i) {
        auto client = log_in("alice", "pc-accueil");
        ASSERT_TRUE(client.live()) << "round " << i;
        client.cut();
    }
}

TEST_F(HubTranscript, Complaint1_LogInOverASilentlyDeadConnection) {
    for (int i = 0; i < 50; ++i) {
        auto client = log_in("alice", "pc-accueil");
        ASSERT_TRUE(client.live()) << "round " << i;
        client.go_silent();
    }
}

TEST_F(HubTranscript, Complaint1_LogInAfterTheServerWasKilled) {
    for (int i = 0; i < 50; ++i) {
        auto client = log_in("alice", "pc-accueil");
        ASSERT_TRUE(client.live()) << "round " << i;
        world().restart();
    }
}

TEST_F(HubTranscript, Complaint2_WhoWasCutOffGetsExactlyWhatItMissedOnceInOrder) {
    auto author = log_in("alice", "pc-accueil");
    auto reader = log_in("bob", "pc-atelier");
    world().advance(1s);
    author.sync(general);
    reader.sync(general);
    std::uint64_t next = 0;
    const auto say = [&](int count) {
        for (int i = 0; i < count; ++i) {
            author.post(general, cid(next), std::to_string(next));
            ++next;
        }
    };
    say(3);
    std::vector<std::string> seen = reader.heard();
    EXPECT_EQ(seen.size(), 3U) << "live";
    wire::Welcome session = reader.welcome();
    for (int i = 0; i < 5; ++i) {
        reader.cut();
        say(4);
        reader = resume("bob", "pc-atelier", session);
        session = reader.welcome();
        reader.sync(general, cursor_at(general, static_cast<std::int64_t>(seen.size())));
        say(2);
        for (const wire::Event& event : reader.caught_up()) {
            seen.push_back(event.body);
        }
        for (const std::string& body : reader.heard()) {
            seen.push_back(body);
        }
    }
    ASSERT_EQ(seen.size(), next);
    for (std::size_t i = 0; i < seen.size(); ++i) {
        EXPECT_EQ(seen[i], std::to_string(i));
    }
}

TEST_F(HubTranscript, Complaint3_TenThousandMessagesAreReadBackToTheFirst) {
    constexpr int kMessages = 10'000;
    world().keep_transcript(false);
    fill(general, kMessages);
    world().restart();
    auto client = log_in("alice", "pc-accueil");
    client.sync(general);
    auto page = client.last<wire::Synced>().value();
    std::int64_t expected = kMessages;
    const auto read_down = [&](const std::vector<wire::Event>& events) {
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            ASSERT_EQ(event->seq.value, expected);
            ASSERT_EQ(event->body, std::to_string(expected));
            --expected;
        }
    };
    ASSERT_NO_FATAL_FAILURE(read_down(page.events));
    for (int i = 0; expected > 0 && i < kMessages; ++i) {
        client.page_before(i, general, expected + 1, kPageLimitMax);
        const auto next = client.last<wire::PageResult>().value();
        ASSERT_NO_FATAL_FAILURE(read_down(next.events));
    }
    EXPECT_EQ(expected, 0);
}

TEST_F(HubTranscript, Complaint4_ASecondAccountOnAWorkstationIsRefusedUntilTheFirstLogsOut) {
    auto first = log_in("alice", "pc-accueil");
    EXPECT_EQ(log_in("bob", "pc-accueil").refusal(), Refusal::workstation_busy);
    EXPECT_TRUE(first.live());
    EXPECT_EQ(count(), 1);
    first.log_out();
    auto second = log_in("bob", "pc-accueil");
    world().advance(200ms);
    EXPECT_TRUE(second.live());
    EXPECT_EQ(count(), 1);
}

TEST_F(HubTranscript, Complaint5_ASecondProgramOnAWorkstationDoesNotDisturbTheFirstAccount) {
    // One client a computer is the host's lock (W2); what the server adds is that a program that got past it, as
    // another person, is refused, and as the same person takes the place of the first without a second count.
    auto first = log_in("alice", "pc-accueil");
    EXPECT_EQ(log_in("bob", "pc-accueil").refusal(), Refusal::workstation_busy);
    auto second = log_in("alice", "pc-accueil");
    EXPECT_TRUE(second.live());
    EXPECT_EQ(first.closed(), CloseCode::superseded);
    EXPECT_EQ(count(), 1);
}

TEST_F(HubTranscript, Complaint6_AConfirmedTakeoverWorksAndTheFirstClientDoesNotFightBack) {
    auto first = log_in("alice", "pc-accueil");
    const wire::Welcome session = first.welcome();
    auto asked = log_in("alice", "pc-atelier");
    ASSERT_EQ(asked.refusal(), Refusal::session_elsewhere);
    auto second = connect("alice", "pc-atelier");
    second.log_in(asked.last<wire::Refused>()->takeover);
    ASSERT_TRUE(second.live());
    EXPECT_TRUE(is_terminal(first.closed().value()));
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(resume("alice", "pc-accueil", session).refusal(), Refusal::superseded);
        world().advance(5s);
    }
    EXPECT_TRUE(second.live());
    EXPECT_EQ(count(), 1);
}

TEST_F(HubTranscript, Complaint6_ADeadFirstConnectionIsTakenOverWithoutAQuestion) {
    auto first = log_in("alice", "pc-accueil");
    first.go_silent();
    auto second = log_in("alice", "pc-atelier");
    world().advance(2s);
    EXPECT_TRUE(second.live());
    EXPECT_EQ(count(), 1);
}

TEST_F(HubTranscript, Complaint7_TwoHundredRandomStepsAndEveryCountIsTheLeaseTable) {
    const std::vector<std::string> people{"alice", "bob", "carol", "dan"};
    std::vector<HubClient> clients;
    clients.reserve(400);
    FakeEntropy dice{7};
    for (int step = 0; step < 200; ++step) {
        const std::string& who = people[dice.jitter(people.size())];
        const std::string where = "pc-" + std::to_string(dice.jitter(4));
        switch (dice.jitter(4)) {
            case 0:
            case 1: clients.push_back(log_in(who, where)); break;
            case 2:
                if (!clients.empty()) {
                    clients[dice.jitter(clients.size())].cut();
                }
                break;
            default:
                if (!clients.empty()) {
                    clients[dice.jitter(clients.size())].log_out();
                }
        }
        world().advance(5s + std::chrono::milliseconds{dice.jitter(20'000)});
        ASSERT_EQ(count(), world().store().connected_people()) << "step " << step;
        ASSERT_LE(count(), 4);
        for (const HubClient& client : clients) {
            if (client.live()) {
                ASSERT_EQ(client.shown_count(), count()) << "step " << step;
            }
        }
    }
}

}  // namespace workspace::testing
