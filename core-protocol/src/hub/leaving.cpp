#include "leaving.hpp"
#include "workspace/core/base/sometimes.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::hub {

void Leaving::on(Connection& connection, const wire::Logout& /*logout*/) {
    leave(connection, true, LeaseCause::logout);
}

void Leaving::on(Connection& connection, const wire::Bye& /*bye*/) {
    leave(connection, false, LeaseCause::bye);
}

void Leaving::leave(Connection& connection, bool end_session, LeaseCause cause) {
    if (zoo::has(zoo::Bug::logout_leaves_the_lease)) {
        end_told(connection, true, false);
        return;
    }
    connections_.enter(connection, Phase::leaving);
    const Binding& binding = *connection.binding;
    keeper_.end(binding.account, binding.epoch, end_session, cause, connection.id);
}

void Leaving::on(const ApiLogout& logout) {
    if (leases_.find(logout.account, logout.epoch) == nullptr) {
        context_.put(ApiAnswer{logout.request, Refusal::not_live});
        return;
    }
    keeper_.end(logout.account, logout.epoch, true, LeaseCause::logout, logout.request);
}

void Leaving::ended(const AwaitedEnd& asked, const StoreResult& result) {
    const LeaseRow* row = leases_.find(asked.account, asked.epoch);
    const std::optional<ConnectionId> bound = row != nullptr ? row->connection : std::nullopt;
    const bool failed = !std::holds_alternative<LeaseChanged>(result);
    const bool applied = keeper_.end_answered(asked, result);
    Connection* holder = bound ? connections_.open(*bound) : nullptr;
    if (const auto* leaver = std::get_if<ConnectionId>(&asked.asker)) {
        if (holder != nullptr && holder->id == *leaver) {
            end_told(*holder, applied, failed);
        }
        return;
    }
    if (holder != nullptr && applied) {
        parting_.close_displaced(*holder, CloseCode::logged_out, std::nullopt);
    }
    if (const auto* request = std::get_if<Ticket>(&asked.asker)) {
        const Refusal refusal = failed ? Refusal::store_failed : Refusal::not_live;
        context_.put(ApiAnswer{*request, applied ? ApiResult{ApiLoggedOut{}} : ApiResult{refusal}});
    }
}

void Leaving::end_told(Connection& connection, bool applied, bool store_failed) {
    if (store_failed) {
        connections_.enter(connection, Phase::live);
        connections_.refuse(connection, Refusal::store_failed);
        return;
    }
    if (applied) {
        connections_.say(connection, wire::LoggedOut{});
    }
    parting_.unbind(connection);
    connections_.close(connection, CloseCode::normal);
}

void Leaving::on(const ApiEndAccount& end) {
    if (context_.stopping) {
        context_.put(ApiAnswer{end.request, Refusal::try_again});
        return;
    }
    context_.ask_store(AwaitedEndAccount{end.request, end.account, end.cause},
                       EndAccount{end.account, end.cause, end.password, end.locked, context_.clock.now(),
                                  end.password_version, end.by});
}

void Leaving::account_ended(const AwaitedEndAccount& asked, const StoreResult& result) {
    const auto* answer = std::get_if<AccountEndResult>(&result);
    const auto* ended = answer != nullptr ? std::get_if<AccountEnded>(answer) : nullptr;
    if (ended == nullptr) {
        context_.put(ApiAnswer{asked.request, answer != nullptr ? std::get<Refusal>(*answer) : Refusal::store_failed});
        return;
    }
    if (ended->lease) {
        const LeaseRow* row = leases_.find(asked.account, *ended->lease);
        Connection* holder = row != nullptr && row->connection ? connections_.open(*row->connection) : nullptr;
        if (holder != nullptr) {
            sometimes::reached(sometimes::Mark::account_was_ended);
            const bool password = asked.cause == LeaseCause::password_changed;
            parting_.close_displaced(*holder, password ? CloseCode::password_changed : CloseCode::revoked,
                                     std::nullopt);
        }
        keeper_.ended(asked.account, *ended->lease, asked.cause);
    }
    context_.put(ApiAnswer{asked.request, ApiAccountEnded{}});
}

}  // namespace workspace::core::hub
