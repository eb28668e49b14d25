#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts.hpp"

/// Codes that are good once and for a while: an invitation makes an account, a reset gives one a new password. Only their
/// hashes are stored.
namespace workspace::server {

/// What stands open at most; more are refused.
inline constexpr std::int64_t kInvitationsMax = 1000;
inline constexpr std::int64_t kInvitationSecondsMin = 60;
inline constexpr std::int64_t kInvitationSecondsMax = 30LL * 24 * 3600;
inline constexpr std::int64_t kInvitationSeconds = 7LL * 24 * 3600;
inline constexpr std::int64_t kResetSeconds = 24LL * 3600;

/// What a code is for: a new account of this role, or the password of this account.
using InvitedTo = std::variant<Role, core::AccountId>;

struct NewInvitation {
    InvitedTo to;
    std::string made_by;
    core::WallTime now;
    std::int64_t seconds = kInvitationSeconds;
};
/// A later reset of the same account takes the place of the earlier one. None when too many stand open.
[[nodiscard]] std::optional<std::int64_t> add_invitation(Database& database, const std::string& code,
                                                         const NewInvitation& invitation);

struct Invitation {
    std::int64_t id = 0;
    std::optional<Role> role;
    std::string login;  ///< of the account whose password it sets
    std::string made_by;
    core::WallTime created;
    core::WallTime expires;
};
/// Those that are still good, the oldest first.
[[nodiscard]] std::vector<Invitation> open_invitations(Database& database, core::WallTime now);

struct FoundInvitation {
    std::int64_t id = 0;
    InvitedTo to;
    std::int64_t password_version = 0;  ///< of the account, as it is now
};
/// None for what was never given out, is used up, withdrawn or expired, or is for a locked account.
[[nodiscard]] std::optional<FoundInvitation> find_invitation(Database& database, const std::string& code,
                                                             core::WallTime now);
/// Takes it back, or uses it up. False when there is none.
bool remove_invitation(Database& database, std::int64_t id);

}  // namespace workspace::server
