// Admission: the rows around `decide_admission`.

#include <sodium.h>

#include "accounts.hpp"
#include "lease_rows.hpp"
#include "room_rows.hpp"
#include "store_engine.hpp"

namespace workspace::server {

using namespace core;

namespace {

using TokenHash = std::array<std::uint8_t, 32>;
using Raw = std::span<const std::uint8_t>;

/// Refresh tokens are 32 random bytes, so that an unkeyed hash of them cannot be guessed back.
TokenHash hash_of(const RefreshToken& token) {
    TokenHash hash{};
    crypto_generichash(hash.data(), hash.size(), token.value.data(), token.value.size(), nullptr, 0);
    return hash;
}

struct SessionRow {
    AccountId account;
    WorkstationKey workstation;
    std::string state;
    TokenHash newest{};
    std::optional<TokenHash> last_used;
};

std::optional<SessionRow> find_session(Database& database, const SessionId& id) {
    auto query = database.query("SELECT account, workstation, state, newest, last_used FROM sessions WHERE id = ?");
    if (!query.bind(id.value).step()) {
        return std::nullopt;
    }
    SessionRow row{.account = {query.number(0)},
                   .workstation = query.id<WorkstationKey>(1),
                   .state = query.text(2),
                   .newest = {},
                   .last_used = {}};
    query.bytes(3, row.newest);
    if (!query.is_null(4)) {
        query.bytes(4, row.last_used.emplace());
    }
    return row;
}

/// Who cannot show a token of the session is told nothing about it (S8); its own lease needs none (S14).
SessionStanding standing_of(const SessionRow& row, const Admit& admit, const std::optional<Lease>& lease) {
    if (row.workstation != admit.claim.workstation || row.state == "ended") {
        return SessionStanding::ended;
    }
    const auto shown = admit.presented ? std::optional(hash_of(*admit.presented)) : std::nullopt;
    const bool proved = shown && (*shown == row.newest || shown == row.last_used);
    if (row.state == "displaced") {
        return proved ? SessionStanding::displaced : SessionStanding::ended;
    }
    const bool holds = lease && lease->session == *admit.claim.session;
    return holds || proved ? SessionStanding::good : SessionStanding::ended;
}

void enrol(Database& database, const Admit& admit) {
    database
        .query(
            "INSERT INTO workstations (key, hint, label, first_seen, last_seen) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET hint = excluded.hint, label = excluded.label,"
            " last_seen = excluded.last_seen")
        .bind(admit.claim.workstation.value)
        .bind(admit.claim.hint.value)
        .bind(admit.workstation_label)
        .bind(admit.now.wall.ms)
        .bind(admit.now.wall.ms)
        .run();
}

void end_displaced(Database& database, const Displacement& end, WallTime now) {
    delete_lease(database, end.lease.account, end.lease.epoch);
    if (end.session_displaced) {
        database.query("UPDATE sessions SET state = 'displaced' WHERE id = ? AND state = 'good'")
            .bind(end.lease.session.value)
            .run();
    }
    note_lease(database, end.lease.account, end.lease.epoch, end.cause, now);
}

void begin_session(Database& database, const Admit& admit, AccountId account) {
    database
        .query("INSERT INTO sessions (id, account, workstation, state, newest, created) VALUES (?, ?, ?, 'good', ?, ?)")
        .bind(admit.fresh_session.value)
        .bind(account.value)
        .bind(admit.claim.workstation.value)
        .bind(Raw(hash_of(admit.fresh)))
        .bind(admit.now.wall.ms)
        .run();
}

/// The token that was used last stays good until the fresh one has been used: a `welcome` may be lost (S14).
void continue_session(Database& database, const Admit& admit, const SessionRow& row) {
    const bool newest_is_used = admit.presented && hash_of(*admit.presented) == row.newest;
    const auto used = newest_is_used ? std::optional(row.newest) : row.last_used;
    auto update = database.query("UPDATE sessions SET newest = ?, last_used = ? WHERE id = ?");
    update.bind(Raw(hash_of(admit.fresh)));
    used ? update.bind(Raw(*used)) : update.bind_null();
    update.bind(admit.claim.session->value).run();
}

Granted carry_out(Database& database, const Grant& grant, const Admit& admit, const Claim& claim,
                  const AdmissionFacts& facts, const std::optional<SessionRow>& session) {
    Granted granted;
    for (const auto& end : grant.ends) {
        end_displaced(database, end, admit.now.wall);
    }
    if (facts.of_account) {
        delete_lease(database, claim.account, facts.of_account->epoch);
    }
    enrol(database, admit);
    if (session) {
        continue_session(database, admit, *session);
    } else {
        begin_session(database, admit, claim.account);
    }
    granted.session = claim.session.value_or(admit.fresh_session);
    granted.account_was_connected = grant.account_was_connected;
    granted.ends = grant.ends;
    {
        auto account =
            database.query("UPDATE accounts SET epoch = epoch + 1 WHERE id = ? RETURNING epoch, login, name, role");
        account.bind(claim.account.value).step();
        granted.epoch = {account.number(0)};
        granted.login = account.text(1);
        granted.account = {.id = claim.account, .name = account.text(2)};
        const auto role = role_named(account.text(3));
        granted.bot = role == Role::bot;
        granted.guest = role == Role::guest;
    }
    const auto since = facts.of_account ? facts.of_account->since : admit.now.wall;
    database
        .query(
            "INSERT INTO leases (account, workstation, hint, os_boot, session, epoch, state, since)"
            " VALUES (?, ?, ?, ?, ?, ?, 'live', ?)")
        .bind(claim.account.value)
        .bind(claim.workstation.value)
        .bind(claim.hint.value)
        .bind(claim.os_boot.value)
        .bind(granted.session.value)
        .bind(granted.epoch.value)
        .bind(since.ms)
        .run();
    note_lease(database, claim.account, granted.epoch, session ? LeaseCause::resumed : LeaseCause::granted,
               admit.now.wall);
    granted.rooms = room_ids_of(database, claim.account);
    return granted;
}

}  // namespace

StoreResult StoreEngine::run(const Admit& admit) {
    Claim claim = admit.claim;
    AdmissionFacts facts;
    std::optional<SessionRow> session;
    if (claim.session) {
        session = find_session(database_, *claim.session);
        claim.account = session ? session->account : AccountId{};
    }
    facts.of_account = lease_of_account(database_, claim.account);
    facts.of_workstation = lease_of_workstation(database_, claim.workstation);
    facts.of_hint = leases_of_hint(database_, claim.hint, claim.workstation);
    if (claim.session) {
        facts.session = session ? standing_of(*session, admit, facts.of_account) : SessionStanding::ended;
    }
    {
        auto account = database_.query("SELECT locked, password_version FROM accounts WHERE id = ?");
        if (account.bind(claim.account.value).step()) {
            facts.account_locked = account.number(0) != 0;
            facts.password_version = account.number(1);
        }
    }
    auto decision = decide_admission(facts, claim, admit.policy, admit.now.mono);
    if (auto* grant = std::get_if<Grant>(&decision)) {
        return Admitted{carry_out(database_, *grant, admit, claim, facts, session)};
    }
    if (auto* refuse = std::get_if<Refuse>(&decision)) {
        return Admitted{std::move(*refuse)};
    }
    return Admitted{std::move(std::get<ProbeFirst>(decision))};
}

}  // namespace workspace::server
