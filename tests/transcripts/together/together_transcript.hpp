#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "support/failing_runs.hpp"
#include "together/support/aftermath.hpp"
#include "together/support/world.hpp"

namespace workspace::testing::together {

/// The server and several clients, as people see them: each test is one complaint or one rule, by its name. Each is
/// run again with its store operations failing.
class Together : public ::testing::Test {
protected:
    Together() { begin({}); }
    void begin(WorldOptions options) {
        leave_world();
        options.store_failure = failure_;
        world_ = std::make_unique<World>(options);
        alice = world_->person("alice");
        bob = world_->person("bob");
        carol = world_->person("carol");
        general = world_->room("general");
    }
    void TearDown() override {
        EXPECT_EQ(world().broken(), std::vector<std::string>{});
        world().run(core::seconds{8});
        EXPECT_EQ(world().differences(), std::vector<std::string>{});
        leave_world();
        if (!HasFailure() && !IsSkipped()) {
            run_with_each_failure(most_operations_, kOperationsOfAllRuns, [this](const StoreFailure& failure) {
                failure_ = failure;
                begin({});
                run_muted([this] { TestBody(); });
                auto broken = aftermath(*world_);
                broken.insert(broken.end(), broken_.begin(), broken_.end());
                return broken;
            });
        }
    }
    void TestBody() override = 0;
    [[nodiscard]] World& world() { return *world_; }
    /// A program on a computer of its own, with this person logged in.
    Program& live(const std::string& login, const std::string& computer) {
        Program& program = world().program(login + " on " + computer, computer);
        world().log_in(program, login);
        EXPECT_TRUE(becomes(program, core::client::Phase::live)) << program.name;
        return program;
    }
    /// How long it took; none if it did not within 30 s.
    std::optional<core::Duration> becomes(Program& program, core::client::Phase phase,
                                          core::Duration at_most = core::seconds{30}) {
        return world().until([&] { return program.client && program.phase() == phase; }, at_most);
    }
    [[nodiscard]] std::int64_t count(const Program& program) { return program.client->connected_count().value_or(-1); }
    /// The bodies of a room, as this program holds them.
    [[nodiscard]] std::vector<std::string> bodies(const Program& program, core::RoomId room) {
        std::vector<std::string> result;
        if (const core::client::RoomTimeline* timeline = program.client->timeline(room)) {
            for (const auto& [seq, event] : timeline->events()) {
                result.push_back(event.body);
            }
        }
        return result;
    }

    core::AccountId alice;
    core::AccountId bob;
    core::AccountId carol;
    core::RoomId general;

private:
    static constexpr std::uint64_t kOperationsOfAllRuns = 2'000;

    /// Keeps what is to be known of the world so far.
    void leave_world() {
        if (world_) {
            most_operations_ = std::max(most_operations_, world_->store_operations());
            broken_.insert(broken_.end(), world_->broken().begin(), world_->broken().end());
            world_.reset();
        }
    }

    std::unique_ptr<World> world_;
    StoreFailure failure_;
    std::uint64_t most_operations_ = 0;
    std::vector<std::string> broken_;
};

}  // namespace workspace::testing::together
