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

    void connected(const World& /*world*/, const Program& /*program*/, ConnectionId connection) override {
        open_[connection] = {};
    }
    void disconnected(const World& /*world*/, ConnectionId connection) override { open_.erase(connection); }

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
    void wished(const World& /*world*/, const Program& program, const client::Command& /*wish*/) override {
        stopped_.erase(program.name);
    }
    void program_started(const World& /*world*/, const Program& program) override { stopped_.erase(program.name); }
    void told(const World& /*world*/, const Program& program, const client::Event& event) override {
        const auto* phase = std::get_if<client::PhaseChanged>(&event);
        if (phase == nullptr || !phase->stop) {
            return;
        }
        const bool closed = phase->stop->close && stands_still_after(*phase->stop->close);
        if (closed || phase->stop->refusal == Refusal::superseded) {
            stopped_.insert(program.name);
        }
    }

private:
    struct Open {
        bool welcomed = false;
    };

    void look_at(const World& world, Open& open, ConnectionId connection, const wire::ServerMessage& message) {
        if (const auto* welcome = std::get_if<wire::Welcome>(&message)) {
            open.welcomed = true;
            welcomed(world, connection, *welcome);
        } else if (std::holds_alternative<wire::LoggedOut>(message)) {
            logged_out(world, connection);
        } else if (!open.welcomed && !may_be_said_before_proof(message)) {
            broken(world, "S8", "something is told to a connection that has not proved who it is");
        } else if (const auto* refused = std::get_if<wire::Refused>(&message)) {
            const bool unproved = refused->code == Refusal::bad_credentials;
            if (unproved && (refused->holder || refused->takeover)) {
                broken(world, "S8", "who holds an account is told to somebody without its password");
            }
        }
    }
    [[nodiscard]] static bool may_be_said_before_proof(const wire::ServerMessage& message) {
        return std::holds_alternative<wire::Hello>(message) || std::holds_alternative<wire::Refused>(message) ||
               std::holds_alternative<wire::Closing>(message) || std::holds_alternative<wire::Error>(message);
    }

    void welcomed(const World& world, ConnectionId connection, const wire::Welcome& welcome) {
        const Program* program = world.program_of(connection);
        const auto lease = ledger().leases().find(welcome.account.id);
        if (program == nullptr || lease == ledger().leases().end()) {
            return;  // it ended between its grant and this word; the connection is told next
        }
        if (lease->second.epoch == welcome.epoch && lease->second.workstation != program->computer.key) {
            broken(world, "S2", "a computer is welcomed under the lease of another one");
        }
    }

    /// S4: when it is answered, the lease is gone.
    void logged_out(const World& world, ConnectionId connection) {
        const Program* program = world.program_of(connection);
        if (program == nullptr || !program->session) {
            return;
        }
        const auto lease = ledger().leases().find(program->session->account.id);
        if (lease != ledger().leases().end() && lease->second.session == program->session->session &&
            lease->second.live) {
            broken(world, "S4", program->name + " is told that it is logged out, and its lease is there");
        }
    }

    std::map<ConnectionId, Open> open_;
    std::set<std::string> stopped_;
};

}  // namespace

std::unique_ptr<Checker> make_session_checker(const Ledger& ledger) {
    return std::make_unique<SessionChecker>(ledger);
}

}  // namespace workspace::sim
