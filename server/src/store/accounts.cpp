#include "accounts.hpp"

#include <array>

#include "fences.hpp"
#include "room_rows.hpp"
#include "secret_hash.hpp"

namespace workspace::server {

using namespace core;

namespace {

AccountRow account_from(const Query& row) {
    return {.id = {row.number(0)},
            .login = row.text(1),
            .name = row.text(2),
            .password_hash = row.text(3),
            .role = role_named(row.text(4)).value_or(Role::guest),
            .locked = row.number(5) != 0,
            .password_version = row.number(6)};
}

constexpr std::array<std::pair<Role, std::string_view>, 4> kRoles{
    {{Role::administrator, "administrator"}, {Role::member, "member"}, {Role::guest, "guest"}, {Role::bot, "bot"}}};

}  // namespace

std::string_view name_of(Role role) {
    return kRoles.at(static_cast<std::size_t>(role)).second;
}

std::optional<Role> role_named(std::string_view name) {
    for (const auto& [role, known] : kRoles) {
        if (known == name) {
            return role;
        }
    }
    return std::nullopt;
}

std::optional<AccountRow> find_account(Database& database, const std::string& login) {
    auto query = database.query(
        "SELECT id, login, name, password, role, locked, password_version FROM accounts WHERE login = ?");
    return query.bind(login).step() ? std::optional(account_from(query)) : std::nullopt;
}

std::vector<AccountRow> accounts_after(Database& database, AccountId after, std::int64_t limit) {
    std::vector<AccountRow> accounts;
    auto query = database.query(
        "SELECT id, login, name, password, role, locked, password_version FROM accounts WHERE id > ? ORDER BY id"
        " LIMIT ?");
    query.bind(after.value).bind(limit);
    while (query.step()) {
        accounts.push_back(account_from(query));
    }
    return accounts;
}

std::optional<AccountRow> account_with(Database& database, AccountId id) {
    auto query =
        database.query("SELECT id, login, name, password, role, locked, password_version FROM accounts WHERE id = ?");
    return query.bind(id.value).step() ? std::optional(account_from(query)) : std::nullopt;
}

bool has_logged_in_from(Database& database, AccountId account, const WorkstationKey& workstation) {
    auto query = database.query("SELECT 1 FROM sessions WHERE account = ? AND workstation = ?");
    return query.bind(account.value).bind(workstation.value).step();
}

bool may_become(Role from, Role to) {
    return from != Role::bot && to != Role::bot;
}

void set_role(Database& database, AccountId account, Role role) {
    database.query("UPDATE accounts SET role = ? WHERE id = ?").bind(name_of(role)).bind(account.value).run();
}

std::optional<std::string> administrator_behind(Database& database, const core::Administrator& who) {
    if (!fenced_name(database, who.fence, who.account)) {
        return std::nullopt;
    }
    const auto account = account_with(database, who.account);
    const bool may = account && account->role == Role::administrator && !account->locked;
    return may ? std::optional(account->login) : std::nullopt;
}

std::optional<AccountId> add_account(Database& database, const AccountRow& account, WallTime now) {
    std::optional<AccountId> added;
    {
        auto query = database.query(
            "INSERT INTO accounts (login, name, role, password, created) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (login) DO NOTHING RETURNING id");
        query.bind(account.login)
            .bind(account.name)
            .bind(name_of(account.role))
            .bind(account.password_hash)
            .bind(now.ms);
        if (query.step()) {
            added = AccountId{query.number(0)};
        }
    }
    if (added && account.role != Role::guest) {
        join_rooms_for_everyone(database, *added);
    }
    return added;
}

std::vector<AccountRow> all_accounts(Database& database) {
    std::vector<AccountRow> accounts;
    auto query =
        database.query("SELECT id, login, name, password, role, locked, password_version FROM accounts ORDER BY login");
    while (query.step()) {
        accounts.push_back(account_from(query));
    }
    return accounts;
}

void end_rest_sessions_before(Database& database, WallTime time) {
    database.query("DELETE FROM rest_sessions WHERE created < ?").bind(time.ms).run();
}

bool add_rest_session(Database& database, const SessionId& id, AccountId account, std::int64_t password_version,
                      WallTime now) {
    database
        .query(
            "INSERT INTO rest_sessions (id, account, created)"
            " SELECT ?, id, ? FROM accounts WHERE id = ? AND password_version = ? AND NOT locked")
        .bind(id.value)
        .bind(now.ms)
        .bind(account.value)
        .bind(password_version)
        .run();
    return database.changes() > 0;
}

bool rest_session_stands(Database& database, const SessionId& id, AccountId account) {
    auto query = database.query(
        "SELECT 1 FROM rest_sessions s JOIN accounts a ON a.id = s.account"
        " WHERE s.id = ? AND s.account = ? AND NOT a.locked");
    return query.bind(id.value).bind(account.value).step();
}

void end_rest_session(Database& database, const SessionId& id) {
    database.query("DELETE FROM rest_sessions WHERE id = ?").bind(id.value).run();
}

bool is_scope(std::string_view name) {
    return name == "read" || name == "post" || name == "admin";
}

std::optional<std::int64_t> add_api_token(Database& database, AccountId account, const std::string& secret,
                                          const std::string& label, const std::string& scopes, WallTime now) {
    {
        auto count = database.query("SELECT count(*) FROM api_tokens WHERE account = ?");
        count.bind(account.value).step();
        if (count.number(0) >= kTokensPerAccountMax) {
            return std::nullopt;
        }
    }
    auto query = database.query(
        "INSERT INTO api_tokens (account, hash, label, scopes, created) VALUES (?, ?, ?, ?, ?) RETURNING id");
    query.bind(account.value)
        .bind(std::span<const std::uint8_t>(hash_of(secret)))
        .bind(label)
        .bind(scopes)
        .bind(now.ms);
    query.step();
    return query.number(0);
}

std::vector<ApiTokenRow> all_api_tokens(Database& database) {
    std::vector<ApiTokenRow> tokens;
    auto query = database.query(
        "SELECT t.id, a.login, t.label, t.scopes, t.created FROM api_tokens t JOIN accounts a ON a.id = t.account"
        " ORDER BY t.id");
    while (query.step()) {
        tokens.push_back({.id = query.number(0),
                          .login = query.text(1),
                          .label = query.text(2),
                          .scopes = query.text(3),
                          .created = {query.number(4)}});
    }
    return tokens;
}

std::optional<std::string> revoke_api_token(Database& database, std::int64_t id) {
    std::optional<std::string> login;
    {
        auto query =
            database.query("SELECT a.login FROM api_tokens t JOIN accounts a ON a.id = t.account WHERE t.id = ?");
        if (query.bind(id).step()) {
            login = query.text(0);
        }
    }
    database.query("DELETE FROM api_tokens WHERE id = ?").bind(id).run();
    return login;
}

std::optional<ApiToken> find_api_token(Database& database, const std::string& secret) {
    auto query = database.query(
        "SELECT t.id, t.account, t.scopes FROM api_tokens t JOIN accounts a ON a.id = t.account"
        " WHERE t.hash = ? AND NOT a.locked");
    if (!query.bind(std::span<const std::uint8_t>(hash_of(secret))).step()) {
        return std::nullopt;
    }
    const auto scopes = " " + query.text(2) + " ";
    const auto has = [&](const char* scope) { return scopes.find(scope) != std::string::npos; };
    return ApiToken{.id = query.number(0),
                    .account = {query.number(1)},
                    .may_read = has(" read "),
                    .may_post = has(" post "),
                    .may_administer = has(" admin ")};
}

}  // namespace workspace::server
