#include "workspace/host/client_runner.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include "fake_server.hpp"
#include "temporary_folder.hpp"
#include "workspace/core/wire/codec.hpp"
#include "workspace/host/workstation.hpp"

namespace workspace::host {
namespace {

namespace client = core::client;
namespace wire = core::wire;
using testing::FakeServer;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

/// A runner and all that it told.
class Running {
public:
    Running(const FakeServer& server, const std::filesystem::path& folder)
        : runner_({.ws_url = server.url(),
                   .data_dir = folder,
                   .workstation_label = "",
                   .workstation_override = "pc-1",
                   .presence = wire::PresenceWish::count},
                  [this](std::vector<client::Event> events) {
                      {
                          const std::scoped_lock lock(mutex_);
                          events_.insert(events_.end(), events.begin(), events.end());
                      }
                      changed_.notify_all();
                  }) {}

    ClientRunner& operator*() { return runner_; }
    ClientRunner* operator->() { return &runner_; }

    /// Waits for an event of this kind that fits, and gives a copy.
    template <class Kind>
    Kind wait(const std::function<bool(const Kind&)>& fits) {
        std::unique_lock lock(mutex_);
        Kind found;
        EXPECT_TRUE(changed_.wait_for(lock, std::chrono::seconds{30}, [&] {
            for (const auto& event : events_) {
                if (const auto* kind = std::get_if<Kind>(&event); kind != nullptr && fits(*kind)) {
                    found = *kind;
                    return true;
                }
            }
            return false;
        }));
        return found;
    }
    client::PhaseChanged wait_phase(client::Phase phase) {
        return wait<client::PhaseChanged>([phase](const auto& change) { return change.phase == phase; });
    }
    client::PostChanged wait_post(client::PostState state) {
        return wait<client::PostChanged>([state](const auto& change) { return change.state == state; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<client::Event> events_;
    ClientRunner runner_;
};

template <class Message>
Message expect(FakeServer& server) {
    while (true) {
        const auto frame = server.receive();
        if (!frame) {
            ADD_FAILURE() << "the client hung up";
            return {};
        }
        for (const auto line : wire::lines_of(*frame)) {
            auto message = wire::decode_client_message(line);
            if (message && std::holds_alternative<Message>(message.value())) {
                return std::get<Message>(message.value());
            }
        }
    }
}

wire::Hello hello() {
    wire::Hello message;
    message.challenge.value.fill(9);
    message.server = "fake";
    return message;
}

wire::Welcome welcome(std::uint8_t token) {
    wire::Welcome message;
    message.account = {.id = {5}, .name = "Alice"};
    message.login = "alice";
    message.session.value.fill(1);
    message.refresh.value.fill(token);
    message.epoch = {1};
    message.presence = {.boot = {}, .version = {1}, .count = 1, .hash = "0000000000000000"};
    message.rooms = {{.id = {3}, .name = "general", .epoch = {}, .floor = {0}, .head = {0}}};
    return message;
}

wire::WorkstationProof log_in(Running& running, FakeServer& server) {
    running->submit(client::SignIn{.name = "alice", .password = core::SecretText("secret")});
    running->start();
    server.accept();
    server.send(wire::encode(wire::ServerMessage(hello())));
    const auto login = expect<wire::Login>(server);
    EXPECT_EQ(login.name, "alice");
    server.send(wire::encode(wire::ServerMessage(welcome(1))));
    running.wait_phase(client::Phase::live);
    return login.workstation;
}

TEST(ClientRunner, W1_SignsTheChallengeWithTheWorkstationsKey) {
    FakeServer server;
    const TemporaryFolder folder;
    Running running(server, folder.path());
    const auto proof = log_in(running, server);
    EXPECT_EQ(proof.key, made_up_workstation("pc-1", "").identity.key);
    EXPECT_EQ(proof.label, "pc-1");
    const std::string bytes = wire::claim_bytes(hello().challenge, proof.hint, proof.os_boot);
    EXPECT_EQ(
        crypto_sign_verify_detached(proof.signature.value.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                                    bytes.size(), proof.key.value.data()),
        0);
}

TEST(ClientRunner, S14_ComesBackWithTheSessionThatIsOnDisk) {
    FakeServer server;
    const TemporaryFolder folder;
    {
        Running running(server, folder.path());
        EXPECT_FALSE(running->restored_session());
        log_in(running, server);
    }  // as a kill would end it
    Running running(server, folder.path());
    EXPECT_TRUE(running->restored_session());
    running->start();
    server.accept();
    server.send(wire::encode(wire::ServerMessage(hello())));
    const auto resume = expect<wire::Resume>(server);
    EXPECT_EQ(resume.session, welcome(1).session);
    EXPECT_EQ(resume.refresh, welcome(1).refresh);
    EXPECT_EQ(resume.claim, wire::ClaimKind::automatic);
}

TEST(ClientRunner, M7_WhatWasNotAcknowledgedIsSentAgainByTheNextProcess) {
    FakeServer server;
    const TemporaryFolder folder;
    wire::Post first;
    {
        Running running(server, folder.path());
        log_in(running, server);
        running->submit(client::Say{.room = {3}, .body = "hi", .cid = std::nullopt});
        first = expect<wire::Post>(server);
    }
    Running running(server, folder.path());
    running->start();
    server.accept();
    server.send(wire::encode(wire::ServerMessage(hello())));
    static_cast<void>(expect<wire::Resume>(server));
    server.send(wire::encode(wire::ServerMessage(welcome(2))));
    const auto again = expect<wire::Post>(server);
    EXPECT_EQ(again.cid, first.cid);
    EXPECT_EQ(again.body, "hi");
    server.send(wire::encode(
        wire::ServerMessage(wire::Posted{.room = {3}, .cid = again.cid, .seq = {1}, .at = {}, .duplicate = true})));
    EXPECT_EQ(running.wait_post(client::PostState::sent).seq, core::MessageSeq{1});
}

TEST(ClientRunner, S4_QuitSaysByeAndEnds) {
    FakeServer server;
    const TemporaryFolder folder;
    Running running(server, folder.path());
    log_in(running, server);
    running->submit(client::Quit{});
    static_cast<void>(expect<wire::Bye>(server));
    server.send(wire::encode(wire::ServerMessage(wire::LoggedOut{})));
    running.wait<client::Ended>([](const auto&) { return true; });
}

TEST(ClientRunner, OneProcessADataFolder) {
    FakeServer server;
    const TemporaryFolder folder;
    const Running first(server, folder.path());
    EXPECT_THAT(testing::words_thrown_by([&] { const Running second(server, folder.path()); }),
                HasSubstr("Another program is using"));
}

TEST(ClientRunner, AnUnreachableServerIsWaitedForInWords) {
    const TemporaryFolder folder;
    auto server = std::make_unique<FakeServer>();
    Running running(*server, folder.path());
    server.reset();
    running->submit(client::SignIn{.name = "alice", .password = core::SecretText("secret")});
    running->start();
    const auto waiting = running.wait_phase(client::Phase::waiting);
    EXPECT_THAT(waiting.reason, HasSubstr("cannot be reached"));
    EXPECT_TRUE(waiting.retry_at);
}

TEST(ClientRunner, BadFoldersAndAddressesAreRefusedInWords) {
    const TemporaryFolder folder;
    const auto file = folder.write("file", "");
    const auto with = [](const std::string& url, const std::filesystem::path& data) {
        return testing::words_thrown_by([&] {
            const ClientRunner runner({.ws_url = url,
                                       .data_dir = data,
                                       .workstation_label = "",
                                       .workstation_override = "",
                                       .presence = wire::PresenceWish::people},
                                      [](const std::vector<client::Event>&) {});
        });
    };
    EXPECT_THAT(with("ws://127.0.0.1:1/ws", file), HasSubstr(file.string()));
    EXPECT_THAT(with("nonsense", folder.path()), HasSubstr("not a server's address"));
}

}  // namespace
}  // namespace workspace::host
