#include <deque>
#include <map>
#include <string>

#include "checkers/checkers.hpp"
#include "checkers/frame_cost.hpp"
#include "checkers/questions.hpp"
#include "world/world.hpp"

namespace workspace::sim {

using namespace core;

namespace {

template <class... Kinds>
bool is_one_of(const auto& message) {
    return (std::holds_alternative<Kinds>(message) || ...);
}

bool is_of_a_login(const wire::ClientMessage& message) {
    return is_one_of<wire::Login, wire::Resume, wire::Sync, wire::PresenceGet, wire::StatusesGet, wire::ReadsGet>(
        message);
}

bool is_of_a_login(const wire::ServerMessage& message) {
    return is_one_of<wire::Hello, wire::Welcome, wire::Refused, wire::Synced, wire::PresenceSet, wire::Statuses,
                     wire::ReadMarkers>(message);
}

/// What is said has a cause, and costs what it must. What the two ends say is counted as it arrives at the server or
/// leaves it; how a program behaves, by its own computer's clock.
class EconomyChecker : public Checker {
public:
    EconomyChecker(const Ledger& ledger, const EconomyBounds& bounds) : Checker("economy", ledger), bounds_(bounds) {}

    // ---- what went before ------------------------------------------------------------------------------------------
    void fault(const World& world, std::string_view what) override {
        quiet_since_ = world.time();
        all_is_well_ = what == "heal" || (all_is_well_ && is_no_fault(what));
    }
    void wished(const World& world, const Program& program, const client::Command& /*wish*/) override {
        quiet_since_ = world.time();
        begin_again(program);
    }
    void program_started(const World& world, const Program& program) override {
        quiet_since_ = world.time();
        begin_again(program);
    }
    void server_started(const World& /*world*/, const StoredWorld& /*stored*/) override {
        lines_.clear();
        operations_ = {};
        told_live_.clear();
    }
    void connected(const World& /*world*/, const Program& /*program*/, ConnectionId connection) override {
        lines_[connection] = {};
    }
    void disconnected(const World& /*world*/, ConnectionId connection) override { lines_.erase(connection); }
    void server_closed(const World& /*world*/, ConnectionId connection, CloseCode /*code*/) override {
        lines_.erase(connection);
    }

    // ---- what the server is told, and says -------------------------------------------------------------------------
    void message_arrived(const World& world, const Program& /*program*/, ConnectionId connection,
                         const wire::ClientMessage& message) override {
        Line& line = lines_[connection];
        const auto* sync = std::get_if<wire::Sync>(&message);
        line.due.expect(message, sync == nullptr ? 1 : static_cast<int>(sync->cursors.size() + sync->rooms.size()));
        operations_.expect(message, is_one_of<wire::Login, wire::Resume>(message) ? kDecisionsAClaim : 1);
        line.login_is_over = line.login_is_over || std::holds_alternative<wire::Beat>(message);
        line.allowed += std::holds_alternative<wire::Read>(message) ? 1 : 0;
        if (is_of_a_login(message)) {
            count(world, line);
        }
        if (at_rest(world) && !std::holds_alternative<wire::Beat>(message)) {
            economy(world, "a program that has nothing to do says more than its beats");
        }
    }
    void frame_sent(const World& world, const std::vector<ConnectionId>& /*to*/, std::string_view text) override {
        look_at_frame(world);
        frame_.begin(text);
        if (at_rest(world) && text.size() > kBytesABeatAtRest) {
            economy(world, "when all is quiet, a beat is answered with " + std::to_string(text.size()) + " bytes");
        }
    }
    void server_said(const World& world, const std::vector<ConnectionId>& to,
                     const wire::ServerMessage& message) override {
        if (const auto* event = std::get_if<wire::EventMessage>(&message)) {
            frame_.add(*event);
            encoded_once(world, *event);
        } else {
            for (const ConnectionId connection : to) {
                said(world, lines_[connection], message);
            }
        }
        const auto* beat = std::get_if<wire::BeatAnswer>(&message);
        if (at_rest(world) && (beat == nullptr || !beat->heads.empty())) {
            economy(world, "when all is quiet, the server says more than answers to beats");
        }
    }
    void stepped(const World& world) override { look_at_frame(world); }

    void carried_out(const World& world, const StoreOperation& operation, const StoreResult& /*result*/,
                     bool /*heard*/) override {
        if (!operations_.take(operation.index())) {
            economy(world, "the store is asked for what no question needs");
        }
        if (at_rest(world)) {
            economy(world, "when all is quiet, the store is asked for something");
        }
    }

    // ---- what a program does ---------------------------------------------------------------------------------------
    void opens_socket(const World& world, const Program& program) override {
        Habits& habits = habits_[&program];
        habits.last_beat.reset();
        habits.asked = {};
        habits.attempts.push_back(world.time());
        while (world.time() - habits.attempts.front() > kMinute) {
            habits.attempts.pop_front();
        }
        const auto attempts = static_cast<std::int64_t>(habits.attempts.size());
        if (attempts > bounds_.attempts_a_minute.value_or(kAttemptsAMinute)) {
            economy(world, program.name + " tries to connect " + std::to_string(attempts) + " times in a minute");
        }
    }
    void told(const World& world, const Program& program, const client::Event& event) override {
        const auto* phase = std::get_if<client::PhaseChanged>(&event);
        if (phase == nullptr) {
            return;
        }
        Habits& habits = habits_[&program];
        if (phase->phase == client::Phase::live) {
            habits.live_since = world.time();
        } else if (habits.live_since && world.time() - *habits.live_since >= kLinkHeld) {
            habits.attempts.clear();
            habits.live_since.reset();
        } else {
            habits.live_since.reset();
        }
    }
    void message_said(const World& world, const Program& program, const wire::ClientMessage& message) override {
        Habits& habits = habits_[&program];
        if (std::holds_alternative<wire::Beat>(message)) {
            beats(world, program, habits);
        } else if (is_one_of<wire::PresenceGet, wire::StatusesGet>(message) &&
                   ++habits.asked[message.index()] > kQuestionsABeat) {
            economy(world, program.name + " asks for the same again and again between two beats");
        }
    }

