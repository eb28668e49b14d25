#include "workspace/desktop/model/session_state.hpp"

#include <gtest/gtest.h>

#include "desktop_log.hpp"

namespace workspace::desktop {
namespace {

using namespace testing;
using core::client::Phase;
using core::client::PhaseChanged;

PhaseChanged phase(Phase to, bool known = false) {
    PhaseChanged change;
    change.phase = to;
    if (known) {
        change.account = me();
    }
    return change;
}

PhaseChanged stop(core::Refusal why, bool may_use_here) {
    PhaseChanged change = phase(Phase::stopped);
    change.stop.emplace();
    change.stop->refusal = why;
    change.stop->may_use_here = may_use_here;
    return change;
}

TEST(DesktopSession, BeginsAtTheLogin) {
    const SessionState session;
    EXPECT_EQ(session.screen(), Screen::login);
    EXPECT_EQ(session.count(), std::nullopt);
}

TEST(DesktopSession, ASessionOnDiskOpensTheConversationAtOnce) {
    SessionState session;
    session.apply(phase(Phase::connecting, true));
    EXPECT_EQ(session.screen(), Screen::chat);
    EXPECT_EQ(session.count(), std::nullopt);
}

TEST(DesktopSession, ALoginStaysWhereThePersonIsUntilItIsLive) {
    SessionState session;
    session.apply(phase(Phase::connecting));
    EXPECT_EQ(session.screen(), Screen::login);
    EXPECT_TRUE(session.busy());
    session.apply(phase(Phase::live, true));
    EXPECT_EQ(session.screen(), Screen::chat);
}

TEST(DesktopSession, P3_TheCountIsKnownOnlyWhileLive) {
    SessionState session;
    session.apply(phase(Phase::live, true));
    EXPECT_EQ(session.count(), std::nullopt) << "not told yet";
    session.apply(core::client::PresenceChanged{3, nullptr});
    EXPECT_EQ(session.count(), 3);
    session.apply(phase(Phase::waiting));
    EXPECT_EQ(session.count(), std::nullopt);
    session.apply(phase(Phase::live, true));
    EXPECT_EQ(session.count(), std::nullopt) << "the old number is not shown again";
}

TEST(DesktopSession, S6_OnlyALoginAsksToTakeOver) {
    SessionState session;
    session.apply(stop(core::Refusal::session_elsewhere, true));
    EXPECT_TRUE(session.asks_to_take_over());
    session.apply(stop(core::Refusal::session_elsewhere, false));
    EXPECT_FALSE(session.asks_to_take_over());
    session.apply(stop(core::Refusal::workstation_busy, true));
    EXPECT_FALSE(session.asks_to_take_over());
}

TEST(DesktopSession, S12_WhoeverIsDisplacedGetsAPage) {
    SessionState session;
    session.apply(phase(Phase::live, true));
    PhaseChanged displaced = phase(Phase::stopped, true);
    displaced.stop.emplace();
    displaced.stop->close = core::CloseCode::superseded;
    session.apply(displaced);
    EXPECT_EQ(session.screen(), Screen::stopped);
    EXPECT_FALSE(session.asks_to_take_over());
    session.apply(phase(Phase::live, true));
    EXPECT_EQ(session.screen(), Screen::chat);
    session.apply(phase(Phase::signed_out));
    EXPECT_EQ(session.screen(), Screen::login);
}

TEST(DesktopSession, TheBannerCountsDown) {
    SessionState session;
    session.apply(phase(Phase::live, true));
    const core::MonotonicTime now{std::chrono::seconds{100}};
    EXPECT_FALSE(banner_of(session, now));
    PhaseChanged down = phase(Phase::waiting);
    down.retry_at = now + std::chrono::milliseconds{1500};
    session.apply(down);
    const auto banner = banner_of(session, now);
    ASSERT_TRUE(banner);
    EXPECT_EQ(banner->text, "No connection. Next try in 2 seconds.");
    EXPECT_TRUE(banner->can_hurry);
    EXPECT_EQ(banner_of(session, now + std::chrono::seconds{1})->text, "No connection. Next try in 1 second.");
    EXPECT_FALSE(banner_of(session, now + std::chrono::seconds{2})->can_hurry) << "it is trying";
}

}  // namespace
}  // namespace workspace::desktop
