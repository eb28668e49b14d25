#pragma once

#include "database.hpp"
#include "workspace/core/hub/store_port.hpp"

/// What a post does beside being an event of the log. Called once the event has its room and its seq, before it is
/// written; each fills in what its kind has.
namespace workspace::server {

// ---- messages (changes.cpp) -----------------------------------------------------------------------------------------
void take_effect(Database& database, const core::wire::Post& post, core::Appended& appended);
void take_effect(Database& database, const core::wire::Edit& edit, core::Appended& appended);
void take_effect(Database& database, const core::wire::Delete& deletion, core::Appended& appended);
void take_effect(Database& database, const core::wire::React& react, core::Appended& appended);

// ---- rooms and members (membership.cpp) ------------------------------------------------------------------------------
/// The room is there, but empty.
[[nodiscard]] core::RoomId make_room(Database& database, const core::wire::CreateRoom& create, core::AccountId creator);
void take_effect(Database& database, const core::wire::CreateRoom& create, core::Appended& appended);
void take_effect(Database& database, const core::wire::Join& join, core::Appended& appended);
void take_effect(Database& database, const core::wire::Leave& leave, core::Appended& appended);
void take_effect(Database& database, const core::wire::Invite& invite, core::Appended& appended);
void take_effect(Database& database, const core::wire::Archive& archive, core::Appended& appended);

}  // namespace workspace::server
