#include "accounts.hpp"

#include <sodium.h>
#include <array>

#include "room_rows.hpp"

namespace workspace::server {

using namespace core;

namespace {

std::array<std::uint8_t, 32> hash_of(const std::string& secret) {
    std::array<std::uint8_t, 32> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const std::uint8_t*>(secret.data()), secret.size(),
                       nullptr, 0);
    return hash;
}

AccountRow account_from(const Query& row) {
    return {.id = {row.number(0)},
            .login = row.text(1),
            .name = row.text(2),
            .password_hash = row.text(3),
            .bot = row.number(4) != 0,
            .locked = row.number(5) != 0,
            .password_version = row.number(6)};
}

}  // namespace

std::optional<AccountRow> find_account(Database& database, const std::string& login) {
    auto query =
        database.query("SELECT id, login, name, password, bot, locked, password_version FROM accounts WHERE login = ?");
    return query.bind(login).step() ? std::optional(account_from(query)) : std::nullopt;
}

std::optional<AccountId> add_account(Database& database, const AccountRow& account, WallTime now) {
    std::optional<AccountId> added;
    {
        auto query = database.query(
            "INSERT INTO accounts (login, name, bot, password, created) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (login) DO NOTHING RETURNING id");
        query.bind(account.login).bind(account.name).bind(account.bot ? 1 : 0).bind(account.password_hash).bind(now.ms);
        if (query.step()) {
            added = AccountId{query.number(0)};
        }
    }
    if (added) {
        join_rooms_for_everyone(database, *added);
    }
    return added;
}

std::vector<AccountRow> all_accounts(Database& database) {
    std::vector<AccountRow> accounts;
    auto query =
        database.query("SELECT id, login, name, password, bot, locked, password_version FROM accounts ORDER BY login");
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

std::int64_t add_api_token(Database& database, AccountId account, const std::string& secret, const std::string& label,
                           const std::string& scopes, WallTime now) {
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

std::optional<ApiToken> find_api_token(Database& database, const std::string& secret) {
    auto query = database.query(
        "SELECT t.id, t.account, t.scopes FROM api_tokens t JOIN accounts a ON a.id = t.account"
        " WHERE t.hash = ? AND NOT a.locked");
    if (!query.bind(std::span<const std::uint8_t>(hash_of(secret))).step()) {
        return std::nullopt;
    }
    const auto scopes = " " + query.text(2) + " ";
    return ApiToken{.id = query.number(0),
                    .account = {query.number(1)},
                    .may_read = scopes.find(" read ") != std::string::npos,
                    .may_post = scopes.find(" post ") != std::string::npos};
}

}  // namespace workspace::server
