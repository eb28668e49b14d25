#pragma once

#include <variant>

#include "workspace/core/wire/client_messages.hpp"
#include "workspace/core/wire/posts.hpp"
#include "workspace/core/wire/server_messages.hpp"

/// Every message of `workspace.v1`, declared once. Adding one: a struct in one of the three files, its name in
/// `ClientMessage` or `ServerMessage`, a handler, a golden line (CONTRIBUTING.md has the steps). Names are never reused.
namespace workspace::core::wire {

using ClientMessage = std::variant<Login, Resume, Beat, Alive, Sync, Page, Post, Edit, Delete, React, CreateRoom, Join,
                                   Leave, Invite, Archive, PostsGet, Read, ReadsGet, Typing, StatusSet, StatusesGet,
                                   RoomsGet, MembersGet, PresenceGet, TokenGet, Logout, Bye>;
using ServerMessage =
    std::variant<Hello, Welcome, Refused, BeatAnswer, Probe, Synced, PageResult, Posted, PostRefused, EventMessage,
                 RoomAdded, RoomGone, RoomsFound, Members, PostsKnown, ReadMarkers, TypingNow, StatusChange, Statuses,
                 PresenceChange, PresenceSet, Token, LoggedOut, Closing, Error>;

}  // namespace workspace::core::wire
