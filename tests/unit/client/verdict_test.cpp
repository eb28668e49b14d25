#include "../core-protocol/src/client/verdict.hpp"

#include <gtest/gtest.h>

#include "../core-protocol/src/client/tuning.hpp"

/// The two tables by which a client decides what a refusal or a close means (S12).
namespace workspace::core::client {
namespace {

using Then = Verdict::Then;

constexpr ClaimMade kByPassword{true, false};
constexpr ClaimMade kBySession{false, true};

wire::Refused refused(Refusal code, std::optional<std::int64_t> retry_ms = std::nullopt) {
    return {code, "", {}, {}, retry_ms};
}

TEST(ClientVerdict, S12_TheClientAgreesWithTheCoreOnWhatIsTerminal) {
    for (int i = 0; i <= static_cast<int>(Refusal::try_again); ++i) {
        const auto code = static_cast<Refusal>(i);
        if (is_terminal(code)) {
            EXPECT_NE(verdict_on(refused(code), kBySession).then, Then::wait) << name_of(code);
            EXPECT_NE(verdict_on(refused(code), kByPassword).then, Then::wait) << name_of(code);
        }
        if (is_retryable(code)) {
            EXPECT_EQ(verdict_on(refused(code), kBySession).then, Then::wait) << name_of(code);
            EXPECT_EQ(verdict_on(refused(code), kByPassword).then, Then::wait) << name_of(code);
        }
    }
    for (std::uint16_t number = 1000; number < 4100; ++number) {
        if (const auto code = close_code_of(number)) {
            EXPECT_EQ(verdict_on(code, nullptr, kBySession).then != Then::wait, is_terminal(*code)) << name_of(*code);
        }
    }
}

TEST(ClientVerdict, S12_WhoStandsStillIsOfferedExactlyOneWayOn) {
    for (int i = 0; i <= static_cast<int>(Refusal::try_again); ++i) {
        for (const ClaimMade& made : {kByPassword, kBySession}) {
            const Verdict verdict = verdict_on(refused(static_cast<Refusal>(i)), made);
            if (verdict.then != Then::wait) {
                EXPECT_NE(verdict.stop.may_use_here, verdict.stop.needs_password) << i;
            }
        }
    }
}

TEST(ClientVerdict, S8_AClaimThatWasNotUnderstoodIsNotRepeatedWithAPassword) {
    EXPECT_EQ(verdict_on(refused(Refusal::bad_request), kByPassword).then, Then::sign_out);
    EXPECT_EQ(verdict_on(refused(Refusal::bad_request), kBySession).then, Then::wait);
}

TEST(ClientVerdict, S10_TheTimeThatTheServerAsksForIsKeptWithinReason) {
    EXPECT_EQ(verdict_on(refused(Refusal::try_again, 5000), kBySession).not_before, Duration{seconds{5}});
    EXPECT_EQ(verdict_on(refused(Refusal::try_again, (std::int64_t{1} << 53) - 1), kBySession).not_before,
              kRetryAskedMax);
    wire::Closing closing;
    closing.code = CloseCode::going_away;
    closing.retry_ms = 700;
    EXPECT_EQ(verdict_on(closing.code, &closing, kBySession).not_before, Duration{milliseconds{700}});
}

TEST(ClientVerdict, S12_AfterABrokenProtocolAPersonDecidesWhenToTry) {
    const Verdict verdict = verdict_on(CloseCode::not_json, nullptr, kBySession);
    EXPECT_EQ(verdict.then, Then::stop);
    EXPECT_TRUE(verdict.stop.may_use_here);
    EXPECT_FALSE(verdict.forget_session);
}

TEST(ClientVerdict, S9_AClosedSocketWithoutAWordIsTriedAgain) {
    const Verdict verdict = verdict_on(std::nullopt, nullptr, kBySession);
    EXPECT_EQ(verdict.then, Then::wait);
    EXPECT_EQ(verdict.not_before, Duration::zero());
}

}  // namespace
}  // namespace workspace::core::client
