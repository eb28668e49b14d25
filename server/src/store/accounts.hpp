#pragma once

#include <optional>
#include <string>
#include <vector>

#include "database.hpp"
#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"

/// Accounts, REST sessions, API tokens: what administration and the doors need from the database. Each runs in
/// the caller's transaction.
namespace workspace::server {

struct AccountRow {
    core::AccountId id;
    std::string login;
    std::string name;
    std::string password_hash;
    bool bot = false;
    bool locked = false;
    std::int64_t password_version = 0;  ///< of `password_hash`: grows with each change (S13)
};

[[nodiscard]] std::optional<AccountRow> find_account(Database& database, const std::string& login);
/// A member of the rooms for everyone from the start. None when the name is taken (whatever its case).
[[nodiscard]] std::optional<core::AccountId> add_account(Database& database, const AccountRow& account,
                                                         core::WallTime now);
[[nodiscard]] std::vector<AccountRow> all_accounts(Database& database);

/// Those that began before `time` are over: their tokens have expired.
void end_rest_sessions_before(Database& database, core::WallTime time);
/// False when the password is no longer the one of this version, or the account is locked by now (S13).
[[nodiscard]] bool add_rest_session(Database& database, const core::SessionId& id, core::AccountId account,
                                    std::int64_t password_version, core::WallTime now);
[[nodiscard]] bool rest_session_stands(Database& database, const core::SessionId& id, core::AccountId account);
void end_rest_session(Database& database, const core::SessionId& id);

struct ApiToken {
    std::int64_t id = 0;
    core::AccountId account;
    bool may_read = false;
    bool may_post = false;
};
/// Stores only the hash of `secret`.
std::int64_t add_api_token(Database& database, core::AccountId account, const std::string& secret,
                           const std::string& label, const std::string& scopes, core::WallTime now);
[[nodiscard]] std::optional<ApiToken> find_api_token(Database& database, const std::string& secret);

}  // namespace workspace::server
