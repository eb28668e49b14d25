#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "workspace/core/client/client.hpp"
#include "workspace/core/hub/hub.hpp"
#include "workspace/testing/checked_optional.hpp"
#include "workspace/testing/fake_entropy.hpp"
#include "workspace/testing/fake_signer.hpp"
#include "workspace/testing/memory_store.hpp"
#include "workspace/testing/promises.hpp"
#include "workspace/testing/store_failure.hpp"

/// The real hub and real clients over a network in memory, in virtual time. One seed decides everything.
namespace workspace::testing::together {

struct WorldOptions {
    std::uint64_t seed = 1;
    core::ElsewherePolicy policy = core::ElsewherePolicy::ask;
    core::Limits limits{};
    core::Duration latency_min = core::milliseconds{1};
    core::Duration latency_max = core::milliseconds{10};
    core::Duration store_takes = core::milliseconds{3};
    /// Beside what fail_store() asks for.
    StoreFailure store_failure{};
};

/// One client program with its data folder, on a computer; several may be on one computer.
struct Program {
    std::string name;
    FakeWorkstation computer;
    std::unique_ptr<FakeEntropy> entropy;
    std::unique_ptr<core::client::Client> client;  ///< none while it does not run
    // -- its disk
    std::optional<core::client::SavedSession> session;
    std::vector<core::client::OutboxEntry> outbox;
    // -- its network
    std::uint64_t socket = 0;  ///< 0: none
    bool dark = false;         ///< nothing gets through, and nobody is told
    // -- what it told, since it was started
    std::vector<core::client::PhaseChanged> phases;
    /// Each event's seq and `changed`, in the order in which it was told.
    std::map<core::RoomId, std::vector<std::pair<core::MessageSeq, core::MessageSeq>>> told;
    std::map<core::RoomId, core::client::UnreadChanged> unread;
    std::vector<core::client::RequestFailed> failures;
    std::vector<core::client::PostChanged> posts;
    int pages = 0;
    int sockets_opened = 0;
    bool ended = false;

    [[nodiscard]] core::client::Phase phase() const { return client->phase(); }
    [[nodiscard]] bool live() const { return client && client->phase() == core::client::Phase::live; }
    [[nodiscard]] CheckedOptional<core::client::Stop> stop() const {
        const bool stopped = !phases.empty() && phases.back().stop;
        return stopped ? CheckedOptional<core::client::Stop>{*phases.back().stop}
                       : CheckedOptional<core::client::Stop>{};
    }
};

class World {
public:
    explicit World(WorldOptions options = {});
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    // ---- population ------------------------------------------------------------------------------------------------
    /// Their password is their login name.
    core::AccountId person(const std::string& login) { return store_.add_account(login, login, login); }
    core::RoomId room(const std::string& name);
    /// A program, started, with an empty data folder. The reference stays good.
    Program& program(const std::string& name, const std::string& computer);

    // ---- programs --------------------------------------------------------------------------------------------------
    void command(Program& program, core::client::Command command);
    void log_in(Program& program, const std::string& login) {
        command(program, core::client::SignIn{login, core::SecretText{login}});
    }
    void say(Program& program, core::RoomId room, std::string body) {
        command(program, core::client::Say{room, std::move(body), std::nullopt});
    }
    /// kill -9: the operating system closes its socket (unless the network is dark); the disk stays.
    void kill(Program& program);
    void start(Program& program);

    // ---- the network -----------------------------------------------------------------------------------------------
    /// The connection breaks, and both ends are told.
    void cut(Program& program);
    /// Silently: nothing gets through any more in either direction. What was connected stays dead.
    void darken(Program& program);
    void lighten(Program& program) { program.dark = false; }
    /// The server drops what waits for it, as for a reader that is too slow (H2).
    void overflow(Program& program);

