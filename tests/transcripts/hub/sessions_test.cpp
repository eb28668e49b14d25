#include "hub_transcript.hpp"

namespace workspace::testing {

TEST_F(HubTranscript, S1_AnAccountHasOneLease) {
    auto first = log_in("alice", "pc-accueil");
    auto second = log_in("alice", "pc-accueil");
    EXPECT_TRUE(second.live());
    EXPECT_EQ(world().store().leases().size(), 1U);
    EXPECT_EQ(first.closed(), CloseCode::superseded);
    EXPECT_EQ(world().hub().figures().leases, 1U);
}

TEST_F(HubTranscript, S2_AWorkstationHasOneLease) {
    auto first = log_in("alice", "pc-accueil");
    auto second = log_in("bob", "pc-accueil");
    EXPECT_TRUE(first.live());
    EXPECT_EQ(second.refusal(), Refusal::workstation_busy);
    EXPECT_EQ(world().store().leases().size(), 1U);
}

TEST_F(HubTranscript, S3_AFrameOfASupersededConnectionHasNoEffect) {
    begin({.close_takes = 1s});
    auto old = log_in("alice", "pc-accueil");
    auto fresh = log_in("alice", "pc-accueil");
    ASSERT_EQ(old.closed(), CloseCode::superseded);
    old.post(general, cid(1), "from beyond");
    old.log_out();
    EXPECT_TRUE(world().store().log(general).empty());
    EXPECT_TRUE(fresh.live());
    EXPECT_TRUE(connected(alice));
    EXPECT_FALSE(old.last<wire::LoggedOut>());
}

TEST_F(HubTranscript, S3_ATakeoverThatHasCommittedFencesAPostThatWasReadBefore) {
    auto old = log_in("alice", "pc-accueil");
    world().set_store_delay(100ms);
    auto fresh = connect("alice", "pc-accueil");
    fresh.log_in();                         // asked first
    old.post(general, cid(1), "too late");  // read while the old connection still counts
    world().advance(1s);
    EXPECT_TRUE(fresh.live());
    EXPECT_TRUE(world().store().log(general).empty());
    EXPECT_FALSE(old.last<wire::Posted>());
}

TEST_F(HubTranscript, S3_RestPostsOnlyUnderALeaseThatStands) {
    auto client = log_in("alice", "pc-accueil");
    const Epoch epoch = client.welcome().epoch;
    EXPECT_TRUE(world().hub().stands(alice, epoch));
    world().handle(
        hub::ApiPost{Ticket{1}, LeaseFence{epoch}, alice, wire::Post{general, cid(1), std::nullopt, "by REST"}});
    EXPECT_TRUE(std::holds_alternative<Appended>(world().api_answers().at(Ticket{1})));
    client.log_out();
    EXPECT_FALSE(world().hub().stands(alice, epoch));
    world().handle(
        hub::ApiPost{Ticket{2}, LeaseFence{epoch}, alice, wire::Post{general, cid(2), std::nullopt, "after the end"}});
    EXPECT_EQ(std::get<Refusal>(world().api_answers().at(Ticket{2})), Refusal::not_live);
    EXPECT_EQ(world().store().log(general).size(), 1U);
}

TEST_F(HubTranscript, S4_LogoutIsImmediate) {
    auto client = log_in("alice", "pc-accueil");
    const wire::Welcome session = client.welcome();
    client.log_out();
    EXPECT_TRUE(client.last<wire::LoggedOut>());
    EXPECT_EQ(client.closed(), CloseCode::normal);
    EXPECT_FALSE(connected(alice));
    auto elsewhere = log_in("alice", "pc-atelier");
    EXPECT_TRUE(connected(alice)) << "anywhere, at once";
    world().advance(kPresenceGather);
    EXPECT_TRUE(elsewhere.live()) << "as soon as the gathered presence frame is out (P4, P6)";
    EXPECT_EQ(resume("alice", "pc-accueil", session).refusal(), Refusal::session_ended);
}

TEST_F(HubTranscript, S4_ByeEndsTheLeaseAndKeepsTheSession) {
    auto client = log_in("alice", "pc-accueil");
    const wire::Welcome session = client.welcome();
    client.bye();
    EXPECT_EQ(client.closed(), CloseCode::normal);
    EXPECT_FALSE(connected(alice));
    world().advance(1h);
    auto back = resume("alice", "pc-accueil", session);
    EXPECT_TRUE(back.live());
    EXPECT_EQ(back.welcome().session, session.session);
    EXPECT_FALSE(back.welcome().resumed);
}

TEST_F(HubTranscript, S4_ACloseWithoutByeDetaches) {
    auto client = log_in("alice", "pc-accueil");
    client.cut();
    EXPECT_EQ(world().store().leases().at(alice).state, LeaseState::detached);
}

TEST_F(HubTranscript, S4_LogoutThatTheStoreRefusesLeavesEverythingAsItWas) {
    auto client = log_in("alice", "pc-accueil");
    world().fail_store(1);
    client.log_out();
    EXPECT_EQ(client.last<wire::Error>()->code, Refusal::store_failed);
    EXPECT_TRUE(client.live());
    EXPECT_TRUE(connected(alice));
    client.post(general, cid(1), "still here");
    EXPECT_TRUE(client.last<wire::Posted>());
    client.log_out();
    EXPECT_EQ(client.closed(), CloseCode::normal);
}

TEST_F(HubTranscript, S4_LogoutOverRestClosesTheConnection) {
    auto client = log_in("alice", "pc-accueil");
    const wire::Welcome session = client.welcome();
    world().handle(hub::ApiLogout{Ticket{1}, alice, session.epoch});
    EXPECT_TRUE(std::holds_alternative<hub::ApiLoggedOut>(world().api_answers().at(Ticket{1})));
    EXPECT_EQ(client.closed(), CloseCode::logged_out);
    EXPECT_FALSE(connected(alice));
    EXPECT_EQ(resume("alice", "pc-accueil", session).refusal(), Refusal::session_ended);
    world().handle(hub::ApiLogout{Ticket{2}, alice, session.epoch});
    EXPECT_EQ(std::get<Refusal>(world().api_answers().at(Ticket{2})), Refusal::not_live);
}

TEST_F(HubTranscript, S5_TheSameAccountFromTheSameWorkstationGetsInAtOnce) {
    auto ghost = log_in("alice", "pc-accueil");
    ghost.go_silent();
    auto client = log_in("alice", "pc-accueil");
    EXPECT_TRUE(client.live()) << "no probe, no wait";
    EXPECT_TRUE(client.welcome().resumed);
    EXPECT_LT(ghost.welcome().epoch, client.welcome().epoch);
}

TEST_F(HubTranscript, S5_ResumingTwiceWithTheSameTokenWorks) {
    auto first = log_in("alice", "pc-accueil");
    const wire::Welcome session = first.welcome();
    auto lost = resume("alice", "pc-accueil", session);  // its welcome never reaches the client
    lost.go_silent();
    auto second = resume("alice", "pc-accueil", session);
    EXPECT_TRUE(second.live());
    EXPECT_EQ(second.welcome().session, session.session);
}

TEST_F(HubTranscript, S6_ALiveHolderIsProbedAndAPersonMayTakeOver) {
    auto holder = log_in("alice", "pc-accueil");
    world().advance(90s);
    auto elsewhere = log_in("alice", "pc-atelier");
    EXPECT_EQ(elsewhere.refusal(), Refusal::session_elsewhere);
    EXPECT_EQ(elsewhere.closed(), CloseCode::refused);
    const auto refused = elsewhere.last<wire::Refused>().value();
    ASSERT_TRUE(refused.holder);
    EXPECT_EQ(refused.holder->workstation, "pc-accueil");
    EXPECT_EQ(refused.holder->since_ms, 90'000);
    ASSERT_TRUE(refused.takeover);
    EXPECT_TRUE(holder.live());

    world().advance(59s);
    auto confirmed = connect("alice", "pc-atelier");
    confirmed.log_in(refused.takeover);
    EXPECT_TRUE(confirmed.live());
    EXPECT_EQ(holder.closed(), CloseCode::superseded);
    const auto closing = holder.last<wire::Closing>().value();
    ASSERT_TRUE(closing.by);
    EXPECT_EQ(closing.by->workstation, "pc-atelier");
}

TEST_F(HubTranscript, S6_ANonceHoldsSixtySecondsAndBindsTheClaimant) {
    auto holder = log_in("alice", "pc-accueil");
    const auto nonce = log_in("alice", "pc-atelier").last<wire::Refused>()->takeover;
    auto thief = connect("alice", "pc-grange");
    thief.log_in(nonce);
    EXPECT_EQ(thief.refusal(), Refusal::session_elsewhere) << "another key";
    world().advance(60s);
    auto late = connect("alice", "pc-atelier");
    late.log_in(nonce);
    EXPECT_EQ(late.refusal(), Refusal::session_elsewhere) << "too late";
    EXPECT_TRUE(holder.live());
}

TEST_F(HubTranscript, S6_ASilentHolderIsTakenOverAfterTheProbe) {
    auto ghost = log_in("alice", "pc-accueil");
    ghost.go_silent();
    auto client = log_in("alice", "pc-atelier");
    world().advance(1900ms);
    EXPECT_FALSE(client.live());
    world().advance(200ms);
    EXPECT_TRUE(client.live());
    EXPECT_EQ(count(), 1);
}

TEST_F(HubTranscript, S6_AHolderThatIsLostDuringTheProbeIsSilentAtOnce) {
    auto ghost = log_in("alice", "pc-accueil");
    ghost.stop_beating();
    auto client = log_in("alice", "pc-atelier");
    EXPECT_TRUE(ghost.last<wire::Probe>());
    ghost.cut();
    EXPECT_TRUE(client.live()) << "no wait for the two seconds";
}

TEST_F(HubTranscript, S6_AnyFrameIsAnAnswer) {
    auto holder = log_in("alice", "pc-accueil");
    holder.stop_beating();
    auto client = log_in("alice", "pc-atelier");
    EXPECT_FALSE(client.refusal());
    holder.say(wire::PresenceGet{});
    EXPECT_EQ(client.refusal(), Refusal::session_elsewhere);
}

TEST_F(HubTranscript, S6_AfterTwoRoundsOfProbingTheAnswerIsTryAgain) {
    auto holder = log_in("alice", "pc-accueil");
    holder.stop_beating();
    auto client = log_in("alice", "pc-atelier");
    for (int round = 1; round <= kProbeRoundsMax; ++round) {
        ASSERT_TRUE(holder.last<wire::Probe>());
        EXPECT_FALSE(client.refusal());
        const wire::Welcome session = holder.welcome();
        world().set_store_delay(10ms);
        holder = resume("alice", "pc-accueil", session);  // the next epoch: what the probe shows is void
        holder.stop_beating();
        world().advance(100ms);
    }
    EXPECT_EQ(client.refusal(), Refusal::try_again);
    EXPECT_TRUE(client.last<wire::Refused>()->retry_ms);
    EXPECT_TRUE(holder.live());
}

TEST_F(HubTranscript, S6_WhatAnEarlierRoundFoundOutStands) {
    auto ghost = log_in("alice", "pc-accueil");
    ghost.go_silent();
    auto client = log_in("alice", "pc-atelier");
    world().advance(1s);
    auto between = log_in("bob", "pc-atelier");  // takes the claimant's own computer during the first round
    between.go_silent();
    world().advance(4s);  // the second round asks the new one alone
    EXPECT_FALSE(client.refusal()) << "the ghost was found silent before";
    EXPECT_TRUE(client.live());
    EXPECT_EQ(count(), 1);
}

TEST_F(HubTranscript, S5_AClaimThatComesLateDoesNotCloseTheConnectionThatFollowedIt) {
    auto session = log_in("alice", "pc-accueil").welcome();
    auto late = connect("alice", "pc-accueil");  // half-open: what it says is held up on its way
    auto now = connect("alice", "pc-accueil");
    now.resume(session);
    ASSERT_TRUE(now.live());
    late.resume(session);
    EXPECT_EQ(late.refusal(), Refusal::try_again);
    EXPECT_TRUE(now.live());
    auto late_person = connect("bob", "pc-atelier");
    auto person = connect("bob", "pc-atelier");
    world().hold_store();
    person.log_in();
    late_person.log_in();
    world().release_store();
    world().advance(1s);
    EXPECT_TRUE(person.live());
    EXPECT_EQ(late_person.refusal(), Refusal::try_again);
}

TEST_F(HubTranscript, S5_AClaimThatWaitedForAProbeDoesNotCloseTheConnectionThatFollowedIt) {
    auto holder = log_in("alice", "pc-accueil");
    auto asking = log_in("alice", "pc-atelier");
    world().advance(2s);
    const auto refused = asking.last<wire::Refused>();
    ASSERT_TRUE(refused && refused->takeover) << "the holder answered";
    holder.go_silent();
    auto late = log_in("alice", "pc-atelier");  // asks whether the holder is there; its client gives it up meanwhile
    auto now = connect("alice", "pc-atelier");
    now.log_in(refused->takeover);  // needs no answer
    world().advance(2s);
    EXPECT_TRUE(now.live());
    EXPECT_EQ(late.refusal(), Refusal::try_again);
}

TEST_F(HubTranscript, S6_ADetachedLeaseIsTakenOverSilently) {
    auto cut_off = log_in("alice", "pc-accueil");
    cut_off.cut();
    auto client = log_in("alice", "pc-atelier");
    EXPECT_TRUE(client.live());
    EXPECT_TRUE(client.welcome().resumed);
}

TEST_F(HubTranscript, S6_PolicyRejectOffersNoTakeover) {
    begin({.policy = ElsewherePolicy::reject});
    auto holder = log_in("alice", "pc-accueil");
    auto client = log_in("alice", "pc-atelier");
    EXPECT_EQ(client.refusal(), Refusal::session_elsewhere);
    EXPECT_FALSE(client.last<wire::Refused>()->takeover);
    EXPECT_TRUE(holder.live());
}

TEST_F(HubTranscript, S6_PolicyTakeoverTakesOver) {
    begin({.policy = ElsewherePolicy::takeover});
    auto holder = log_in("alice", "pc-accueil");
    EXPECT_TRUE(log_in("alice", "pc-atelier").live());
    EXPECT_EQ(holder.closed(), CloseCode::superseded);
}

TEST_F(HubTranscript, S7_AnotherAccountIsRefusedWhileTheHolderLives) {
    auto holder = log_in("alice", "pc-accueil");
    auto other = log_in("bob", "pc-accueil");
    EXPECT_EQ(other.refusal(), Refusal::workstation_busy);
    EXPECT_EQ(other.last<wire::Refused>()->holder.value().account_name, "Alice");
    EXPECT_FALSE(other.last<wire::Refused>()->takeover);
    holder.log_out();
    auto next = log_in("bob", "pc-accueil");
    world().advance(kPresenceGather);
    EXPECT_TRUE(next.live());
}

TEST_F(HubTranscript, S7_ADetachedOrSilentHolderIsEvictedByAPerson) {
    auto detached = log_in("alice", "pc-accueil");
    detached.cut();
    auto other = log_in("bob", "pc-accueil");
    EXPECT_FALSE(connected(alice));
    world().advance(kPresenceGather);
    EXPECT_TRUE(other.live());
    EXPECT_EQ(count(), 1);
    other.go_silent();
    auto third = log_in("carol", "pc-accueil");
    world().advance(3s);
    EXPECT_TRUE(third.live());
    EXPECT_EQ(count(), 1);
}

TEST_F(HubTranscript, S7_AnEvictedConnectionIsToldByWhom) {
    auto holder = log_in("alice", "pc-accueil");
    holder.stop_beating();  // reads, and does not answer the probe
    auto other = log_in("bob", "pc-accueil");
    world().advance(3s);
    ASSERT_TRUE(other.live());
    EXPECT_EQ(holder.closed(), CloseCode::evicted);
    EXPECT_EQ(holder.last<wire::Closing>()->by.value().account_name, "Bob");
}

TEST_F(HubTranscript, S7_BusyWinsOverElsewhere) {
    auto elsewhere = log_in("alice", "pc-atelier");
    auto here = log_in("bob", "pc-accueil");
    auto both = log_in("alice", "pc-accueil");
    EXPECT_FALSE(both.refusal()) << "a holder without `welcome` is asked once it has it";
    world().advance(kPresenceGather);
    EXPECT_EQ(both.refusal(), Refusal::workstation_busy);
}

TEST_F(HubTranscript, S8_NothingIsToldToWhoHasNotProvedThePasswordAndTheKey) {
    auto holder = log_in("alice", "pc-accueil");
    auto guess = connect("alice", "pc-atelier");
    guess.log_in(std::nullopt, "guess");
    EXPECT_EQ(guess.refusal(), Refusal::bad_credentials);
    EXPECT_FALSE(guess.last<wire::Refused>()->holder);
    auto unknown = connect("nobody", "pc-atelier");
    unknown.log_in();
    EXPECT_EQ(unknown.last<wire::Refused>()->reason, guess.last<wire::Refused>()->reason);

    auto forged = connect("alice", "pc-atelier");
    wire::Login login{"alice", SecretText{"alice"}, forged.proof(), {}, {}};
    login.workstation.signature.value[0] ^= 1;
    forged.say(login);
    EXPECT_EQ(forged.refusal(), Refusal::bad_credentials);

    wire::Welcome session = holder.welcome();
    holder.bye();
    session.refresh.value[0] ^= 1;
    EXPECT_EQ(resume("alice", "pc-accueil", session).refusal(), Refusal::session_ended);
}

TEST_F(HubTranscript, S9_SilenceDetachesAfterTwelveSecondsAndEndsEightLater) {
    auto client = log_in("alice", "pc-accueil");
    client.go_silent();
    world().advance(11s);
    EXPECT_EQ(world().store().leases().at(alice).state, LeaseState::live);
    world().advance(2s);
    EXPECT_EQ(world().store().leases().at(alice).state, LeaseState::detached);
    EXPECT_EQ(count(), 1) << "within the grace (P2)";
    world().advance(6s);
    EXPECT_TRUE(connected(alice));
    world().advance(1s);
    EXPECT_FALSE(connected(alice)) << "a ghost lives at most 20 s";
    EXPECT_EQ(count(), 0);
}

TEST_F(HubTranscript, S9_BeatsKeepAConnectionAlive) {
    auto client = log_in("alice", "pc-accueil");
    world().advance(10min);
    EXPECT_TRUE(client.live());
    EXPECT_EQ(client.all<wire::BeatAnswer>().size(), 120U);
}

TEST_F(HubTranscript, S9_ResumingWithinTheGraceKeepsTheLease) {
    auto client = log_in("alice", "pc-accueil");
    const wire::Welcome session = client.welcome();
    client.cut();
    world().advance(7s);
    auto back = resume("alice", "pc-accueil", session);
    EXPECT_TRUE(back.live());
    EXPECT_TRUE(back.welcome().resumed);
    world().advance(1min);
    EXPECT_TRUE(connected(alice)) << "the old grace is void";
}

TEST_F(HubTranscript, S9_AStallOfTheServerDoesNotCountAgainstItsClients) {
    auto client = log_in("alice", "pc-accueil");
    auto cut_off = log_in("bob", "pc-atelier");
    world().advance(1s);
    const wire::Welcome session = cut_off.welcome();
    client.stop_beating();
    world().advance(5s);
    cut_off.cut();
    world().stall(30s);
    world().hub().handle_timeout(world().now());  // a host that had nothing to read
    client.beat();
    EXPECT_TRUE(client.live());
    world().advance(100ms);
    EXPECT_EQ(world().store().leases().at(alice).state, LeaseState::live);
    EXPECT_TRUE(resume("bob", "pc-atelier", session).welcome().resumed) << "the grace stood still as well";
}

TEST_F(HubTranscript, S9_ADetachThatTheStoreRefusesIsAskedAgain) {
    auto client = log_in("alice", "pc-accueil");
    world().fail_store(3);
    client.cut();
    EXPECT_EQ(world().store().leases().at(alice).state, LeaseState::live);
    world().advance(3s);
    EXPECT_EQ(world().store().leases().at(alice).state, LeaseState::detached);
    world().advance(4s);
    world().fail_store(2);
    world().advance(20s);
    EXPECT_FALSE(connected(alice));
}

TEST_F(HubTranscript, S9_AnUnauthenticatedConnectionIsClosedAfterTenSeconds) {
    auto nobody = connect("alice", "pc-accueil");
    world().advance(9s);
    EXPECT_FALSE(nobody.closed());
    world().advance(1s);
    EXPECT_EQ(nobody.closed(), CloseCode::unauthenticated);
}

TEST_F(HubTranscript, S9_AClaimThatIsNeverDecidedIsGivenUp) {
    world().hold_store();
    auto client = log_in("alice", "pc-accueil");
    world().advance(19s);
    EXPECT_FALSE(client.closed());
    world().advance(1s);
    EXPECT_EQ(client.refusal(), Refusal::try_again);
    world().release_store();
    EXPECT_EQ(world().store().leases().at(alice).state, LeaseState::detached) << "granted to nobody";
    world().advance(8s);
    EXPECT_FALSE(connected(alice));
}

TEST_F(HubTranscript, S9_WhoLeavesBeforeTheGrantIsDetached) {
    world().hold_store();
    auto client = log_in("alice", "pc-accueil");
    client.cut();
    world().release_store();
    EXPECT_EQ(world().store().leases().at(alice).state, LeaseState::detached);
    world().advance(9s);
    EXPECT_FALSE(connected(alice));
}

TEST_F(HubTranscript, S10_AfterARestartLeasesWaitSixtySeconds) {
    auto first = log_in("alice", "pc-accueil");
    auto second = log_in("bob", "pc-atelier");
    const wire::Welcome session = first.welcome();
    world().restart();
    EXPECT_EQ(world().store().leases().at(alice).state, LeaseState::detached);
    EXPECT_EQ(count(), 2) << "none is forgotten";
    world().advance(50s);
    auto back = resume("alice", "pc-accueil", session);
    EXPECT_TRUE(back.live());
    EXPECT_TRUE(back.welcome().resumed);
    world().advance(11s);
    EXPECT_FALSE(connected(bob)) << "none is stuck";
    EXPECT_EQ(count(), 1);
    EXPECT_EQ(back.shown_count(), 1);
}

TEST_F(HubTranscript, S11_TheWallClockDecidesNothing) {
    auto client = log_in("alice", "pc-accueil");
    Now tomorrow = world().now();
    tomorrow.wall.ms += 86'400'000;
    world().hub().handle_timeout(tomorrow);
    tomorrow.wall.ms = 0;
    world().hub().handle_timeout(tomorrow);
    world().advance(1s);
    EXPECT_TRUE(client.live());
}

TEST_F(HubTranscript, S12_AnAutomaticClaimDisplacesNobody) {
    auto at_reception = log_in("alice", "pc-accueil");
    const wire::Welcome displaced = at_reception.welcome();
    at_reception.cut();
    auto in_workshop = log_in("alice", "pc-atelier");
    ASSERT_TRUE(in_workshop.live());
    EXPECT_EQ(resume("alice", "pc-accueil", displaced).refusal(), Refusal::superseded);
    in_workshop.cut();
    EXPECT_EQ(resume("alice", "pc-accueil", displaced).refusal(), Refusal::superseded) << "detached, just as well";
    in_workshop = log_in("alice", "pc-atelier");
    world().advance(72h);
    EXPECT_EQ(resume("alice", "pc-accueil", displaced).refusal(), Refusal::superseded) << "days later";
    EXPECT_TRUE(in_workshop.live());
}

TEST_F(HubTranscript, S12_AnAutomaticClaimDoesNotEvictADetachedLeaseOfAnotherAccount) {
    auto first = log_in("alice", "pc-accueil");
    const wire::Welcome session = first.welcome();
    first.bye();
    auto second = log_in("bob", "pc-accueil");
    second.cut();
    EXPECT_EQ(resume("alice", "pc-accueil", session).refusal(), Refusal::workstation_busy);
    EXPECT_TRUE(connected(bob));
}

TEST_F(HubTranscript, S14_TheTokenThatWasUsedLastStaysGoodUntilTheFreshOneIsUsed) {
    auto client = log_in("alice", "pc-accueil");
    const wire::Welcome first = client.welcome();
    client.bye();
    world().advance(1s);
    auto lost = resume("alice", "pc-accueil", first);  // the answer is lost with the connection
    const wire::Welcome second = lost.welcome();
    lost.bye();
    EXPECT_NE(first.refresh.value, second.refresh.value) << "rotated at use";
    world().advance(1s);
    auto again = resume("alice", "pc-accueil", first);
    ASSERT_TRUE(again.live());
    const wire::Welcome third = again.welcome();
    again.bye();
    world().advance(1s);
    auto on = resume("alice", "pc-accueil", third);
    ASSERT_TRUE(on.live());
    on.bye();
    EXPECT_EQ(resume("alice", "pc-accueil", first).refusal(), Refusal::session_ended) << "its turn is over";
}

TEST_F(HubTranscript, S14_ATokenIsRenewedOverTheConnection) {
    auto client = log_in("alice", "pc-accueil");
    client.say(wire::TokenGet{});
    EXPECT_EQ(client.last<wire::Token>()->access, client.welcome().access);
}

TEST_F(HubTranscript, W1_AnotherKeyUnderAKnownHintIsRefusedWhileTheFirstLives) {
    auto first = log_in("alice", "pc-accueil");
    auto second = connect("bob", "pc-accueil-reinstalled");
    wire::Login login{"bob", SecretText{"bob"}, {}, {}, {}};
    FakeWorkstation same_computer{"pc-accueil-reinstalled"};
    same_computer.hint = first.workstation().hint;
    login.workstation = same_computer.prove(second.last<wire::Hello>()->challenge);
    second.say(login);
    EXPECT_EQ(second.refusal(), Refusal::workstation_busy);
    EXPECT_TRUE(first.live());
}

TEST_F(HubTranscript, W1_ACopyOfAKeyOnARunningComputerIsAClone) {
    auto original = log_in("alice", "pc-accueil");
    auto copy = connect("bob", "pc-accueil");
    FakeWorkstation clone{"pc-accueil"};
    clone.os_boot = id_of<OsBootId>("another start");
    copy.say(wire::Login{"bob", SecretText{"bob"}, clone.prove(copy.last<wire::Hello>()->challenge), {}, {}});
    EXPECT_EQ(copy.refusal(), Refusal::workstation_cloned);
    EXPECT_TRUE(original.live());
}

}  // namespace workspace::testing
