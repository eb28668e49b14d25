#pragma once

#include <optional>
#include <string>
#include <vector>

#include "database.hpp"
#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"
#include "workspace/core/hub/store_port.hpp"

/// Accounts, REST sessions, API tokens: what administration and the doors need from the database. Each runs in
/// the caller's transaction.
namespace workspace::server {

/// What an account may do. A guest is only in rooms it was invited to (M5), a bot is counted apart (P1).
enum class Role : std::uint8_t { administrator, member, guest, bot };
[[nodiscard]] std::string_view name_of(Role role);
[[nodiscard]] std::optional<Role> role_named(std::string_view name);

struct AccountRow {
    core::AccountId id;
    std::string login;
    std::string name;
    std::string password_hash;
    Role role = Role::member;
    bool locked = false;
    std::int64_t password_version = 0;  ///< of `password_hash`: grows with each change (S13)
};

[[nodiscard]] std::optional<AccountRow> find_account(Database& database, const std::string& login);
/// Who is no guest is a member of the rooms for everyone from the start. None when the name is taken (whatever its case).
[[nodiscard]] std::optional<core::AccountId> add_account(Database& database, const AccountRow& account,
                                                         core::WallTime now);
[[nodiscard]] std::vector<AccountRow> all_accounts(Database& database);
/// At most `limit`, ascending by id.
[[nodiscard]] std::vector<AccountRow> accounts_after(Database& database, core::AccountId after, std::int64_t limit);
[[nodiscard]] std::optional<AccountRow> account_with(Database& database, core::AccountId id);
/// Whether a session of this account ever began there.
[[nodiscard]] bool has_logged_in_from(Database& database, core::AccountId account,
                                      const core::WorkstationKey& workstation);
/// A bot stays a bot: it is counted apart as long as it is connected (P1).
[[nodiscard]] bool may_become(Role from, Role to);
/// Looked at with each act: it holds at once. Rooms that an account is in stay its own.
void set_role(Database& database, core::AccountId account, Role role);
/// The login name of who acts, if `fence` stands and is an administrator's (S3).
[[nodiscard]] std::optional<std::string> administrator_behind(Database& database, const core::Administrator& who);

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
    bool may_administer = false;  ///< if the account may
};
/// Whether there is a scope of this name: read, post or admin.
[[nodiscard]] bool is_scope(std::string_view name);
inline constexpr std::int64_t kTokensPerAccountMax = 100;
/// Stores only the hash of `secret`. None when the account has as many as it may.
[[nodiscard]] std::optional<std::int64_t> add_api_token(Database& database, core::AccountId account,
                                                        const std::string& secret, const std::string& label,
                                                        const std::string& scopes, core::WallTime now);
struct ApiTokenRow {
    std::int64_t id = 0;
    std::string login;
    std::string label;
    std::string scopes;
    core::WallTime created;
};
[[nodiscard]] std::vector<ApiTokenRow> all_api_tokens(Database& database);
/// Whose it was; none when there is no such token. What is under way with it is fenced off from then on (S3).
[[nodiscard]] std::optional<std::string> revoke_api_token(Database& database, std::int64_t id);
[[nodiscard]] std::optional<ApiToken> find_api_token(Database& database, const std::string& secret);

}  // namespace workspace::server
