#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "counted.hpp"
#include "workspace/testing/direct_host.hpp"

/// What the hub allocates, where architecture.md promises that a population does not matter.
namespace workspace::testing {
namespace {

using namespace core;

/// A hub with `count` people, all logged in and following the room.
class Crowd {
public:
    Crowd(std::int64_t count, std::uint64_t (*counter)()) : host_(counter), count_(count) {
        host_.add_people(count + 1);
        for (std::int64_t person = 1; person <= count; ++person) {
            members_.push_back(host_.log_in(person));
        }
        host_.gather();
        for (const ConnectionId member : members_) {
            wire::Sync sync;
            sync.rooms.push_back(host_.room());
            host_.say(member, sync);
        }
        host_.post(members_.front());  // the audience is made
    }

    /// By one post, up to its broadcast. The least of some: a container that happens to grow is not what is meant.
    std::uint64_t taken_by_a_post() {
        return least([&] {
            host_.post(members_.front());
            EXPECT_EQ(host_.outputs().broadcasts, 1U);
            EXPECT_EQ(host_.outputs().addressees, static_cast<std::uint64_t>(count_));
        });
    }
    /// By one login more, up to its `welcome`, the frame that tells everybody included; and of its logout.
    std::uint64_t taken_by_a_login() {
        host_.gather();
        return least([&] {
            const ConnectionId newcomer = host_.log_in(count_ + 1);
            host_.gather();
            EXPECT_EQ(host_.hub().presence().now.count, count_ + 1);
            host_.say(newcomer, wire::Logout{});
            host_.gather();
            EXPECT_EQ(host_.hub().presence().now.count, count_);
        });
    }

private:
    template <class Work>
    std::uint64_t least(const Work& work) {
        std::uint64_t result = std::numeric_limits<std::uint64_t>::max();
        for (int round = 0; round < 20; ++round) {
            host_.clear_outputs();
            work();
            result = std::min(result, host_.outputs().taken);
        }
        return result;
    }

    DirectHost host_;
    std::int64_t count_;
    std::vector<ConnectionId> members_;
};

constexpr std::int64_t kFew = 10;
constexpr std::int64_t kMany = 10'000;

TEST(Allocations, TheyAreCounted) {
    const std::uint64_t before = allocations();
    const std::vector<int> one(100);
    EXPECT_EQ(allocations(), before + 1) << one.size();
}

TEST(Allocations, OfAPostDoNotDependOnTheNumberOfAddressees) {
    for (auto* counter : {&allocations, &allocated_bytes}) {
        Crowd few(kFew, counter);
        Crowd many(kMany, counter);
        const std::uint64_t expected = few.taken_by_a_post();
        EXPECT_GT(expected, 0U);
        EXPECT_EQ(many.taken_by_a_post(), expected);
    }
}

/// The set's hash is a wrapping sum (P3), and the frame names only who came: nothing is made anew for those who stay,
/// but the one list of addressees.
TEST(Allocations, OfALoginDoNotDependOnThePopulation) {
    Crowd few(kFew, &allocations);
    Crowd many(kMany, &allocations);
    const std::uint64_t expected = few.taken_by_a_login();
    EXPECT_GT(expected, 0U);
    EXPECT_EQ(many.taken_by_a_login(), expected);
}

}  // namespace
}  // namespace workspace::testing