    // ---- what is left ----------------------------------------------------------------------------------------------
    void settled(const World& world) override {
        if (world.hub() == nullptr) {
            return;
        }
        const auto figures = world.hub()->figures();
        std::size_t sockets = 0;
        for (const auto& program : world.programs()) {
            sockets += program->socket != 0 ? 1 : 0;
        }
        left_over(world, "connections", figures.connections, sockets);
        left_over(world, "leases", figures.leases, ledger().leases().size());
        left_over(world, "unfinished requests", figures.unfinished, 0);
    }

private:
    static constexpr Duration kMinute = seconds{60};

    /// One connection, as the server sees it.
    struct Line {
        DueAnswers due;
        std::int64_t messages = 0;  ///< of its login
        std::int64_t allowed = kLoginMessages;
        bool login_is_over = false;  ///< its first beat has come
    };
    /// One program.
    struct Habits {
        std::deque<MonotonicTime> attempts;  ///< of the last minute, since it had a reason to begin again
        std::optional<MonotonicTime> live_since;
        std::optional<MonotonicTime> last_beat;  ///< on this connection, by its own clock
        std::map<std::size_t, int> asked;        ///< since its last beat
    };

    void economy(const World& world, const std::string& sentence) const { broken(world, "economy", sentence); }
    static bool is_no_fault(std::string_view what) { return what.find("wall clock") != std::string_view::npos; }
    [[nodiscard]] bool at_rest(const World& world) const {
        return all_is_well_ && world.time() - quiet_since_ > kAtRestAfter;
    }
    /// A person wants it: whatever it tries now has a new cause.
    void begin_again(const Program& program) {
        habits_[&program].attempts.clear();
        habits_[&program].asked.clear();
    }
    void count(const World& world, Line& line) {
        if (!line.login_is_over && ++line.messages > bounds_.messages_a_login.value_or(line.allowed)) {
            economy(world, "a login costs " + std::to_string(line.messages) + " messages");
        }
    }
    void said(const World& world, Line& line, const wire::ServerMessage& message) {
        if (const auto* welcome = std::get_if<wire::Welcome>(&message)) {
            line.allowed += kLoginMessagesARoom * static_cast<std::int64_t>(welcome->rooms.size());
        } else if (std::holds_alternative<wire::RoomAdded>(message)) {
            line.allowed += kLoginMessagesAnAddedRoom;
        }
        if (is_of_a_login(message)) {
            count(world, line);
        }
        const bool refuses = std::holds_alternative<wire::PostRefused>(message);
        if (!line.due.take(refuses ? kAnswer<wire::Posted> : message.index())) {
            economy(world, "the server answers what nobody asked");
        }
    }

    void encoded_once(const World& world, const wire::EventMessage& message) {
        MessageSeq& last = told_live_[message.room];
        if (message.event.seq <= last) {
            economy(world, "message " + std::to_string(message.event.seq.value) + " is sent in a second frame");
        }
        last = std::max(last, message.event.seq);
    }
    /// Of the frame before this one, whose messages have been told.
    void look_at_frame(const World& world) {
        const auto bytes = frame_.beside_what_is_in_it();
        if (bytes && *bytes > bounds_.bytes_a_message.value_or(kBytesAMessage)) {
            economy(world, "a message costs " + std::to_string(*bytes) + " bytes beside what is in it");
        }
        frame_ = {};
    }

    void beats(const World& world, const Program& program, Habits& habits) {
        const MonotonicTime mine = program.clock.at(world.time());
        if (habits.last_beat && mine - *habits.last_beat < kBeatEvery) {
            economy(world, program.name + " beats twice within " +
                               std::to_string((mine - *habits.last_beat).count() / 1000) + " ms");
        }
        habits.last_beat = mine;
        habits.asked.clear();
    }

    void left_over(const World& world, const std::string& what, std::size_t there, std::size_t needed) const {
        if (there > needed) {
            economy(world, "when all is quiet, the server keeps " + std::to_string(there) + " " + what + " and needs " +
                               std::to_string(needed));
        }
    }

    EconomyBounds bounds_;
    MonotonicTime quiet_since_{};
    bool all_is_well_ = true;
    std::map<ConnectionId, Line> lines_;
    DueOperations operations_;
    std::map<RoomId, MessageSeq> told_live_;
    std::map<const Program*, Habits> habits_;
    FrameCost frame_;  ///< of what is being told
};

}  // namespace

std::unique_ptr<Checker> make_economy_checker(const Ledger& ledger, const EconomyBounds& bounds) {
    return std::make_unique<EconomyChecker>(ledger, bounds);
}

}  // namespace workspace::sim
