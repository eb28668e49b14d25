#include "lease_rows.hpp"

namespace workspace::server {

using namespace core;

namespace {

#define WORKSPACE_LEASE_SELECT                                                                                  \
    "SELECT l.account, a.name, l.workstation, w.label, l.hint, l.os_boot, l.session, l.epoch, l.state, l.since" \
    " FROM leases l JOIN accounts a ON a.id = l.account JOIN workstations w ON w.key = l.workstation "

Lease lease_from(const Query& row) {
    return {.account = {row.number(0)},
            .account_name = row.text(1),
            .workstation = row.id<WorkstationKey>(2),
            .workstation_label = row.text(3),
            .hint = row.id<WorkstationHint>(4),
            .os_boot = row.id<OsBootId>(5),
            .session = row.id<SessionId>(6),
            .epoch = {row.number(7)},
            .state = row.text(8) == "live" ? LeaseState::live : LeaseState::detached,
            .since = {row.number(9)}};
}

std::optional<Lease> first_of(Query& query) {
    return query.step() ? std::optional(lease_from(query)) : std::nullopt;
}

std::vector<Lease> collect_leases(Query& query) {
    std::vector<Lease> leases;
    while (query.step()) {
        leases.push_back(lease_from(query));
    }
    return leases;
}

}  // namespace

std::optional<Lease> lease_of_account(Database& database, AccountId account) {
    auto query = database.query(WORKSPACE_LEASE_SELECT "WHERE l.account = ?");
    return first_of(query.bind(account.value));
}

std::optional<Lease> lease_of_workstation(Database& database, const WorkstationKey& key) {
    auto query = database.query(WORKSPACE_LEASE_SELECT "WHERE l.workstation = ?");
    return first_of(query.bind(key.value));
}

std::vector<Lease> leases_of_hint(Database& database, const WorkstationHint& hint, const WorkstationKey& key) {
    auto query = database.query(WORKSPACE_LEASE_SELECT
                                "WHERE l.hint = ? AND l.workstation <> ? AND NOT w.separate"
                                " AND NOT EXISTS (SELECT 1 FROM workstations WHERE key = ? AND separate)"
                                " AND w.id < coalesce((SELECT id FROM workstations WHERE key = ?), 9223372036854775807)"
                                " ORDER BY l.account LIMIT 16");
    return collect_leases(query.bind(hint.value).bind(key.value).bind(key.value).bind(key.value));
}

std::vector<Lease> all_leases(Database& database) {
    auto query = database.query(WORKSPACE_LEASE_SELECT "ORDER BY l.account");
    return collect_leases(query);
}

#undef WORKSPACE_LEASE_SELECT

bool delete_lease(Database& database, AccountId account, Epoch epoch) {
    database.query("DELETE FROM leases WHERE account = ? AND epoch = ?").bind(account.value).bind(epoch.value).run();
    return database.changes() > 0;
}

void note_lease(Database& database, AccountId account, Epoch epoch, LeaseCause cause, WallTime at) {
    database.query("INSERT INTO lease_history (account, epoch, cause, at) VALUES (?, ?, ?, ?)")
        .bind(account.value)
        .bind(epoch.value)
        .bind(name_of(cause))
        .bind(at.ms)
        .run();
    forget_old_leases(database, at);
    database
        .query(
            "DELETE FROM lease_history WHERE account = ?1 AND id <="
            " (SELECT id FROM lease_history WHERE account = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)")
        .bind(account.value)
        .bind(kLeaseHistoryMax)
        .run();
}

void forget_old_leases(Database& database, WallTime now) {
    database.query("DELETE FROM lease_history WHERE at < ?").bind(now.ms - kLeaseHistoryMs).run();
}

std::vector<LeaseNote> lease_history(Database& database, AccountId account) {
    std::vector<LeaseNote> notes;
    auto query = database.query("SELECT at, epoch, cause FROM lease_history WHERE account = ? ORDER BY id DESC");
    query.bind(account.value);
    while (query.step()) {
        notes.push_back({{query.number(0)}, {query.number(1)}, query.text(2)});
    }
    return notes;
}

}  // namespace workspace::server
