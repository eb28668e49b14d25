#include "workspace/core/base/errors.hpp"

#include <gtest/gtest.h>

#include <set>

#include "workspace/core/session/lease.hpp"

namespace workspace::core {
namespace {

constexpr auto kLastRefusal = static_cast<int>(Refusal::try_again);
constexpr auto kLastCause = static_cast<int>(LeaseCause::password_changed);

TEST(Errors, EachRefusalHasANameOfItsOwnThatLeadsBackToIt) {
    std::set<std::string_view> names;
    for (int i = 0; i <= kLastRefusal; ++i) {
        const auto refusal = static_cast<Refusal>(i);
        EXPECT_TRUE(names.insert(name_of(refusal)).second) << name_of(refusal);
        EXPECT_EQ(refusal_of(name_of(refusal)), refusal);
        EXPECT_FALSE(words_of(refusal).empty());
    }
    EXPECT_EQ(refusal_of("no_such_refusal"), std::nullopt);
    EXPECT_EQ(refusal_of(""), std::nullopt);
}

TEST(Errors, S12_TheseRefusalsStopAClient) {
    for (const auto refusal :
         {Refusal::superseded, Refusal::session_elsewhere, Refusal::workstation_busy, Refusal::workstation_cloned,
          Refusal::session_ended, Refusal::bad_credentials, Refusal::account_locked}) {
        EXPECT_TRUE(is_terminal(refusal)) << name_of(refusal);
        EXPECT_FALSE(is_retryable(refusal)) << name_of(refusal);
    }
    EXPECT_FALSE(is_terminal(Refusal::try_again));
    EXPECT_FALSE(is_terminal(Refusal::rate_limited));
}

TEST(Errors, S12_TheseCloseCodesStopAClient) {
    for (const auto code : {CloseCode::superseded, CloseCode::revoked, CloseCode::password_changed,
                            CloseCode::logged_out, CloseCode::evicted}) {
        EXPECT_TRUE(is_terminal(code)) << name_of(code);
    }
    for (const auto code : {CloseCode::going_away, CloseCode::slow_reader, CloseCode::silent, CloseCode::overloaded,
                            CloseCode::store_failed}) {
        EXPECT_FALSE(is_terminal(code)) << name_of(code);
    }
}

TEST(Errors, ACloseCodeIsFoundByItsNumberAndNoOtherIs) {
    int known = 0;
    for (int number = 0; number <= 0xFFFF; ++number) {
        const auto code = close_code_of(static_cast<std::uint16_t>(number));
        if (code) {
            EXPECT_EQ(static_cast<int>(*code), number);
            EXPECT_FALSE(name_of(*code).empty());
            ++known;
        }
    }
    EXPECT_EQ(known, 18);
}

TEST(Errors, EachLeaseCauseHasANameOfItsOwn) {
    std::set<std::string_view> names;
    for (int i = 0; i <= kLastCause; ++i) {
        EXPECT_TRUE(names.insert(name_of(static_cast<LeaseCause>(i))).second);
    }
}

}  // namespace
}  // namespace workspace::core
