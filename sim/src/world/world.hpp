#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "capture/captured_hub.hpp"
#include "workspace/core/hub/hub.hpp"
#include "world/chance.hpp"
#include "world/observer.hpp"
#include "world/stage.hpp"
#include "world/store.hpp"

/// The real hub and real clients, in virtual time, over a network, disks and clocks that this world owns and breaks.
/// One seed decides everything.
namespace workspace::sim {

struct WorldOptions {
    std::uint64_t seed = 1;
    core::ElsewherePolicy policy = core::ElsewherePolicy::ask;
    core::Limits limits{};
    std::function<capture::Recorder::Write()> captures{};  ///< asked at each start of the server; may be empty
};

/// The server's disk, as it behaves now.
struct DiskFaults {
    core::Duration takes = core::milliseconds{3};  ///< a commit
    int fail_next = 0;                             ///< operations that are answered with StoreFailed
    bool full = false;                             ///< all of them
    std::optional<std::uint64_t> kill_at;          ///< the server dies at this operation from now (1: the next)
    bool kill_after_commit = true;                 ///< … when it is durable, and nobody was told
};

class World final : public Stage {
public:
    World(const WorldOptions& options, std::unique_ptr<Store> store);
    ~World() override;

    /// What is said is taken apart for those who hear messages.
    enum class Hears : std::uint8_t { everything, all_but_messages };
    /// In the order in which they are told. They must outlive the world.
    void watch(Observer& observer, Hears hears = Hears::everything) {
        observers_.push_back(&observer);
        if (hears == Hears::everything) {
            listeners_.push_back(&observer);
        }
    }

    core::AccountId person(const std::string& login, bool bot = false) override;
    core::RoomId room(const std::string& name) override;

    void cut(Program& program) override;
    void reset(Program& program) override;
    void say_raw(Program& program, std::string text) override;

    void start_server() override;
    void kill_server() override;
    void stop_server() override;
    [[nodiscard]] bool server_runs() const override { return hub_ != nullptr; }
    void heal() override;

    [[nodiscard]] core::MonotonicTime time() const override { return now_; }
    /// `done` is looked at after each step.
    bool until(const std::function<bool()>& done, core::Duration at_most) override;
    void begin_line(int line, std::string_view words) override;
    /// Heals, runs until everything has come to rest or `at_most` has gone, and tells the observers.
    void settle(core::Duration at_most);

    // ---- what only a simulated server can be made to suffer ----------------------------------------------------------
    DiskFaults& disk() { return disk_; }
    [[nodiscard]] const DiskFaults& disk() const { return disk_; }
    /// The machine loses power, and its disk what was not synced.
    void lose_power();
    /// S13; none: the password stays, under another version.
    void change_password(core::AccountId account, const std::string& password);
    void lock(core::AccountId account, bool locked);
    /// A bit of the server's file turns over, if it is down.
    void rot();
    void step_wall_clock(core::Duration by);

    // ---- for observers ---------------------------------------------------------------------------------------------
    [[nodiscard]] const core::hub::Hub* hub() const { return hub_ ? &hub_->hub() : nullptr; }
    [[nodiscard]] Store& store() const { return *store_; }
    [[nodiscard]] const WorldOptions& options() const { return options_; }
    [[nodiscard]] const Program* program_of(core::ConnectionId connection) const;
    [[nodiscard]] core::Now server_now() const;
    /// Commits take long, or took long a moment ago: what has a bound in time is not held to it.
    [[nodiscard]] bool is_disk_slow() const { return now_ < slow_until_; }
    [[nodiscard]] std::uint64_t steps() const { return steps_; }
    /// Over everything that happened so far: equal runs, equal digests.
    [[nodiscard]] std::uint64_t digest() const { return digest_; }
    /// Whether the checkers of whole states should look now: each step in a small world, every so many in a large one.
    [[nodiscard]] bool is_sampled() const;

private:
    struct Queued {
        core::hub::SharedText text;
        bool may_be_shed = false;
    };
    /// Both ends of one connection, and what is under way.
    struct Socket {
        core::ConnectionId id;
        Program* program = nullptr;
        bool client_end = true;
        bool server_end = false;
        bool dead_up = false;  ///< the network went dark under it
        bool dead_down = false;
        core::MonotonicTime to_server;  ///< nothing arrives before what was sent before it
        core::MonotonicTime to_client;
        std::deque<Queued> queue;  ///< at the server: what the client does not read, or the line does not take
        std::size_t queue_bytes = 0;
        bool sending = false;  ///< the line is busy with the first of the queue
        bool overflowed = false;
    };
    void step();
    [[nodiscard]] core::MonotonicTime next_time() const;
    void mix(std::uint64_t value);
    void mix(std::string_view text);
    template <class Tell>
    void tell(Tell tell) {
        for (Observer* observer : observers_) {
            tell(*observer);
        }
    }

