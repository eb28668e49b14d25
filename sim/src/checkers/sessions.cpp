#include <map>
#include <set>

#include "checkers/checkers.hpp"
#include "workspace/core/wire/codec.hpp"
#include "world/world.hpp"

namespace workspace::sim {

using namespace core;

namespace {

/// After one of these a program stands still until a person wishes something (S12).
bool stands_still_after(CloseCode code) {
    return code == CloseCode::superseded || code == CloseCode::evicted || code == CloseCode::revoked ||
           code == CloseCode::logged_out;
}

class SessionChecker : public Checker {
public:
    explicit SessionChecker(const Ledger& ledger) : Checker("sessions", ledger) {}

    void connected(const World& /*world*/, const Program& program, ConnectionId connection) override {
        open_[connection] = {};
        open_[connection].key = program.computer.key;
    }
    void disconnected(const World& /*world*/, ConnectionId connection) override { open_.erase(connection); }
    void server_closed(const World& /*world*/, ConnectionId connection, CloseCode /*code*/) override {
        if (const auto found = open_.find(connection); found != open_.end()) {
            found->second.answered = true;
        }
    }
    void server_gone(const World& /*world*/) override { open_.clear(); }
    void carried_out(const World& world, const StoreOperation& /*operation*/, const StoreResult& result,
                     bool /*heard*/) override {
        if (std::holds_alternative<StoreFailed>(result)) {
            excused_until_ = world.time() + kClaimTakes;
        }
    }
    void frame_arrived(const World& world, const Program& /*program*/, ConnectionId connection,
                       std::string_view /*text*/) override {
        const auto found = open_.find(connection);
        if (found == open_.end() || found->second.claimed) {
            return;
        }
        found->second.claimed = world.time();
    }
    void message_arrived(const World& world, const Program& /*program*/, ConnectionId connection,
                         const wire::ClientMessage& message) override {
        const auto found = open_.find(connection);
        const auto* login = std::get_if<wire::Login>(&message);
        if (login != nullptr && found != open_.end() && found->second.claimed == world.time()) {
            found->second.login = login->name;
        }
    }
    /// S6: whoever claims is let in, or told why not, within two rounds of probing.
    void stepped(const World& world) override {
        if (!world.is_sampled() || world.is_disk_slow()) {
            return;
        }
        for (auto& [connection, open] : open_) {
            if (open.claimed && !open.answered &&
                world.time() - std::max(*open.claimed, excused_until_) > kClaimTakes) {
                broken(world, "S6",
                       "a claim is not answered within " + std::to_string(kClaimTakes.count() / 1'000'000) + " s");
                open.answered = true;
            }
        }
    }
    /// S12: from the moment in which it is told so.
    void client_heard(const World& /*world*/, const Program& program, std::string_view text) override {
        if (text.find("\"closing\"") == std::string_view::npos) {
            return;
        }
        const auto message = wire::decode_server_message(text.substr(text.rfind('\n') + 1));
        const auto* closing = message ? std::get_if<wire::Closing>(&message.value()) : nullptr;
        if (closing != nullptr && stands_still_after(closing->code) && !wished_.contains(program.name)) {
            stopped_.insert(program.name);
        }
    }

    void server_said(const World& world, const std::vector<ConnectionId>& to,
                     const wire::ServerMessage& message) override {
        for (const ConnectionId connection : to) {
            const auto found = open_.find(connection);
            if (found != open_.end()) {
                look_at(world, found->second, connection, message);
            }
        }
    }

    void opens_socket(const World& world, const Program& program) override {
        if (stopped_.contains(program.name)) {
            broken(world, "S12", program.name + " was displaced, and connects again by itself");
        }
    }
    void wished(const World& /*world*/, const Program& program, const client::Command& wish) override {
        stopped_.erase(program.name);
        if (std::holds_alternative<client::SignIn>(wish) || std::holds_alternative<client::UseHere>(wish)) {
            wished_.insert(program.name);
        }
    }
    void program_started(const World& /*world*/, const Program& program) override {
        stopped_.erase(program.name);
        wished_.erase(program.name);
    }
    void told(const World& /*world*/, const Program& program, const client::Event& event) override {
        const auto* phase = std::get_if<client::PhaseChanged>(&event);
        if (phase == nullptr) {
            return;
        }
        if (phase->phase != client::Phase::connecting && phase->phase != client::Phase::waiting) {
            wished_.erase(program.name);  // the person has an answer
        }
        if (!phase->stop) {
            return;
        }
        const bool closed = phase->stop->close && stands_still_after(*phase->stop->close);
        if (closed || phase->stop->refusal == Refusal::superseded) {
            stopped_.insert(program.name);
        }
    }

private:
    struct Open {
        WorkstationKey key;
        std::optional<wire::Welcome> welcome;
        bool welcomed = false;
        std::optional<MonotonicTime> claimed;
        bool answered = false;
        std::string login;
    };
    static constexpr Duration kClaimTakes = seconds{8};

