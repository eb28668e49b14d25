#pragma once

#include <optional>
#include <string>
#include <vector>

#include "database.hpp"
#include "workspace/core/wire/records.hpp"

/// Rows of `rooms` and `members`.
namespace workspace::server {

/// As in `rooms.kind`.
[[nodiscard]] std::string_view text_of(core::wire::RoomKind kind);
[[nodiscard]] core::wire::RoomKind room_kind_from(const std::string& text);

[[nodiscard]] std::vector<core::wire::Room> all_rooms(Database& database);
/// None for a room that is not there, and for one that the account is not in (M5).
[[nodiscard]] std::optional<core::wire::Room> room_of_member(Database& database, core::AccountId account,
                                                             core::RoomId room);
/// All rooms of an account, ascending.
[[nodiscard]] std::vector<core::wire::Room> rooms_of_member(Database& database, core::AccountId account);
/// The same, their ids alone.
[[nodiscard]] std::vector<core::RoomId> room_ids_of(Database& database, core::AccountId account);
/// Ascending.
[[nodiscard]] std::vector<core::AccountId> member_ids_of(Database& database, core::RoomId room);
/// Ascending by id; as many as a message takes.
[[nodiscard]] std::vector<core::wire::Person> people_in(Database& database, core::RoomId room);
[[nodiscard]] bool is_member(Database& database, core::AccountId account, core::RoomId room);
void add_member(Database& database, core::RoomId room, core::AccountId account);
void remove_member(Database& database, core::RoomId room, core::AccountId account);

/// A public room for everyone but guests, now and later. None when the name is taken.
[[nodiscard]] std::optional<core::RoomId> add_room(Database& database, const std::string& name);
/// A new account is in these from the start.
void join_rooms_for_everyone(Database& database, core::AccountId account);
/// Whose login name this is, whatever its case.
[[nodiscard]] std::optional<core::wire::Person> person_with(Database& database, const std::string& login);

}  // namespace workspace::server
