#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/data_folder.hpp"
#include "store/accounts.hpp"

/// The subcommands about who gets in: invitations, roles, locks, new passwords, the audit log. They work while a server
/// serves the folder, and hold at once. Each throws Failure.
namespace workspace::server {

/// Prints the code, once.
void create_invitation(const DataFolder& folder, Role role, std::int64_t seconds);
void list_invitations(const DataFolder& folder);
void withdraw_invitation(const DataFolder& folder, std::int64_t id);
/// Prints the code with which the person chooses a new password.
void reset_password(const DataFolder& folder, const std::string& login, std::int64_t seconds);
void change_role(const DataFolder& folder, const std::string& login, Role role);
/// Ends all that the account holds (S13), and locks or unlocks it. Where a server is running, it is done there.
void end_account(DataFolder& folder, const std::string& login, std::optional<bool> locked);
void show_audit(const DataFolder& folder, std::int64_t limit);
/// The code of an invitation for the first administrator, in place of an earlier start's; empty once there is an account.
/// Makes the database where there is none.
[[nodiscard]] std::string first_invitation(const DataFolder& folder);
void print_first_invitation(const DataFolder& folder, const std::string& code, const std::string& url);

}  // namespace workspace::server