    // ---- the server ------------------------------------------------------------------------------------------------
    void kill_server();
    void start_server();
    /// The next `count` operations of the store fail.
    void fail_store(int count) { store_failures_ = count; }
    /// A password change (S13); the new password is the old one, under another version.
    void change_password(core::AccountId account);
    /// Operations that were answered so far.
    [[nodiscard]] std::uint64_t store_operations() const { return store_operations_; }
    /// Takes back all that was done to the store, the networks and the server.
    void heal();
    [[nodiscard]] MemoryStore& store() { return store_; }
    [[nodiscard]] core::hub::Hub& hub() { return *hub_; }
    /// `count` messages by `author`, straight into the log of `room`. The server must be down or is restarted.
    void fill(core::RoomId room, core::AccountId author, int count);

    // ---- time ------------------------------------------------------------------------------------------------------
    void run(core::Duration duration);
    /// Runs until `done`, at most this long. What it took; none if it did not come.
    [[nodiscard]] std::optional<core::Duration> until(const std::function<bool()>& done, core::Duration at_most);
    [[nodiscard]] core::Now now() const;
    [[nodiscard]] FakeEntropy& chance() { return chance_; }

    // ---- checkers --------------------------------------------------------------------------------------------------
    /// What did not hold at some step, each as a sentence with the rule's name.
    [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }
    [[nodiscard]] const Promises& promises() const { return promises_; }
    [[nodiscard]] const std::deque<std::unique_ptr<Program>>& programs() const { return programs_; }
    /// P5 and H5 for every live program: its count and its rooms equal the server's. Empty when they do.
    [[nodiscard]] std::vector<std::string> differences() const;

private:
    struct Socket {
        core::ConnectionId id;
        Program* program = nullptr;
        bool client_end = true;
        bool server_end = false;
        bool dead = false;              ///< the network went dark under it
        core::MonotonicTime to_server;  ///< nothing arrives before what was sent before it
        core::MonotonicTime to_client;
    };
    struct Asked {
        core::hub::AskStore ask;
        core::MonotonicTime due;
    };

    void step();
    /// What a brain throws is kept as broken before it goes on.
    void guarded(const std::function<void()>& work);
    [[nodiscard]] core::MonotonicTime next_time() const;
    void at(core::MonotonicTime time, std::function<void()> what);
    [[nodiscard]] core::MonotonicTime arrival(core::MonotonicTime& last);
    void check();

    void open_socket(Program& program);
    void close_client_end(std::uint64_t socket, std::optional<core::CloseCode> code);
    void close_server_end(std::uint64_t socket);
    void drain(Program& program);
    void carry_out(Program& program, core::client::Output& output);
    void note(Program& program, const core::client::Event& event);
    [[nodiscard]] bool is_stored(const core::ClientId& cid) const;

    void to_hub(const core::hub::Input& input);
    void drain_hub();
    void send(core::ConnectionId connection, const core::hub::SharedText& text);
    void carry_out(const core::hub::Send& output);
    void carry_out(const core::hub::Broadcast& output);
    void carry_out(const core::hub::Close& output);
    void carry_out(const core::hub::AskStore& output);
    void carry_out(const core::hub::CheckProof& output);
    void carry_out(const core::hub::MintAccess& output);
    void carry_out(const core::hub::ApiAnswer& output);
    void carry_out(const core::hub::LeaseNotice& /*output*/) {}
    void answer_store();
    void compare(const Program& program, const StoredLog& log, std::vector<std::string>& found) const;

    WorldOptions options_;
    FakeEntropy chance_;
    FakeEntropy server_entropy_;
    core::MonotonicTime now_{core::seconds{1000}};
    MemoryStore store_;
    std::unique_ptr<core::hub::Hub> hub_;
    int server_starts_ = 0;
    std::deque<Asked> asked_;
    int store_failures_ = 0;
    std::uint64_t store_operations_ = 0;
    Promises promises_;
    std::size_t promises_seen_ = 0;
    std::deque<std::unique_ptr<Program>> programs_;
    std::map<std::uint64_t, Socket> sockets_;
    std::uint64_t last_socket_ = 0;
    std::map<std::pair<core::MonotonicTime, std::uint64_t>, std::function<void()>> agenda_;
    std::uint64_t last_entry_ = 0;
    std::int64_t filled_ = 0;
    std::vector<std::string> broken_;
};

}  // namespace workspace::testing::together
