#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "hub/aftermath.hpp"
#include "support/failing_runs.hpp"
#include "workspace/testing/hub_client.hpp"

/// Scripts against the hub with a store in memory: each test is one rule of docs/rules.md, by its name. Each is run
/// again, from SetUp on, with every one of its store operations failing.
namespace workspace::testing {

using namespace core;
using namespace std::chrono_literals;

class HubTranscript : public ::testing::Test {
protected:
    HubTranscript() { begin({}); }

    /// A new world with these options: alice, bob, carol and dan, two rooms.
    void begin(HubWorldOptions options) {
        leave_world();
        options.store_failure = failure_;
        world_ = std::make_unique<HubWorld>(options);
        alice = world_->add_person("alice");
        bob = world_->add_person("bob");
        carol = world_->add_person("carol");
        dan = world_->add_person("dan");
        general = world_->add_room("general");
        workshop = world_->add_room("workshop");
    }
    void TearDown() override {
        EXPECT_EQ(world_->broken(), std::vector<std::string>{});
        world_->advance(1s);
        EXPECT_EQ(world_->hub().presence().now.count, world_->store().connected_people()) << "P1";
        leave_world();
        if (!HasFailure() && !IsSkipped()) {
            run_with_each_failure(most_operations_, kOperationsOfAllRuns, [this](const StoreFailure& failure) {
                failure_ = failure;
                begin({});
                run_muted([this] {
                    SetUp();
                    TestBody();
                });
                auto broken = aftermath(*world_);
                broken.insert(broken.end(), broken_.begin(), broken_.end());
                return broken;
            });
        }
    }
    void TestBody() override = 0;

    [[nodiscard]] static ClientId cid(std::uint64_t number) {
        return id_of<ClientId>("post " + std::to_string(number));
    }
    [[nodiscard]] HubWorld& world() { return *world_; }
    HubClient connect(const std::string& login, const std::string& workstation) {
        return {*world_, login, workstation};
    }
    HubClient log_in(const std::string& login, const std::string& workstation) {
        HubClient client = connect(login, workstation);
        client.log_in();
        return client;
    }
    /// The same, and `welcome` has come: after a login of somebody else it waits for the next presence frame (P4, P6).
    HubClient live(const std::string& login, const std::string& workstation) {
        HubClient client = log_in(login, workstation);
        world().advance(1s);
        EXPECT_TRUE(client.live()) << login;
        return client;
    }
    HubClient resume(const std::string& login, const std::string& workstation, const wire::Welcome& session,
                     wire::ClaimKind kind = wire::ClaimKind::automatic) {
        HubClient client = connect(login, workstation);
        client.resume(session, kind);
        return client;
    }
    /// The cursor of a client that holds the room's log up to `seq`.
    [[nodiscard]] wire::Cursor cursor_at(RoomId room, std::int64_t seq) {
        const StoredLog& log = world().store().logs().at(room);
        return {room, log.room.epoch, MessageSeq{seq}, log.events.at(static_cast<std::size_t>(seq - 1)).cid};
    }
    /// Straight into the store and the hub, by REST: `count` messages "1", "2", …
    void fill(RoomId room, int count) {
        world().store().allow(ApiTokenFence{7}, dan);
        for (int i = 1; i <= count; ++i) {
            world().handle(
                hub::ApiPost{Ticket{static_cast<std::uint64_t>(i)}, ApiTokenFence{7}, dan,
                             wire::Post{room, id_of<ClientId>("fill " + std::to_string(room.value) + std::to_string(i)),
                                        std::nullopt, std::to_string(i)}});
        }
    }
    [[nodiscard]] bool connected(AccountId account) { return world().store().leases().contains(account); }
    [[nodiscard]] std::int64_t count() { return world().hub().presence().now.count; }

    AccountId alice;
    AccountId bob;
    AccountId carol;
    AccountId dan;
    RoomId general;
    RoomId workshop;

private:
    static constexpr std::uint64_t kOperationsOfAllRuns = 3'600;

    /// Keeps what is to be known of the world so far.
    void leave_world() {
        if (world_) {
            most_operations_ = std::max(most_operations_, world_->store_operations());
            broken_.insert(broken_.end(), world_->broken().begin(), world_->broken().end());
            world_.reset();
        }
    }

    std::unique_ptr<HubWorld> world_;
    StoreFailure failure_;
    std::uint64_t most_operations_ = 0;
    std::vector<std::string> broken_;
};

}  // namespace workspace::testing