    // programs
    [[nodiscard]] core::WorkstationKey key_of(const Program& program) const override { return program.computer.key; }
    [[nodiscard]] core::Signature sign(const Program& program, const core::Challenge& challenge) const override {
        return program.computer.prove(challenge).signature;
    }
    void wished(const Program& program, const core::client::Command& wish) override;
    void started(const Program& program) override;
    void gone(const Program& program) override;
    void said(const Program& program, std::string_view text) override;
    void heard(const Program& program, std::string_view text) override;
    void told(const Program& program, const core::client::Event& event) override;
    void fault(std::string_view what) override;

    // network
    [[nodiscard]] Socket* socket_of(const Program& program);
    [[nodiscard]] core::MonotonicTime arrival(const Program& program, core::MonotonicTime& last);
    void open_socket(Program& program) override;
    void close_socket(Program& program) override;
    void drop_socket(Program& program) override;
    void connection_darkens(Program& program, bool up, bool down) override;
    void goes_on_reading(Program& program) override;
    void socket_arrives(std::uint64_t number);
    void send_up(Program& program, std::string text) override;
    void close_client_end(std::uint64_t number, std::optional<core::CloseCode> code);
    void close_server_end(std::uint64_t number);
    void send_down(core::ConnectionId connection, const core::hub::SharedText& text, bool may_be_shed);
    void pump(Socket& socket);
    void deliver(std::uint64_t number, const core::hub::SharedText& text);
    void forget_if_gone(std::uint64_t number);

    // server
    void to_hub(const core::hub::Input& input);
    void drain_hub();
    void schedule_hub();
    void server_says(const std::vector<core::ConnectionId>& to, const std::string& text);
    void carry_out(const core::hub::Send& output);
    void carry_out(const core::hub::Broadcast& output);
    void carry_out(const core::hub::Close& output);
    void carry_out(const core::hub::AskStore& output);
    void carry_out(const core::hub::CheckProof& output);
    void carry_out(const core::hub::MintAccess& output);
    void carry_out(const core::hub::ApiAnswer& output);
    void carry_out(const core::hub::LeaseNotice& output);
    void begin_commit();
    void end_commit();
    using Batch = std::vector<core::hub::AskStore>;
    [[nodiscard]] std::vector<core::StoreResult> carry_out_batch(const Batch& batch);
    void tell_carried_out(const Batch& batch, const std::vector<core::StoreResult>& results);
    enum class Ending : std::uint8_t { orderly, killed, without_power };
    void end_server(Ending ending);
    void die(bool commit_is_done, Ending ending);
    void end_in_doubt();
    void drop_connections();
    void answer_later(core::Duration after, core::hub::Input input);

    WorldOptions options_;
    std::unique_ptr<Store> store_;
    std::vector<Observer*> observers_;
    std::vector<Observer*> listeners_;  ///< those of them who hear messages
    Chance server_entropy_;
    core::MonotonicTime now_ = kBegin;
    core::Duration server_wall_offset_{};
    std::unique_ptr<capture::CapturedHub> hub_;
    core::MonotonicTime hub_due_ = core::MonotonicTime::never();
    int server_starts_ = 0;
    std::deque<core::hub::AskStore> asked_;  ///< those of the commit that is under way first
    std::size_t in_commit_ = 0;
    core::MonotonicTime committed_ = core::MonotonicTime::never();
    DiskFaults disk_;
    core::MonotonicTime slow_until_{};
    /// A batch in which the store died: it is there after the next start, or nothing of it is.
    struct Doubt {
        Batch batch;
        std::vector<core::StoreResult> results;
    };
    std::optional<Doubt> in_doubt_;
    std::string not_started_;  ///< why the server does not start
    std::map<std::uint64_t, Socket> sockets_;
    std::uint64_t last_socket_ = 0;
    std::uint64_t last_request_ = 0;
    std::uint64_t steps_ = 0;
    std::uint64_t digest_ = 0xcbf29ce484222325ULL;
};

}  // namespace workspace::sim
