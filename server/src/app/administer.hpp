#pragma once

#include <string>
#include <vector>

#include "app/data_folder.hpp"
#include "auth/passwords.hpp"

/// The subcommands that look into the data folder and end. They work while a server serves it. Each throws Failure.
namespace workspace::server {

struct NewAccount {
    std::string login;
    std::string name;  ///< empty: the login
    core::SecretText password;
    Role role = Role::member;
};
void add_user(const DataFolder& folder, const NewAccount& account, Argon2Cost cost);
void list_users(const DataFolder& folder);
void add_room(const DataFolder& folder, const std::string& name);
void list_rooms(const DataFolder& folder);
/// Prints the token, once.
void create_token(const DataFolder& folder, const std::string& login, const std::string& label,
                  const std::vector<std::string>& scopes);
void list_tokens(const DataFolder& folder);
void revoke_token(const DataFolder& folder, std::int64_t id);
void list_sessions(const DataFolder& folder);
void session_history(const DataFolder& folder, const std::string& login);

}  // namespace workspace::server