    void look_at(const World& world, Open& open, ConnectionId connection, const wire::ServerMessage& message) {
        if (const auto* welcome = std::get_if<wire::Welcome>(&message)) {
            open.welcomed = open.answered = true;
            open.welcome = *welcome;
            welcomed(world, connection, open.key, *welcome);
        } else if (const auto* closing = std::get_if<wire::Closing>(&message)) {
            if (const Program* program = world.program_of(connection);
                program != nullptr && closing->code == CloseCode::superseded) {
                superseded_[program] = connection;
            }
        } else if (std::holds_alternative<wire::LoggedOut>(message)) {
            logged_out(world, open);
        } else if (!open.welcomed && !may_be_said_before_proof(message)) {
            broken(world, "S8", "something is told to a connection that has not proved who it is");
        } else if (const auto* refused = std::get_if<wire::Refused>(&message)) {
            open.answered = true;
            if (refused->holder && refused->code == Refusal::workstation_busy &&
                refused->holder->account_name == open.login) {
                broken(world, "S5", open.login + " is kept out of a computer by itself");
            }
            const bool unproved = refused->code == Refusal::bad_credentials;
            if (unproved && (refused->holder || refused->takeover)) {
                broken(world, "S8", "who holds an account is told to somebody without its password");
            }
        }
    }
    [[nodiscard]] static bool may_be_said_before_proof(const wire::ServerMessage& message) {
        const auto* post = std::get_if<wire::PostRefused>(&message);
        return std::holds_alternative<wire::Hello>(message) || std::holds_alternative<wire::Refused>(message) ||
               std::holds_alternative<wire::Closing>(message) || std::holds_alternative<wire::Error>(message) ||
               (post != nullptr && post->code == Refusal::out_of_state);
    }

    void welcomed(const World& world, ConnectionId connection, const WorkstationKey& key,
                  const wire::Welcome& welcome) {
        const Program* program = world.program_of(connection);
        const auto closed = superseded_.find(program);
        if (closed != superseded_.end() && connection < closed->second) {
            broken(world, "S5", "a connection that its client has left closes the one that followed it");
        }
        // What this newcomer took from its own computer (from a program that it is a copy of, too) was closed by nobody else.
        std::erase_if(superseded_,
                      [&](const auto& entry) { return entry.first->computer.key == key && entry.second < connection; });
        const auto lease = ledger().leases().find(welcome.account.id);
        if (lease == ledger().leases().end()) {
            return;  // it ended between its grant and this word; the connection is told next
        }
        if (lease->second.epoch == welcome.epoch && lease->second.workstation != key) {
            broken(world, "S2", "a computer is welcomed under the lease of another one");
        }
    }

    /// S4: when it is answered, the lease is gone.
    void logged_out(const World& world, const Open& open) {
        if (!open.welcome) {
            return;
        }
        const auto lease = ledger().leases().find(open.welcome->account.id);
        if (lease != ledger().leases().end() && lease->second.epoch == open.welcome->epoch) {
            broken(world, "S4", open.welcome->login + " is told that it is logged out, and its lease is there");
        }
    }

    std::map<ConnectionId, Open> open_;
    std::set<std::string> stopped_;
    std::set<std::string> wished_;  ///< whose person waits for an answer
    std::map<const Program*, ConnectionId> superseded_;
    MonotonicTime excused_until_{};
};

}  // namespace

std::unique_ptr<Checker> make_session_checker(const Ledger& ledger) {
    return std::make_unique<SessionChecker>(ledger);
}

}  // namespace workspace::sim
