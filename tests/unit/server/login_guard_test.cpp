#include "auth/login_guard.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace workspace::server {
namespace {

using namespace std::chrono_literals;
using core::Duration;
using core::MonotonicTime;

const TriedFrom kStranger = TriedFrom::address("203.0.113.9");
const TriedFrom kOffice = TriedFrom::address("192.0.2.1");
const TriedFrom kOwn = TriedFrom::workstation({});

class Guard : public ::testing::Test {
protected:
    void wrong(const std::string& name, const TriedFrom& from, int times) {
        for (int i = 0; i < times; ++i) {
            guard_.was_wrong(name, from, now_);
        }
    }
    bool may(const std::string& name, const TriedFrom& from) { return guard_.may_try(name, from, now_); }

    LoginGuard guard_;
    MonotonicTime now_{1h};
};

TEST(WaitAfter, DoublesUpToItsBound) {
    EXPECT_EQ(wait_after(0, 5), 0s);
    EXPECT_EQ(wait_after(4, 5), 0s);
    EXPECT_EQ(wait_after(5, 5), 1s);
    EXPECT_EQ(wait_after(6, 5), 2s);
    EXPECT_EQ(wait_after(14, 5), 512s);
    EXPECT_EQ(wait_after(15, 5), kTryWaitMax);
    EXPECT_EQ(wait_after(std::numeric_limits<int>::max(), 5), kTryWaitMax);
    for (int wrong = 0; wrong < 100; ++wrong) {
        EXPECT_LE(wait_after(wrong, 50), wait_after(wrong + 1, 50));
    }
}

TEST_F(Guard, AFewWrongOnesAreFreeThenEachWaitIsTwiceAsLong) {
    wrong("alice", kOffice, kFreeTries - 1);
    EXPECT_TRUE(may("alice", kOffice));
    wrong("alice", kOffice, 1);
    EXPECT_FALSE(may("alice", kOffice));
    now_ = now_ + (1s - 1us);
    EXPECT_FALSE(may("alice", kOffice));
    now_ = now_ + 1us;
    EXPECT_TRUE(may("alice", kOffice));
    wrong("alice", kOffice, 1);
    now_ = now_ + 1s;
    EXPECT_FALSE(may("alice", kOffice));
    now_ = now_ + 1s;
    EXPECT_TRUE(may("alice", kOffice));
}

TEST_F(Guard, AStrangerElsewhereLocksNobodyOut) {
    wrong("alice", kStranger, 1000);
    EXPECT_FALSE(may("alice", kStranger));
    EXPECT_TRUE(may("alice", kOffice));
    EXPECT_TRUE(may("alice", kOwn));
}

TEST_F(Guard, ANeighbourBehindTheSameAddressLocksOnesOwnWorkstationNotOut) {
    wrong("alice", kOffice, 1000);
    EXPECT_FALSE(may("alice", kOffice));
    EXPECT_FALSE(may("bruno", kOffice)) << "the address has tried too often";
    EXPECT_TRUE(may("alice", kOwn));
}

TEST_F(Guard, OnesOwnWorkstationIsCountedTooAndBurdensNoAddress) {
    wrong("alice", kOwn, 1000);
    EXPECT_FALSE(may("alice", kOwn));
    EXPECT_TRUE(may("bruno", kOwn));
    EXPECT_TRUE(may("alice", kOffice));
}

TEST_F(Guard, ManyNamesFromOneAddressAreOneGuesser) {
    for (int i = 0; i < kFreeTriesOfAddress; ++i) {
        EXPECT_TRUE(may("name " + std::to_string(i), kStranger));
        wrong("name " + std::to_string(i), kStranger, 1);
    }
    EXPECT_FALSE(may("somebody else", kStranger));
    EXPECT_TRUE(may("somebody else", kOffice));
}

TEST_F(Guard, ARightOneForgetsTheNameButNotTheAddress) {
    wrong("alice", kOffice, kFreeTries);
    guard_.was_right("alice", kOffice);
    EXPECT_TRUE(may("alice", kOffice));
    for (int i = 0; i < kFreeTriesOfAddress; ++i) {
        wrong("name " + std::to_string(i), kOffice, 1);
    }
    guard_.was_right("alice", kOffice);  // a guesser may have an account of their own
    EXPECT_FALSE(may("bruno", kOffice));
}

TEST_F(Guard, NamesHaveNoCase) {
    wrong("Alice", kOffice, kFreeTries);
    EXPECT_FALSE(may("aLICE", kOffice));
    EXPECT_TRUE(may("Élise", kOffice));
}

TEST_F(Guard, AnHourWithoutAWrongOneForgetsAll) {
    wrong("alice", kOffice, 30);
    now_ = now_ + kTryWaitMax;
    EXPECT_TRUE(may("alice", kOffice));
    now_ = now_ + kTriesForgottenAfter;
    wrong("alice", kOffice, kFreeTries - 1);
    EXPECT_TRUE(may("alice", kOffice));
}

TEST(GuardPlaces, OfAnIpv6AddressTheNetworkCounts) {
    EXPECT_EQ(TriedFrom::address("2001:db8:1:2::1").place, TriedFrom::address("2001:db8:1:2:ffff::9").place);
    EXPECT_NE(TriedFrom::address("2001:db8:1:2::1").place, TriedFrom::address("2001:db8:1:3::1").place);
    EXPECT_EQ(TriedFrom::address("::ffff:192.0.2.1").place, "192.0.2.1");
    EXPECT_NE(TriedFrom::address("192.0.2.1").place, TriedFrom::address("192.0.2.2").place);
}

TEST(GuardBounds, BeyondThemTheLongestUnusedGoes) {
    LoginGuard guard(4);  // two names, each with its address
    const MonotonicTime now{1h};
    for (int i = 0; i < kFreeTries; ++i) {
        guard.was_wrong("alice", kOffice, now);
    }
    guard.was_wrong("bruno", kStranger, now);
    EXPECT_FALSE(guard.may_try("alice", kOffice, now));
    guard.was_wrong("carla", TriedFrom::address("198.51.100.1"), now);
    EXPECT_TRUE(guard.may_try("alice", kOffice, now));
}

/// The rule as it is told: what counts is who was tried from where, and how long ago the last wrong one was.
TEST(GuardModel, EqualsANaiveOneOverRandomDays) {
    for (unsigned seed = 1; seed <= 50; ++seed) {
        std::mt19937 random(seed);
        LoginGuard guard;
        struct Tally {
            int wrong = 0;
            Duration last{};
        };
        std::map<std::pair<std::string, std::string>, Tally> names;
        std::map<std::string, Tally> addresses;
        const auto waits = [](const Tally& tally, int free, Duration now) {
            return tally.wrong > 0 && now < tally.last + wait_after(tally.wrong, free);
        };
        const auto add = [](Tally& tally, Duration now) {
            tally.wrong = tally.wrong > 0 && now < tally.last + kTriesForgottenAfter ? tally.wrong + 1 : 1;
            tally.last = now;
        };
        const std::vector<TriedFrom> places{kStranger, kOffice, kOwn};
        Duration now = 1h;
        for (int step = 0; step < 2000; ++step) {
            now += std::chrono::milliseconds(random() % 10 == 0 ? random() % 2'000'000 : random() % 3000);
            const auto name = std::string(1, static_cast<char>('a' + random() % 3));
            const TriedFrom& from = places.at(random() % places.size());
            Tally& of_name = names[{name, from.place}];
            const bool blocked = waits(of_name, kFreeTries, now) ||
                                 (!from.known && waits(addresses[from.place], kFreeTriesOfAddress, now));
            ASSERT_EQ(guard.may_try(name, from, MonotonicTime{now}), !blocked) << "seed " << seed << ", step " << step;
            if (blocked) {
                continue;
            }
            if (random() % 20 == 0) {
                guard.was_right(name, from);
                of_name = {};
            } else {
                guard.was_wrong(name, from, MonotonicTime{now});
                add(of_name, now);
                if (!from.known) {
                    add(addresses[from.place], now);
                }
            }
        }
    }
}

}  // namespace
}  // namespace workspace::server
