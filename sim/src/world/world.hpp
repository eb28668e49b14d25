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

#include "workspace/core/hub/hub.hpp"
#include "world/agenda.hpp"
#include "world/chance.hpp"
#include "world/observer.hpp"
#include "world/program.hpp"
#include "world/store.hpp"

/// The real hub and real clients, in virtual time, over a network, disks and clocks that this world owns and breaks.
/// One seed decides everything.
namespace workspace::sim {

struct WorldOptions {
    std::uint64_t seed = 1;
    core::ElsewherePolicy policy = core::ElsewherePolicy::ask;
    core::Limits limits{};
};

/// The server's disk, as it behaves now.
struct DiskFaults {
    core::Duration takes = core::milliseconds{3};  ///< a commit
    int fail_next = 0;                             ///< operations that are answered with StoreFailed
    bool full = false;                             ///< all of them
    std::optional<std::uint64_t> kill_at;          ///< the server dies at this operation from now (1: the next)
    bool kill_after_commit = true;                 ///< … when it is durable, and nobody was told
};

/// Nothing in it allocates a program's address anew: references stay good as long as the world does.
class World {
public:
    World(const WorldOptions& options, std::unique_ptr<Store> store);
    ~World();
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /// In the order in which they are told. They must outlive the world.
    void watch(Observer& observer) { observers_.push_back(&observer); }
    /// A rule does not hold. The first few are kept, each sentence once.
    void report(Broken broken) const;
    [[nodiscard]] const std::vector<Broken>& broken() const { return broken_; }

    // ---- population: before start_server(), or while it is down -----------------------------------------------------
    /// Their password is their login name.
    core::AccountId person(const std::string& login, bool bot = false);
    core::RoomId room(const std::string& name);
    [[nodiscard]] std::optional<core::AccountId> find_person(const std::string& login) const;
    /// A program with an empty data folder on a computer of that name; started.
    Program& program(const std::string& name, const std::string& computer);
    [[nodiscard]] Program* find_program(std::string_view name) const;
    [[nodiscard]] const std::deque<std::unique_ptr<Program>>& programs() const { return programs_; }

    // ---- programs and their computers ------------------------------------------------------------------------------
    void command(Program& program, const core::client::Command& wish);
    void start(Program& program);
    /// kill -9: the operating system closes its socket, unless the network is dark; the disk stays.
    void kill(Program& program);
    /// Its cache, its outbox and its key are lost (W1).
    void reinstall(Program& program);
    /// The computer of `copy` becomes one of `original`: same key, same hint.
    void clone(Program& copy, const Program& original);
    /// A laptop that is shut: nothing runs, what arrives waits, its clock goes on.
    void sleep(Program& program);
    void wake(Program& program);
    void run_clock_at(Program& program, std::int64_t ppm);
    void set_wall_clock(Program& program, core::Duration offset);

    // ---- the network -----------------------------------------------------------------------------------------------
    /// The connection breaks and both ends are told, after what was under way has arrived.
    void cut(Program& program);
    /// The same, and what was under way is lost.
    void reset(Program& program);
    /// Silently: nothing gets through any more that way. What was connected stays dead.
    void darken(Program& program, bool up, bool down);
    void lighten(Program& program);
    void set_delay(Program& program, core::Duration from, core::Duration to);
    void set_bandwidth(Program& program, std::int64_t bytes_per_second);
    void stall(Program& program);
    void read_again(Program& program);
    /// Straight to the server, as the program's own connection would say it: a hostile client.
    void say_raw(Program& program, std::string text);

    // ---- the server ------------------------------------------------------------------------------------------------
    /// Stays down where its store cannot be used.
    void start_server();
    /// kill -9; with `power` the machine loses power, and its disk what was not synced.
    void kill_server(bool power = false);
    /// In order: clients are told to come back.
    void stop_server();
    [[nodiscard]] bool server_runs() const { return hub_ != nullptr; }
    DiskFaults& disk() { return disk_; }
    [[nodiscard]] const DiskFaults& disk() const { return disk_; }
    /// S13; none: the password stays, under another version.
    void change_password(core::AccountId account, const std::string& password);
    void lock(core::AccountId account, bool locked);
    /// A bit of the server's file turns over, if it is down.
    void rot();
    void step_wall_clock(core::Duration by);

    /// Takes back all that was done to networks, disks, clocks and computers; starts the server and what sleeps.
    void heal();

    // ---- time ------------------------------------------------------------------------------------------------------
    [[nodiscard]] core::MonotonicTime time() const { return now_; }
    [[nodiscard]] core::Duration elapsed() const { return now_ - kBegin; }
    /// Runs until `done`, at most this long. Whether it came. Looked at after each step.
    bool until(const std::function<bool()>& done, core::Duration at_most);
    void run(core::Duration duration);
    /// Something of the caller's own, at that time from now.
    void later(core::Duration from_now, Agenda::Work work) { agenda_.at(now_ + from_now, std::move(work)); }
    /// For those who watch: from here on this line of a scenario is played.
    void begin_line(int line, std::string_view words) {
        tell([&](Observer& observer) { observer.line_begins(*this, line, words); });
    }
    /// Heals, runs until everything has come to rest or `at_most` has gone, and tells the observers.
    void settle(core::Duration at_most);

    // ---- for observers ---------------------------------------------------------------------------------------------
    [[nodiscard]] const core::hub::Hub* hub() const { return hub_.get(); }
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

    static constexpr core::MonotonicTime kBegin{core::seconds{1000}};

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
    [[nodiscard]] core::Now now_of(const Program& program) const;
    void mix(std::uint64_t value);
    void mix(std::string_view text);
    void fault(std::string_view what);
    template <class Tell>
    void tell(Tell tell) {
        for (Observer* observer : observers_) {
            tell(*observer);
        }
    }

    // programs
    void feed(Program& program, const core::client::Input& input);
    void drain(Program& program);
    void carry_out(Program& program, core::client::Output& output);
    void schedule(Program& program);
    void fall_due(Program& program);
    /// Now, or when the computer is awake.
    void when_awake(Program& program, std::function<void()> work);

    // network
    [[nodiscard]] Socket* socket_of(const Program& program);
    [[nodiscard]] core::MonotonicTime arrival(const Program& program, core::MonotonicTime& last);
    void open_socket(Program& program);
    void socket_arrives(std::uint64_t number);
    void send_up(Program& program, std::string text);
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
    void heard(const std::vector<core::ConnectionId>& to, const std::string& text);
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
    void die(bool commit_is_done, Ending ending);
    void end_in_doubt();
    void drop_connections();
    void answer_later(core::Duration after, core::hub::Input input);

    WorldOptions options_;
    std::unique_ptr<Store> store_;
    std::vector<Observer*> observers_;
    mutable std::vector<Broken> broken_;
    Chance server_entropy_;
    core::MonotonicTime now_ = kBegin;
    core::Duration server_wall_offset_{};
    std::unique_ptr<core::hub::Hub> hub_;
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
    std::deque<std::unique_ptr<Program>> programs_;
    std::map<std::string, Program*, std::less<>> by_name_;
    std::map<std::string, core::AccountId> people_;
    std::map<std::uint64_t, Socket> sockets_;
    std::uint64_t last_socket_ = 0;
    std::uint64_t last_request_ = 0;
    Agenda agenda_;
    std::uint64_t steps_ = 0;
    std::uint64_t digest_ = 0xcbf29ce484222325ULL;
};

}  // namespace workspace::sim
