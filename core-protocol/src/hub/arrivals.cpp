#include "arrivals.hpp"

#include <utility>
#include "workspace/core/base/sometimes.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::hub {

void Arrivals::expect(const Connection& connection, Granted granted, RefreshToken refresh) {
    const Ticket ticket = context_.desk.open(AwaitedAccess{connection.id});
    context_.put(MintAccess{ticket, granted.account.id, granted.session, granted.epoch});
    waiting_.insert_or_assign(connection.id, Arrival{std::move(granted), refresh, std::nullopt});
}

void Arrivals::minted(ConnectionId connection, std::string access) {
    if (const auto found = waiting_.find(connection); found != waiting_.end()) {
        found->second.access = std::move(access);
        fresh_.push_back(connection);
    }
}

void Arrivals::welcome_ready(bool published) {
    if (published) {
        fresh_.clear();
        for (const auto& [connection, arrival] : waiting_) {
            fresh_.push_back(connection);
        }
    }
    for (const ConnectionId id : std::exchange(fresh_, {})) {
        try_welcome(id);
    }
}

void Arrivals::try_welcome(ConnectionId id) {
    const auto found = waiting_.find(id);
    if (found == waiting_.end() || !found->second.access ||
        (!presence_.settled(found->second.granted.account.id) && !zoo::has(zoo::Bug::welcome_before_presence))) {
        if (found != waiting_.end() && found->second.access) {
            sometimes::reached(sometimes::Mark::welcome_waited);
        }
        return;
    }
    if (Connection* connection = connections_.open(id); connection != nullptr) {
        welcome(*connection, found->second);
    }
    waiting_.erase(found);
}

void Arrivals::welcome(Connection& connection, const Arrival& arrival) {
    const Granted& granted = arrival.granted;
    connections_.enter(connection, Phase::live);
    connection.heard = context_.served();
    connection.heads_told = rooms_.change();
    connections_.say(connection, wire::Welcome{granted.account, granted.login, granted.session, arrival.refresh,
                                               *arrival.access, granted.epoch, granted.account_was_connected,
                                               presence_.stamp(), rooms_.rooms_of(granted.account.id)});
    presence_.subscribe(connection);
    probes_.ask_late(connection);
}

void Arrivals::digest(Hasher& hasher) const {
    for (const auto& [connection, arrival] : waiting_) {
        hasher.add(connection.value);
        hasher.add(arrival.granted.account.id.value);
        hasher.add(arrival.granted.epoch.value);
        hasher.add(arrival.access.has_value());
    }
}

}  // namespace workspace::core::hub
