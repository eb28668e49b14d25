// How leases, and all that an account holds, come to an end.

#include "accounts.hpp"
#include "audit.hpp"
#include "lease_rows.hpp"
#include "store_engine.hpp"

namespace workspace::server {

using namespace core;

StoreResult StoreEngine::run(const Detach& detach) {
    database_.query("UPDATE leases SET state = 'detached' WHERE account = ? AND epoch = ? AND state = 'live'")
        .bind(detach.account.value)
        .bind(detach.epoch.value)
        .run();
    const bool applied = database_.changes() > 0;
    if (applied) {
        note_lease(database_, detach.account, detach.epoch, detach.cause, detach.now.wall);
    }
    return LeaseChanged{applied};
}

StoreResult StoreEngine::run(const EndLease& end) {
    const auto lease = lease_of_account(database_, end.account);
    if (!lease || lease->epoch != end.epoch || (end.only_detached && lease->state != LeaseState::detached)) {
        return LeaseChanged{false};
    }
    delete_lease(database_, end.account, end.epoch);
    if (end.end_session) {
        database_.query("UPDATE sessions SET state = 'ended' WHERE id = ?").bind(lease->session.value).run();
    }
    note_lease(database_, end.account, end.epoch, end.cause, end.now.wall);
    return LeaseChanged{true};
}

namespace {

/// Who does what to whom, for the audit log: without an administrator it is the person or whoever runs the server.
AuditEntry entry_of(const EndAccount& end, const AccountRow& account, const std::optional<std::string>& administrator) {
    const bool own = end.password && !end.by;
    const auto* action = end.password ? "password_changed"
                         : end.locked ? (*end.locked ? "locked" : "unlocked")
                                      : "sessions_ended";
    return {.at = end.now.wall,
            .actor = own ? account.login : administrator.value_or(kOperator),
            .action = action,
            .subject = account.login,
            .detail = {}};
}

}  // namespace

StoreResult StoreEngine::run(const EndAccount& end) {
    const auto administrator = end.by ? administrator_behind(database_, *end.by) : std::nullopt;
    if (end.by && !administrator) {
        return AccountEndResult{Refusal::not_allowed};
    }
    const auto account = account_with(database_, end.account);
    if (!account) {
        return AccountEndResult{Refusal::no_such_account};
    }
    if (end.password_version && *end.password_version != account->password_version) {
        return AccountEndResult{Refusal::bad_credentials};
    }
    note_audit(database_, entry_of(end, *account, administrator));
    if (end.password) {
        database_.query("UPDATE accounts SET password = ?, password_version = password_version + 1 WHERE id = ?")
            .bind(end.password->reveal())
            .bind(end.account.value)
            .run();
    }
    if (end.locked) {
        database_.query("UPDATE accounts SET locked = ? WHERE id = ?")
            .bind(*end.locked ? 1 : 0)
            .bind(end.account.value)
            .run();
    }
    AccountEnded ended;
    if (const auto lease = lease_of_account(database_, end.account)) {
        ended.lease = lease->epoch;
        delete_lease(database_, end.account, lease->epoch);
        note_lease(database_, end.account, lease->epoch, end.cause, end.now.wall);
    }
    if (end.password) {  // a code for a new one is used up by it
        database_.query("DELETE FROM invitations WHERE account = ?").bind(end.account.value).run();
    }
    for (const char* sql :
         {"UPDATE sessions SET state = 'ended' WHERE account = ?", "DELETE FROM rest_sessions WHERE account = ?",
          "DELETE FROM api_tokens WHERE account = ?"}) {
        database_.query(sql).bind(end.account.value).run();
    }
    return AccountEndResult{ended};
}

}  // namespace workspace::server
