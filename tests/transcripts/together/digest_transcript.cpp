#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "together/support/world.hpp"

/// digest(): equal states, equal digests. The same seed gives the same run, in every brain, at every step.
namespace workspace::testing::together {
namespace {

using namespace core;

/// alice on two computers, bob, and whatever the world's own chance does to them.
class Day {
public:
    explicit Day(std::uint64_t seed) : world_(WorldOptions{.seed = seed}) {
        for (const char* login : {"alice", "bob"}) {
            (void)world_.person(login);
        }
        room_ = world_.room("general");
        world_.fill(room_, AccountId{2}, 600);
        for (const char* computer : {"pc-1", "pc-2", "pc-3"}) {
            pcs_.push_back(&world_.program(computer, computer));
        }
        world_.log_in(*pcs_[0], "alice");
        world_.log_in(*pcs_[1], "alice");  // is asked, while the other is probed
        world_.log_in(*pcs_[2], "bob");
    }

    void go_on() {
        Program& pc = *pcs_[world_.chance().jitter(pcs_.size())];
        switch (world_.chance().jitter(7)) {
            case 0: world_.cut(pc); break;
            case 1: world_.darken(pc); break;
            case 2: world_.lighten(pc); break;
            case 3: world_.command(pc, client::LoadOlder{room_, std::nullopt, kPageLimitMax}); break;
            case 4: world_.overflow(pc); break;
            default: world_.say(pc, room_, "step " + std::to_string(++said_));
        }
        // often so short that claims, probes and questions to the store are still under way
        const std::uint64_t at_most = world_.chance().jitter(2) == 0 ? 3000 : 12;
        world_.run(milliseconds{static_cast<std::int64_t>(world_.chance().jitter(at_most))});
    }
    /// Of the server, then of each client.
    [[nodiscard]] std::vector<std::uint64_t> digests() {
        std::vector<std::uint64_t> result{world_.hub().digest()};
        for (const Program* pc : pcs_) {
            result.push_back(pc->client->digest());
        }
        return result;
    }
    [[nodiscard]] World& world() { return world_; }
    [[nodiscard]] Program& bob() { return *pcs_.back(); }
    [[nodiscard]] RoomId room() const { return room_; }

private:
    World world_;
    RoomId room_;
    std::vector<Program*> pcs_;
    int said_ = 0;
};

TEST(Digest, TheSameSeedGivesTheSameRun) {
    Day one(7);
    Day two(7);
    for (int step = 0; step < 400; ++step) {
        one.go_on();
        two.go_on();
        ASSERT_EQ(one.digests(), two.digests()) << "after step " << step;
    }
    EXPECT_EQ(one.world().broken(), std::vector<std::string>{});
}

TEST(Digest, ItTellsTwoStatesApart) {
    Day one(7);
    Day two(7);
    one.world().run(seconds{5});
    two.world().run(seconds{5});
    ASSERT_EQ(one.digests(), two.digests());
    ASSERT_TRUE(one.bob().live());
    one.world().say(one.bob(), one.room(), "only here");
    EXPECT_NE(one.bob().client->digest(), two.bob().client->digest());
    one.world().run(seconds{1});
    two.world().run(seconds{1});
    EXPECT_NE(one.world().hub().digest(), two.world().hub().digest());
}

TEST(Digest, AnotherSeedGivesAnotherRun) {
    Day one(7);
    Day two(8);
    one.world().run(seconds{5});
    two.world().run(seconds{5});
    EXPECT_NE(one.digests(), two.digests());
}

}  // namespace
}  // namespace workspace::testing::together
