#include "../core-protocol/src/client/backoff.hpp"

#include <gtest/gtest.h>

#include <set>

#include "workspace/core/base/limits.hpp"
#include "workspace/testing/fake_entropy.hpp"

namespace workspace::core::client {
namespace {

TEST(ClientBackoff, S9_DoublesToItsMostAndStaysInTheUpperHalf) {
    testing::FakeEntropy entropy{1};
    Backoff backoff{kReconnectFirst, kReconnectMax};
    for (int i = 0; i < 100; ++i) {
        const Duration full =
            std::min(Duration{kReconnectMax}, Duration{kReconnectFirst} * (std::int64_t{1} << std::min(i, 20)));
        const Duration drawn = backoff.next(entropy);
        EXPECT_GE(drawn, full / 2);
        EXPECT_LE(drawn, full);
    }
    backoff.reset();
    EXPECT_LE(backoff.next(entropy), Duration{kReconnectFirst});
}

TEST(ClientBackoff, S10_ACrowdDoesNotStayInStep) {
    testing::FakeEntropy entropy{1};
    std::set<Duration> drawn;
    for (int i = 0; i < 1000; ++i) {
        Backoff backoff{kReconnectFirst, kReconnectMax};
        drawn.insert(backoff.next(entropy));
    }
    EXPECT_GT(drawn.size(), 900U);
}

}  // namespace
}  // namespace workspace::core::client
