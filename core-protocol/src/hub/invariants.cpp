#include "invariants.hpp"

#include <map>
#include <set>

namespace workspace::core::hub {

namespace {

using Sentences = std::vector<std::string>;

std::string account_words(AccountId account) {
    return "account " + std::to_string(account.value);
}
std::string connection_words(ConnectionId id) {
    return "connection " + std::to_string(id.value);
}

const Connection* find(const Brain& brain, ConnectionId id) {
    const auto found = brain.connections.all().find(id);
    return found == brain.connections.all().end() ? nullptr : &found->second;
}

void check_leases(const Brain& brain, Sentences& broken) {
    std::map<WorkstationKey, AccountId> by_workstation;
    for (const auto& [account, row] : brain.leases.rows()) {
        if (!by_workstation.emplace(row.workstation, account).second) {
            broken.push_back("S2: " + account_words(account) + " shares its workstation with another lease");
        }
        const Connection* holder = row.connection ? find(brain, *row.connection) : nullptr;
        if (row.connection && (holder == nullptr || !holder->binding || holder->binding->account != account ||
                               holder->binding->epoch != row.epoch)) {
            broken.push_back("S3: the lease of " + account_words(account) + " names a connection not bound to it");
        }
        if (row.connection && row.state != LeaseState::live) {
            broken.push_back("S9: a detached lease of " + account_words(account) + " has a connection");
        }
        const DeadlineKey due{DeadlineKind::lease, static_cast<std::uint64_t>(account.value)};
        if (!row.connection && !row.asked && !brain.context.stopping && !brain.context.deadlines.has(due)) {
            broken.push_back("S10: the lease of " + account_words(account) + " is stuck: nothing will ever end it");
        }
    }
}

void check_connections(const Brain& brain, Sentences& broken) {
    std::size_t unauthenticated = 0;
    for (const auto& [id, connection] : brain.connections.all()) {
        const bool early = connection.phase == Phase::greeted || connection.phase == Phase::claiming;
        unauthenticated += early ? 1 : 0;
        const bool should_be_bound = !early && connection.phase != Phase::closing;
        if (should_be_bound != connection.binding.has_value()) {
            broken.push_back("S3: " + connection_words(id) + " is bound in a phase where it must not be, or not bound");
        }
        if (early && !brain.context.deadlines.has({DeadlineKind::claim, id.value})) {
            broken.push_back("S9: unauthenticated " + connection_words(id) + " has no deadline");
        }
        if (!connection.binding) {
            continue;
        }
        const LeaseRow* row = brain.leases.find(connection.binding->account);
        if (row == nullptr || row->epoch != connection.binding->epoch || row->connection != id) {
            broken.push_back("S1: " + connection_words(id) + " is bound to a lease that is not its own");
        }
        if (!brain.context.deadlines.has({DeadlineKind::silence, id.value})) {
            broken.push_back("S9: nothing notices the silence of " + connection_words(id));
        }
        const bool welcomed = connection.phase != Phase::granted;
        if (welcomed && row != nullptr && !row->bot && !brain.presence.published().contains(row->account)) {
            broken.push_back("P4: " + account_words(row->account) + " is welcome and not in the published set");
        }
        if (welcomed != brain.presence.subscribers(connection.wish).contains(id)) {
            broken.push_back("P5: " + connection_words(id) + " is live without the presence feed, or has it too early");
        }
    }
    if (unauthenticated != brain.connections.unauthenticated()) {
        broken.push_back("the number of unauthenticated connections is wrong");
    }
}

void check_presence(const Brain& brain, Sentences& broken) {
    std::uint64_t hash = 0;
    for (const auto& [account, name] : brain.presence.published().members()) {
        hash += member_hash(account);
        const LeaseRow* row = brain.leases.find(account);
        if (brain.presence.settled(account) && (row == nullptr || row->bot)) {
            broken.push_back("P1: " + account_words(account) + " is counted without a lease");
        }
    }
    if (hash != brain.presence.published().hash()) {
        broken.push_back("P3: the hash is not that of the set");
    }
    for (const auto wish : {wire::PresenceWish::people, wire::PresenceWish::count}) {
        for (const ConnectionId subscriber : brain.presence.subscribers(wish).members()) {
            const Connection* connection = find(brain, subscriber);
            if (connection == nullptr || !connection->binding) {
                broken.push_back("P5: " + connection_words(subscriber) + " gets the presence feed and is not live");
            }
        }
    }
    for (const auto& [account, row] : brain.leases.rows()) {
        if (!row.bot && brain.presence.settled(account) && !brain.presence.published().contains(account)) {
            broken.push_back("P1: " + account_words(account) + " has a lease and is not counted");
        }
    }
}

void check_rooms(const Brain& brain, Sentences& broken) {
    std::map<ConnectionId, std::size_t> subscriptions;
    for (const auto& [id, state] : brain.rooms.all()) {
        if (state.room.head < state.room.floor || state.pending < state.room.head ||
            state.chunk.empty() != (state.pending == state.room.head)) {
            broken.push_back("M2: room " + std::to_string(id.value) + " has published what it does not hold");
        }
        for (const ConnectionId subscriber : state.subscribers.members()) {
            const Connection* connection = find(brain, subscriber);
            if (connection == nullptr || !connection->binding) {
                broken.push_back("M5: " + connection_words(subscriber) + " gets a room and is not live");
            } else if (!brain.rooms.is_member(connection->binding->account, id)) {
                broken.push_back("M5: " + connection_words(subscriber) + " gets a room that it is not a member of");
            }
            ++subscriptions[subscriber];
        }
    }
    for (const auto& [id, connection] : brain.connections.all()) {
        if (connection.rooms.size() != subscriptions[id]) {
            broken.push_back("M4: " + connection_words(id) + " and its rooms disagree on what it is subscribed to");
        }
    }
}

void check_bounds(const Brain& brain, Sentences& broken) {
    if (brain.connections.all().size() > brain.context.config.limits.connections) {
        broken.push_back("there are more connections than the limit");
    }
}

}  // namespace

std::uint64_t digest_of(const Brain& brain, const Disguise& disguise) {
    Hasher hasher(disguise);
    hasher.add(brain.context.served().since_origin.count());
    hasher.add(brain.context.stopping);
    brain.connections.digest(hasher);
    brain.leases.digest(hasher);
    brain.presence.digest(hasher);
    brain.rooms.digest(hasher);
    brain.statuses.digest(hasher);
    brain.probes.digest(hasher);
    brain.arrivals.digest(hasher);
    brain.claims.digest(hasher);
    for (const auto& [ticket, awaited] : brain.context.desk.awaited()) {
        hasher.add(ticket.value);
        hasher.add(static_cast<std::uint64_t>(awaited.index()));
    }
    for (const auto& [key, time] : brain.context.deadlines.times()) {
        hasher.add(static_cast<std::uint64_t>(key.kind));
        hasher.add(key.id);
        hasher.add(time.since_origin.count());
    }
    hasher.add(static_cast<std::uint64_t>(brain.context.out.size()));
    return hasher.value();
}

std::vector<std::string> broken_rules(const Brain& brain) {
    Sentences broken = brain.context.broken;
    check_leases(brain, broken);
    check_connections(brain, broken);
    check_presence(brain, broken);
    check_rooms(brain, broken);
    check_bounds(brain, broken);
    return broken;
}

}  // namespace workspace::core::hub
