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

#include "world/agenda.hpp"
#include "world/broken.hpp"
#include "world/program.hpp"

namespace workspace::sim {

/// What a scenario is played on: programs on their computers, a network that breaks, a server. The simulated World is
/// one; LiveStage, with a real server and real sockets, is the other. What a host does for a client's brain is the same
/// in both and is here; time, sockets and the server are theirs.
///
/// Nothing in it allocates a program's address anew: references stay good as long as the stage does.
class Stage {
public:
    explicit Stage(std::uint64_t seed) : seed_(seed) {}
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;
    virtual ~Stage() = default;

    /// A rule does not hold. The first few are kept, each sentence once.
    void report(Broken broken) const;
    [[nodiscard]] const std::vector<Broken>& broken() const { return broken_; }
    [[nodiscard]] std::uint64_t seed() const { return seed_; }

    // ---- population: before start_server(), or while it is down -----------------------------------------------------
    /// Their password is their login name.
    virtual core::AccountId person(const std::string& login, bool bot = false) = 0;
    virtual core::RoomId room(const std::string& name) = 0;
    [[nodiscard]] std::optional<core::AccountId> find_person(const std::string& login) const;
    [[nodiscard]] const std::map<std::string, core::AccountId>& people() const { return people_; }
    /// One of those, or one that a program was told of.
    [[nodiscard]] std::optional<core::RoomId> find_room(const std::string& name) const;
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
    virtual void cut(Program& program) = 0;
    /// The same, and what was under way is lost.
    virtual void reset(Program& program) = 0;
    /// Silently: nothing gets through any more that way. What was connected stays dead.
    void darken(Program& program, bool up, bool down);
    void lighten(Program& program);
    void set_delay(Program& program, core::Duration from, core::Duration to);
    void set_bandwidth(Program& program, std::int64_t bytes_per_second);
    void stall(Program& program);
    void read_again(Program& program);
    /// Straight to the server, as the program's own connection would say it: a hostile client.
    virtual void say_raw(Program& program, std::string text);

    // ---- the server ------------------------------------------------------------------------------------------------
    /// Stays down where its store cannot be used.
    virtual void start_server() = 0;
    /// kill -9.
    virtual void kill_server() = 0;
    /// In order: clients are told to come back.
    virtual void stop_server() = 0;
    [[nodiscard]] virtual bool server_runs() const = 0;

    /// Takes back all that was done to networks, disks, clocks and computers; starts the server and what sleeps.
    virtual void heal() = 0;

    // ---- time ------------------------------------------------------------------------------------------------------
    [[nodiscard]] virtual core::MonotonicTime time() const = 0;
    [[nodiscard]] core::Duration elapsed() const { return time() - kBegin; }
    /// Runs until `done`, at most this long. Whether it came.
    virtual bool until(const std::function<bool()>& done, core::Duration at_most) = 0;
    void run(core::Duration duration);
    /// Something of the caller's own, at that time from now.
    void later(core::Duration from_now, Agenda::Work work) { agenda_.at(time() + from_now, std::move(work)); }
    /// How long something may take that has to come within `span`: real machines are slow.
    [[nodiscard]] virtual core::Duration patience(core::Duration span) const { return span; }
    /// For those who watch: from here on this line of a scenario is played.
    virtual void begin_line(int /*line*/, std::string_view /*words*/) {}

    static constexpr core::MonotonicTime kBegin{core::seconds{1000}};

protected:
    // what a stage does for its programs
    [[nodiscard]] virtual core::WorkstationKey key_of(const Program& program) const = 0;
    [[nodiscard]] virtual core::Signature sign(const Program& program, const core::Challenge& challenge) const = 0;
    virtual void open_socket(Program& program) = 0;
    /// The program's own end is gone at once; it is told.
    virtual void close_socket(Program& program) = 0;
    virtual void send_up(Program& program, std::string text) = 0;
    /// Its process has ended: the operating system closes its socket.
    virtual void drop_socket(Program& program) = 0;
    /// What is connected now is dead that way, for good.
    virtual void connection_darkens(Program& program, bool up, bool down) = 0;
    /// What waited for it goes on.
    virtual void goes_on_reading(Program& program) = 0;

    // what a stage is told of its programs, before what follows from it
    virtual void settles_in(Program& /*program*/) {}
    virtual void wished(const Program& /*program*/, const core::client::Command& /*wish*/) {}
    virtual void started(const Program& /*program*/) {}
    virtual void gone(const Program& /*program*/) {}
    virtual void said(const Program& /*program*/, std::string_view /*text*/) {}
    virtual void heard(const Program& /*program*/, std::string_view /*text*/) {}
    virtual void told(const Program& /*program*/, const core::client::Event& /*event*/) {}
    virtual void fault(std::string_view /*what*/) {}

    void feed(Program& program, const core::client::Input& input);
    /// A frame has come to its end of the connection.
    void frame_arrives(Program& program, std::string_view text);
    /// Now, or when the computer is awake.
    void when_awake(Program& program, std::function<void()> work);
    void heal_programs();

    Agenda agenda_;
    std::map<std::string, core::AccountId> people_;
    std::map<std::string, core::RoomId> rooms_;

private:
    [[nodiscard]] core::Now now_of(const Program& program) const;
    void drain(Program& program);
    void carry_out(Program& program, core::client::Output& output);
    void show(Program& program, const core::client::Event& event);
    void schedule(Program& program);
    void fall_due(Program& program);

    std::uint64_t seed_;
    mutable std::vector<Broken> broken_;
    std::deque<std::unique_ptr<Program>> programs_;
    std::map<std::string, Program*, std::less<>> by_name_;
};

}  // namespace workspace::sim
