#include <gtest/gtest.h>

#include "workspace/testing/client_script.hpp"

/// Sessions, as a client keeps them: who claims what, and what ends it.
namespace workspace::testing {
namespace {

using namespace core;
using namespace core::client;

struct ClientTranscript : ::testing::Test {
    static Restored with_session() { return {some_session(), {}}; }
    static wire::Refused refused(Refusal code) {
        wire::Refused message;
        message.code = code;
        message.reason = "because";
        return message;
    }
    static wire::Holder holder() { return {"Alice", "pc-atelier", 60'000, 5'000}; }
    static void expect_sound(const ClientScript& script) { EXPECT_EQ(script.broken(), std::vector<std::string>{}); }
};

TEST_F(ClientTranscript, S14_AStartWithoutASessionIsSignedOutAndOpensNothing) {
    ClientScript client;
    EXPECT_EQ(client.told<PhaseChanged>()->phase, Phase::signed_out);
    client.pass(seconds{100});
    EXPECT_EQ(client.sockets_opened(), 0);
    expect_sound(client);
}

TEST_F(ClientTranscript, S14_ARestoredSessionIsResumedByItself) {
    ClientScript client{with_session()};
    const auto claim = client.greets();
    const auto& resume = std::get<wire::Resume>(claim);
    EXPECT_EQ(resume.session, some_session().session);
    EXPECT_EQ(resume.refresh, some_session().refresh);
    EXPECT_EQ(resume.claim, wire::ClaimKind::automatic);
    EXPECT_EQ(resume.workstation.label, "pc-1");
    client.says(welcome());
    EXPECT_EQ(client.phase(), Phase::live);
    expect_sound(client);
}

TEST_F(ClientTranscript, S14_TheFreshTokenIsKeptBeforeAnythingElseIsSent) {
    ClientScript client;
    client.command(SignIn{"alice", SecretText{"secret"}});
    const auto claim = client.greets();
    EXPECT_EQ(std::get<wire::Login>(claim).name, "alice");
    EXPECT_EQ(std::get<wire::Login>(claim).password.reveal(), "secret");
    client.forget_what_came_out();
    client.says(welcome());
    EXPECT_EQ(client.order(), "ks");
    EXPECT_EQ(client.session_on_disk()->refresh, welcome().refresh);
    expect_sound(client);
}

TEST_F(ClientTranscript, S14_LiveIsToldWithWhoItIs) {
    ClientScript client;
    client.command(SignIn{"alice", SecretText{"secret"}});
    client.welcomes(welcome());
    const auto live = client.last_told<PhaseChanged>();
    ASSERT_TRUE(live);
    EXPECT_EQ(live->phase, Phase::live);
    EXPECT_EQ(live->account->name, "Alice");
    EXPECT_EQ(live->login, "alice");
    EXPECT_FALSE(live->stop);
}

TEST_F(ClientTranscript, S8_AWrongPasswordSignsOutAndSaysSo) {
    ClientScript client;
    client.command(SignIn{"alice", SecretText{"wrong"}});
    (void)client.greets();
    client.says(refused(Refusal::bad_credentials));
    const auto phase = client.last_told<PhaseChanged>();
    EXPECT_EQ(phase->phase, Phase::signed_out);
    EXPECT_EQ(phase->stop->refusal, Refusal::bad_credentials);
    EXPECT_TRUE(phase->stop->needs_password);
    client.pass(seconds{600});
    EXPECT_EQ(client.sockets_opened(), 1);
    expect_sound(client);
}

TEST_F(ClientTranscript, ASignInThatIsNotTextIsRefusedBeforeAnythingIsSent) {
    ClientScript client;
    for (const auto& [name, password] : {std::pair{"al\xffice", "secret"}, std::pair{"alice", "p\xe4ss"}}) {
        client.command(SignIn{name, SecretText{password}});
        EXPECT_EQ(client.last_told<RequestFailed>()->why, Refusal::bad_credentials);
    }
    client.pass(seconds{1});
    EXPECT_EQ(client.sockets_opened(), 0);
    expect_sound(client);
}

TEST_F(ClientTranscript, S4_LogoutForgetsTheSessionOnceItIsAnswered) {
    ClientScript client;
    client.goes_live();
    client.command(SignOut{});
    EXPECT_TRUE(client.sent<wire::Logout>());
    EXPECT_TRUE(client.session_on_disk());
    client.says(wire::LoggedOut{});
    EXPECT_EQ(client.phase(), Phase::signed_out);
    EXPECT_FALSE(client.session_on_disk());
    EXPECT_FALSE(client.socket_wanted());
    EXPECT_FALSE(client.client().connected_count());
    EXPECT_EQ(client.client().timeline(RoomId{1}), nullptr);
    expect_sound(client);
}

TEST_F(ClientTranscript, S4_LogoutThatIsNotAnsweredEndsAfterTwoSeconds) {
    ClientScript client;
    client.goes_live();
    client.command(SignOut{});
    client.pass(milliseconds{1999});
    EXPECT_EQ(client.phase(), Phase::live);
    client.pass(milliseconds{1});
    EXPECT_EQ(client.phase(), Phase::signed_out);
    EXPECT_FALSE(client.session_on_disk());
    expect_sound(client);
}

TEST_F(ClientTranscript, S4_LogoutWithoutALinkForgetsAtOnce) {
    ClientScript client{with_session()};
    client.command(SignOut{});
    EXPECT_EQ(client.phase(), Phase::signed_out);
    EXPECT_FALSE(client.session_on_disk());
    client.pass(seconds{100});
    EXPECT_EQ(client.sockets_opened(), 0);
    expect_sound(client);
}

TEST_F(ClientTranscript, S4_QuitSaysByeAndKeepsTheSession) {
    ClientScript client;
    client.goes_live();
    client.command(Quit{});
    EXPECT_TRUE(client.sent<wire::Bye>());
    EXPECT_FALSE(client.told<Ended>());
    client.says(wire::LoggedOut{});
    EXPECT_TRUE(client.told<Ended>());
    EXPECT_TRUE(client.session_on_disk());
    client.command(SignIn{"alice", SecretText{"secret"}});
    client.pass(seconds{100});
    EXPECT_FALSE(client.socket_wanted());
    EXPECT_EQ(client.client().deadline(), MonotonicTime::never());
    expect_sound(client);
}

TEST_F(ClientTranscript, S4_QuitDoesNotWaitLongerThanTwoSeconds) {
    ClientScript client;
    client.goes_live();
    client.command(Quit{});
    client.pass(seconds{2});
    EXPECT_TRUE(client.told<Ended>());
    expect_sound(client);
}

TEST_F(ClientTranscript, S4_QuitWithoutALinkEndsAtOnce) {
    ClientScript client{with_session()};
    client.command(Quit{});
    EXPECT_TRUE(client.told<Ended>());
    EXPECT_TRUE(client.session_on_disk());
    expect_sound(client);
}

TEST_F(ClientTranscript, S4_LogoutThenQuitForgetsTheSession) {
    ClientScript client;
    client.goes_live();
    client.command(SignOut{});
    client.command(Quit{});
    client.says(wire::LoggedOut{});
    EXPECT_TRUE(client.told<Ended>());
    EXPECT_FALSE(client.session_on_disk());
    expect_sound(client);
}

TEST_F(ClientTranscript, S4_SigningInAsAnotherLogsTheFirstOutBefore) {
    ClientScript client;
    client.goes_live();
    client.command(SignIn{"bob", SecretText{"secret"}});
    EXPECT_TRUE(client.sent<wire::Logout>());
    client.says(wire::LoggedOut{});
    EXPECT_FALSE(client.session_on_disk());
    const auto claim = client.greets();
    EXPECT_EQ(std::get<wire::Login>(claim).name, "bob");
    expect_sound(client);
}

// ---- S6: the takeover ----------------------------------------------------------------------------------------------

TEST_F(ClientTranscript, S6_APersonConfirmsATakeoverOfALoginWithTheNonce) {
    ClientScript client;
    client.command(SignIn{"alice", SecretText{"secret"}});
    (void)client.greets();
    auto message = refused(Refusal::session_elsewhere);
    message.holder = holder();
    message.takeover = TakeoverNonce{};
    message.takeover->value[3] = 5;
    client.says(message);
    const auto phase = client.last_told<PhaseChanged>();
    EXPECT_EQ(phase->phase, Phase::stopped);
    EXPECT_TRUE(phase->stop->may_use_here);
    EXPECT_FALSE(phase->stop->needs_password);
    EXPECT_EQ(phase->stop->holder->workstation, "pc-atelier");
    client.pass(seconds{30});
    EXPECT_EQ(client.sockets_opened(), 1) << "it waits for the person";
    client.command(UseHere{});
    const auto claim = client.greets();
    EXPECT_EQ(std::get<wire::Login>(claim).takeover, message.takeover);
    EXPECT_EQ(std::get<wire::Login>(claim).password.reveal(), "secret");
    client.says(welcome());
    EXPECT_EQ(client.phase(), Phase::live);
    expect_sound(client);
}

TEST_F(ClientTranscript, S6_WithoutANonceALoginCannotBeTakenOver) {
    ClientScript client;
    client.command(SignIn{"alice", SecretText{"secret"}});
    (void)client.greets();
    client.says(refused(Refusal::session_elsewhere));
    const auto phase = client.last_told<PhaseChanged>();
    EXPECT_FALSE(phase->stop->may_use_here);
    EXPECT_TRUE(phase->stop->needs_password);
    client.command(UseHere{});
    EXPECT_TRUE(client.told<RequestFailed>());
    EXPECT_EQ(client.sockets_opened(), 1);
    expect_sound(client);
}

TEST_F(ClientTranscript, S6_UseHereResumesASessionAsAPerson) {
    ClientScript client{with_session()};
    (void)client.greets();
    client.says(refused(Refusal::session_elsewhere));
    EXPECT_TRUE(client.last_told<PhaseChanged>()->stop->may_use_here);
    client.command(UseHere{});
    auto claim = client.greets();
    EXPECT_EQ(std::get<wire::Resume>(claim).claim, wire::ClaimKind::person);
    auto message = refused(Refusal::session_elsewhere);
    message.takeover = TakeoverNonce{};
    message.takeover->value[0] = 1;
    client.says(message);
    EXPECT_EQ(client.phase(), Phase::stopped) << "the server asks the person to confirm";
    client.command(UseHere{});
    claim = client.greets();
    EXPECT_EQ(std::get<wire::Resume>(claim).takeover, message.takeover);
    client.says(welcome());
    EXPECT_EQ(client.phase(), Phase::live);
    client.closes(std::nullopt);
    claim = client.greets();
    EXPECT_EQ(std::get<wire::Resume>(claim).claim, wire::ClaimKind::automatic) << "a reconnection is nobody's wish";
    EXPECT_FALSE(std::get<wire::Resume>(claim).takeover);
    expect_sound(client);
}

TEST_F(ClientTranscript, S6_AProbeIsAnsweredAtOnce) {
    ClientScript client;
    client.goes_live();
    client.says(wire::Probe{});
    EXPECT_TRUE(client.sent<wire::Alive>());
}

// ---- S12: no fights ------------------------------------------------------------------------------------------------

TEST_F(ClientTranscript, S12_ASupersededClientDoesNotReconnect) {
    ClientScript client;
    client.goes_live();
    wire::Closing closing;
    closing.code = CloseCode::superseded;
    closing.by = holder();
    client.says(closing);
    const auto phase = client.last_told<PhaseChanged>();
    EXPECT_EQ(phase->phase, Phase::stopped);
    EXPECT_EQ(phase->stop->close, CloseCode::superseded);
    EXPECT_EQ(phase->stop->holder->workstation, "pc-atelier");
    EXPECT_TRUE(phase->stop->needs_password);
    EXPECT_FALSE(phase->stop->may_use_here);
    client.pass(std::chrono::hours{100});
    client.command(ReconnectNow{});
    client.command(UseHere{});
    client.settle();
    EXPECT_FALSE(client.socket_wanted());
    EXPECT_TRUE(client.session_on_disk()) << "kept for its name; it will not come back";
    expect_sound(client);
}

TEST_F(ClientTranscript, S12_ASupersededClientMayLogInAgain) {
    ClientScript client;
    client.goes_live();
    client.closes(CloseCode::superseded);
    EXPECT_EQ(client.phase(), Phase::stopped);
    client.command(SignIn{"alice", SecretText{"secret"}});
    client.welcomes(welcome());
    EXPECT_EQ(client.phase(), Phase::live);
    expect_sound(client);
}

TEST_F(ClientTranscript, S12_TerminalRefusalsOfAResumeStandStill) {
    for (const Refusal code : {Refusal::superseded, Refusal::session_elsewhere, Refusal::workstation_busy,
                               Refusal::workstation_cloned, Refusal::account_locked}) {
        ClientScript client{with_session()};
        (void)client.greets();
        client.says(refused(code));
        EXPECT_EQ(client.phase(), Phase::stopped) << name_of(code);
        const auto phase = client.last_told<PhaseChanged>();
        EXPECT_EQ(phase->stop->refusal, code);
        EXPECT_NE(phase->stop->may_use_here, phase->stop->needs_password) << name_of(code);
        client.pass(std::chrono::hours{24});
        EXPECT_EQ(client.sockets_opened(), 1) << name_of(code);
        expect_sound(client);
    }
}

TEST_F(ClientTranscript, S12_TerminalClosesStandStill) {
    for (const CloseCode code : {CloseCode::superseded, CloseCode::revoked, CloseCode::password_changed,
                                 CloseCode::logged_out, CloseCode::evicted}) {
        ClientScript client;
        client.goes_live();
        client.closes(code);
        const auto phase = client.last_told<PhaseChanged>();
        ASSERT_TRUE(phase->stop) << name_of(code);
        EXPECT_EQ(phase->stop->close, code);
        EXPECT_EQ(phase->phase, code == CloseCode::logged_out ? Phase::signed_out : Phase::stopped);
        EXPECT_EQ(phase->stop->may_use_here, code == CloseCode::evicted) << name_of(code);
        client.pass(std::chrono::hours{24});
        EXPECT_EQ(client.sockets_opened(), 1) << name_of(code);
        expect_sound(client);
    }
}

TEST_F(ClientTranscript, S12_AnEndedSessionIsForgotten) {
    ClientScript client{with_session()};
    (void)client.greets();
    client.says(refused(Refusal::session_ended));
    EXPECT_EQ(client.phase(), Phase::signed_out);
    EXPECT_FALSE(client.session_on_disk());
    expect_sound(client);
}

TEST_F(ClientTranscript, S12_APersonsClaimIsNotMadeLongAfterThePersonLeft) {
    ClientScript client;
    client.command(SignIn{"alice", SecretText{"secret"}});
    client.settle();
    for (int tries = 0; tries < 100 && client.phase() != Phase::signed_out; ++tries) {
        if (client.socket_wanted()) {
            client.closes(std::nullopt);
        }
        client.pass(seconds{1});
    }
    EXPECT_EQ(client.phase(), Phase::signed_out);
    EXPECT_GE(client.now().mono - MonotonicTime{seconds{1000}}, Duration{seconds{60}});
    EXPECT_LE(client.now().mono - MonotonicTime{seconds{1000}}, Duration{seconds{62}});
    const int opened = client.sockets_opened();
    client.pass(std::chrono::hours{1});
    EXPECT_EQ(client.sockets_opened(), opened);
    expect_sound(client);
}

// ---- reconnection --------------------------------------------------------------------------------------------------

TEST_F(ClientTranscript, S9_AfterALinkThatWasLiveForAWhileItTriesAtOnce) {
    ClientScript client;
    client.goes_live();
    for (int i = 0; i < 4; ++i) {
        client.pass(seconds{5});
        client.says(wire::BeatAnswer{stamp(1, {1}), {}});
    }
    client.closes(std::nullopt);
    EXPECT_EQ(client.phase(), Phase::waiting);
    client.settle();
    EXPECT_EQ(client.phase(), Phase::connecting);
    expect_sound(client);
}

TEST_F(ClientTranscript, S9_PausesDoubleUpTo15Seconds) {
    ClientScript client{with_session()};
    client.settle();
    Duration longest{};
    Duration before{};
    for (int i = 0; i < 12; ++i) {
        ASSERT_TRUE(client.socket_wanted());
        client.closes(std::nullopt);
        const Duration pause = client.client().deadline() - client.now().mono;
        EXPECT_GE(pause, std::min(Duration{kReconnectMax} / 2, Duration{kReconnectFirst} * (std::int64_t{1} << i) / 2));
        EXPECT_LE(pause, Duration{kReconnectMax});
        EXPECT_LE(before, pause * 4);
        before = pause;
        longest = std::max(longest, pause);
        client.pass(pause);
    }
    EXPECT_GT(longest, Duration{kReconnectMax} / 2);
    expect_sound(client);
}

TEST_F(ClientTranscript, S9_ReconnectNowDoesNotWait) {
    ClientScript client{with_session()};
    client.settle();
    for (int i = 0; i < 8; ++i) {
        client.closes(std::nullopt);
        client.pass(client.client().deadline() - client.now().mono);
    }
    client.closes(std::nullopt);
    EXPECT_FALSE(client.socket_wanted());
    client.command(ReconnectNow{});
    EXPECT_TRUE(client.socket_wanted());
    expect_sound(client);
}

TEST_F(ClientTranscript, S9_AnUnansweredBeatIsADeadConnection) {
    ClientScript client;
    client.goes_live();
    client.pass(seconds{5});
    EXPECT_TRUE(client.sent<wire::Beat>());
    client.says(wire::BeatAnswer{stamp(1, {1}), {}});
    client.pass(seconds{5});
    EXPECT_TRUE(client.sent<wire::Beat>());
    EXPECT_EQ(client.phase(), Phase::live);
    client.socket_closes(false);
    client.pass(seconds{5});
    EXPECT_NE(client.phase(), Phase::live);
    EXPECT_FALSE(client.socket_wanted());
    EXPECT_EQ(client.sockets_opened(), 1) << "one socket at a time";
    client.closes(std::nullopt);
    client.settle();
    EXPECT_TRUE(client.socket_wanted());
    expect_sound(client);
}

TEST_F(ClientTranscript, S9_TheLoginHas20Seconds) {
    ClientScript client{with_session()};
    (void)client.greets();
    client.pass(seconds{20} - milliseconds{1});
    EXPECT_EQ(client.phase(), Phase::connecting);
    client.pass(milliseconds{1});
    EXPECT_EQ(client.phase(), Phase::waiting);
    expect_sound(client);
}

TEST_F(ClientTranscript, S10_AServerThatGoesAwaySaysWhenToComeBack) {
    ClientScript client;
    client.goes_live();
    wire::Closing closing;
    closing.code = CloseCode::going_away;
    closing.retry_ms = 8000;
    client.says(closing);
    EXPECT_EQ(client.phase(), Phase::waiting);
    const auto told = client.last_told<PhaseChanged>();
    EXPECT_GE(*told->retry_at - client.now().mono, Duration{seconds{8}});
    EXPECT_LE(*told->retry_at - client.now().mono, Duration{seconds{10}});
    expect_sound(client);
}

TEST_F(ClientTranscript, S10_ATemporaryRefusalIsTriedAgainByItself) {
    for (const Refusal code : {Refusal::try_again, Refusal::store_failed, Refusal::rate_limited}) {
        ClientScript client;
        client.command(SignIn{"alice", SecretText{"secret"}});
        (void)client.greets();
        auto message = refused(code);
        message.retry_ms = 3000;
        client.says(message);
        EXPECT_EQ(client.phase(), Phase::waiting);
        client.pass(milliseconds{2900});
        EXPECT_EQ(client.sockets_opened(), 1);
        client.pass(milliseconds{100});
        EXPECT_EQ(client.sockets_opened(), 2);
        const auto claim = client.greets();
        EXPECT_EQ(std::get<wire::Login>(claim).password.reveal(), "secret");
        expect_sound(client);
    }
}

}  // namespace
}  // namespace workspace::testing
