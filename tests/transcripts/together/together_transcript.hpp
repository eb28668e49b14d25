#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "together/support/world.hpp"

namespace workspace::testing::together {

/// The server and several clients, as people see them: each test is one complaint or one rule, by its name.
class Together : public ::testing::Test {
protected:
    Together() { begin({}); }
    void begin(const WorldOptions& options) {
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
    }
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
        for (const auto& [seq, event] : program.client->timeline(room)->events()) {
            result.push_back(event.body);
        }
        return result;
    }

    core::AccountId alice;
    core::AccountId bob;
    core::AccountId carol;
    core::RoomId general;

private:
    std::unique_ptr<World> world_;
};

}  // namespace workspace::testing::together
