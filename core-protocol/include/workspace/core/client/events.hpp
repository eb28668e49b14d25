#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "workspace/core/base/errors.hpp"
#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"
#include "workspace/core/history/interval.hpp"
#include "workspace/core/wire/posts.hpp"

/// What a client tells whoever shows it: a window, a terminal, a script (workspace-cli prints them as JSON lines).
namespace workspace::core::client {

enum class Phase : std::uint8_t {
    signed_out,  ///< no session: ask for a name and a password
    connecting,  ///< opening a socket, or claiming
    live,        ///< admitted; counts and messages are current
    waiting,     ///< the link is down; the next try is at `retry_at`
    stopped,     ///< a terminal refusal (S12): see `stop`; does not try by itself
};

/// Why a client stands still, with what it takes to put it into words.
struct Stop {
    std::optional<Refusal> refusal;
    std::optional<CloseCode> close;
    std::optional<wire::Holder> holder;  ///< who holds it, or who displaced us
    bool may_use_here = false;           ///< UseHere will do
    bool needs_password = false;         ///< only SignIn will do
};

struct PhaseChanged {
    Phase phase{};
    std::optional<wire::Person> account;
    std::string login;
    std::optional<MonotonicTime> retry_at;
    std::optional<Stop> stop;  ///< with `stopped`; with `signed_out` after a refused sign-in
    std::string reason;        ///< why the link is down, in English, for a detail line
};
/// The exact number of connected people and who they are; no count while not live ("—", P3).
struct PresenceChanged {
    std::optional<std::int64_t> count;
    std::shared_ptr<const std::vector<wire::Person>> people;
};
/// All rooms of this account, as they are now: one was added or left, renamed or archived.
struct RoomsChanged {
    std::vector<wire::Room> rooms;
};
/// Events of a room that were not held before, or that have changed since (M8), ascending. `complete` are all intervals
/// that are held now (H1).
struct MessagesAdded {
    RoomId room;
    std::vector<wire::Event> events;
    std::vector<Interval> complete;
    MessageSeq floor;
    MessageSeq head;
    bool live = false;            ///< it just happened, as opposed to being fetched
    bool dropped_before = false;  ///< what was held of this room before is void (H3)
};
enum class PostState : std::uint8_t {
    saving,  ///< on its way to the client's disk
    queued,  ///< on disk, waits for the link or its turn
    sending,
    sent,    ///< on the server's disk, at `seq`
    failed,  ///< refused for good, `why`; waits for RetryPost or DiscardPost
    discarded,
};
struct PostChanged {
    RoomId room;  ///< 0 until a new room has its id
    ClientId cid;
    PostState state{};
    wire::AnyPost post;
    WallTime made;
    std::optional<MessageSeq> seq;
    std::optional<Refusal> why;
};
/// What waits in a room (H6); none while it is not known.
struct UnreadChanged {
    RoomId room;
    MessageSeq read;
    std::optional<std::int64_t> unread;
    std::optional<std::int64_t> mentions;
};
/// Who else types in a room now, ascending by id.
struct TypingChanged {
    RoomId room;
    std::vector<wire::Person> people;
};
/// Everyone's status that says something, ascending by account. `until` is the host's to look at.
struct StatusesChanged {
    std::vector<wire::Status> statuses;
};
/// Public rooms that could be joined.
struct RoomsFound {
    std::vector<wire::Room> rooms;
};
struct MembersListed {
    RoomId room;
    std::vector<wire::Person> people;
};
/// A request failed that has no other event (a LoadOlder of an unknown room …).
struct RequestFailed {
    Refusal why{};
    std::string reason;
};
/// After Quit: nothing follows.
struct Ended {};

using Event = std::variant<PhaseChanged, PresenceChanged, RoomsChanged, MessagesAdded, PostChanged, UnreadChanged,
                           TypingChanged, StatusesChanged, RoomsFound, MembersListed, RequestFailed, Ended>;

}  // namespace workspace::core::client
