#include <string>
#include <vector>

#include "hub_transcript.hpp"

namespace workspace::testing {

TEST_F(HubTranscript, BadInput_OnlyAClaimCountsBeforeWelcome) {
    auto client = connect("alice", "pc-accueil");
    client.beat();
    EXPECT_EQ(client.last<wire::Error>()->code, Refusal::out_of_state);
    client.post(general, cid(1), "hi");
    EXPECT_EQ(client.last<wire::PostRefused>()->code, Refusal::out_of_state);
    client.log_in();
    EXPECT_TRUE(client.live()) << "the connection is none the worse for it";
    client.log_in();
    EXPECT_EQ(client.last<wire::Error>()->code, Refusal::out_of_state) << "one claim a connection";
    EXPECT_TRUE(client.live());
}

TEST_F(HubTranscript, BadInput_WhatIsNotJsonBreaksTheProtocol) {
    auto client = log_in("alice", "pc-accueil");
    world().send_text(client.connection(), "{\"t\":");
    EXPECT_EQ(client.closed(), CloseCode::not_json);
    EXPECT_EQ(client.last<wire::Closing>()->code, CloseCode::not_json);
    EXPECT_EQ(world().store().leases().at(alice).state, LeaseState::detached);
}

TEST_F(HubTranscript, BadInput_AnUnknownTypeIsRefusedByNameAndWorkGoesOn) {
    auto client = log_in("alice", "pc-accueil");
    world().send_text(client.connection(), "{\"t\":\"dance\"}\n{\"t\":\"beat\"}");
    EXPECT_EQ(client.last<wire::Error>()->code, Refusal::unknown_type);
    EXPECT_TRUE(client.last<wire::BeatAnswer>());
}

TEST_F(HubTranscript, BadInput_ABadFieldRefusesItsMessageOnly) {
    auto client = log_in("alice", "pc-accueil");
    const std::string id = cid(1).hex();
    world().send_text(client.connection(), R"({"t":"post","room":1,"cid":")" + id + R"(","body":7})");
    EXPECT_EQ(client.last<wire::PostRefused>()->cid, cid(1));
    EXPECT_EQ(client.last<wire::PostRefused>()->code, Refusal::bad_request);
    client.post(general, cid(2), std::string(kBodyBytesMax + 1, 'x'));
    EXPECT_EQ(client.last<wire::PostRefused>()->code, Refusal::too_long);
    client.post(general, cid(3), " \n ");
    EXPECT_EQ(client.last<wire::PostRefused>()->code, Refusal::empty);
    EXPECT_TRUE(client.live());
    EXPECT_TRUE(world().store().log(general).empty());
}

TEST_F(HubTranscript, BadInput_TooManyLinesInAFrameAreAFlood) {
    auto client = log_in("alice", "pc-accueil");
    std::string frame;
    for (std::size_t i = 0; i <= kMessagesPerFrameMax; ++i) {
        frame += "{\"t\":\"beat\"}\n";
    }
    world().send_text(client.connection(), frame);
    EXPECT_EQ(client.closed(), CloseCode::flooding);
    EXPECT_TRUE(client.all<wire::BeatAnswer>().empty()) << "nothing of it was applied";
}

TEST_F(HubTranscript, BadInput_OverTheRateIsRefusedAndFarOverIsClosed) {
    HubWorldOptions options;
    options.limits.messages_per_second = 10;
    options.limits.messages_burst = 20;
    begin(options);
    auto client = log_in("alice", "pc-accueil");
    for (std::uint64_t i = 0; i < 25; ++i) {
        client.post(general, cid(i), std::to_string(i));
    }
    EXPECT_EQ(client.all<wire::Posted>().size(), 19U) << "the claim was the first of the burst";
    EXPECT_EQ(client.last<wire::PostRefused>()->code, Refusal::rate_limited);
    world().advance(1s);
    client.post(general, cid(100), "later");
    EXPECT_EQ(client.last<wire::Posted>()->cid, cid(100));
    for (int i = 0; i < 200 && !client.closed(); ++i) {
        client.beat();
    }
    EXPECT_EQ(client.closed(), CloseCode::flooding);
}

TEST_F(HubTranscript, BadInput_WhatBreaksWebSocketIsClosedWithItsCode) {
    auto client = log_in("alice", "pc-accueil");
    auto other = log_in("bob", "pc-atelier");
    world().handle(hub::Violated{client.connection(), CloseCode::not_utf8});
    EXPECT_EQ(client.closed(), CloseCode::not_utf8);
    world().advance(1s);
    EXPECT_TRUE(other.live()) << "the server goes on serving others";
}

TEST_F(HubTranscript, BadInput_ConnectionsAreBounded) {
    HubWorldOptions options;
    options.limits.connections = 3;
    begin(options);
    auto first = log_in("alice", "pc-accueil");
    auto second = connect("bob", "pc-atelier");
    auto third = connect("carol", "pc-grange");
    EXPECT_EQ(connect("dan", "pc-cave").closed(), CloseCode::overloaded) << "connections in all";
    third.cut();
    second.log_in();
    EXPECT_FALSE(connect("dan", "pc-cave").closed());
    EXPECT_EQ(world().hub().figures().connections, 3U);
}

TEST_F(HubTranscript, BadInput_UnauthenticatedConnectionsAreBoundedApart) {
    HubWorldOptions options;
    options.limits.unauthenticated_connections = 2;
    begin(options);
    auto first = connect("alice", "pc-accueil");
    auto second = connect("bob", "pc-atelier");
    EXPECT_EQ(connect("carol", "pc-grange").closed(), CloseCode::overloaded);
    first.log_in();
    EXPECT_FALSE(connect("carol", "pc-grange").closed()) << "a place is free again";
}

TEST_F(HubTranscript, BadInput_AFullPoolOfProofsSaysTryAgain) {
    world().overload_proofs(true);
    auto client = log_in("alice", "pc-accueil");
    EXPECT_EQ(client.refusal(), Refusal::try_again);
    EXPECT_TRUE(client.last<wire::Refused>()->retry_ms);
}

TEST_F(HubTranscript, Admission_AStoreThatFailsRefusesTheClaim) {
    world().fail_store(1);
    EXPECT_EQ(log_in("alice", "pc-accueil").refusal(), Refusal::store_failed);
    EXPECT_TRUE(log_in("alice", "pc-accueil").live());
}

TEST_F(HubTranscript, BadInput_WhoBreaksWebSocketIsClosedWithTheCodeThatSaysSo) {
    for (const CloseCode code : {CloseCode::not_text, CloseCode::not_utf8, CloseCode::too_big}) {
        auto client = log_in("alice", "pc-accueil");
        world().advance(1s);
        world().handle(hub::Violated{client.connection(), code});
        EXPECT_EQ(client.closed(), code);
        EXPECT_FALSE(client.last<wire::Closing>()->reason.empty());
    }
}

TEST_F(HubTranscript, TooMuchForTheStore_WhateverNeedsItIsRefusedForNow) {
    HubWorldOptions options;
    options.limits.pending_store_requests = 1;
    begin(options);
    auto client = log_in("alice", "pc-accueil");
    fill(general, 1);
    world().hold_store();
    client.post(general, cid(1), "takes the only place");
    client.sync(general);
    EXPECT_EQ(client.last<wire::Error>()->code, Refusal::try_again);
    client.page_before(7, general, 2, 10);
    EXPECT_EQ(client.last<wire::Error>()->req, 7);
    EXPECT_EQ(client.last<wire::Error>()->code, Refusal::try_again);
    EXPECT_EQ(log_in("bob", "pc-atelier").refusal(), Refusal::try_again);
    fill(workshop, 1);
    EXPECT_EQ(std::get<Refusal>(world().api_answers().at(Ticket{1})), Refusal::try_again);
    world().release_store();
    EXPECT_TRUE(client.last<wire::Posted>());
    EXPECT_TRUE(log_in("bob", "pc-atelier").refusal() == std::nullopt);
}

TEST_F(HubTranscript, Stopping_EveryoneIsToldToComeBackSpreadOut) {
    auto first = log_in("alice", "pc-accueil");
    auto second = log_in("bob", "pc-atelier");
    world().advance(1s);
    world().handle(hub::Stopping{});
    EXPECT_EQ(first.closed(), CloseCode::going_away);
    EXPECT_EQ(second.closed(), CloseCode::going_away);
    const auto retry = first.last<wire::Closing>()->retry_ms;
    ASSERT_TRUE(retry);
    EXPECT_LE(*retry, std::chrono::duration_cast<milliseconds>(kReconnectMax).count());
    EXPECT_NE(retry, second.last<wire::Closing>()->retry_ms);
    EXPECT_EQ(connect("carol", "pc-grange").closed(), CloseCode::going_away);
    EXPECT_TRUE(connected(alice)) << "leases stay (S10)";
    world().restart();
    EXPECT_TRUE(resume("alice", "pc-accueil", first.welcome()).welcome().resumed);
}

}  // namespace workspace::testing
