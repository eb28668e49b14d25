#pragma once

#include <functional>
#include <string>

#include "accounts.hpp"

/// What the database holds about a person, to be handed out or forgotten.
namespace workspace::server {

/// Calls `take` with one JSON object after the other: the account, its workstations, tokens, rooms, lease history, and
/// all that it posted, oldest first. No password, no secrets, and nothing that others wrote.
void export_person(Database& database, const AccountRow& account, const std::function<void(const std::string&)>& take);

/// The account stays as a nameless author that nobody can log in as; what it wrote stays in its rooms. Its name, status,
/// memberships, read markers, sessions, tokens, lease history and the workstations that only it used are gone. All that it
/// holds must have ended before (S13).
void erase_person(Database& database, core::AccountId account);

}  // namespace workspace::server
