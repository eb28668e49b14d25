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
#include "workspace/core/wire/records.hpp"

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
struct RoomsChanged {
    std::vector<wire::Room> rooms;
};
/// Events of a room that were not held before, ascending. `complete` are all intervals that are held now (H1).
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
    RoomId room;
    ClientId cid;
    PostState state{};
    std::string body;
    WallTime made;
    std::optional<MessageSeq> seq;
    std::optional<Refusal> why;
};
/// A request failed that has no other event (a LoadOlder of an unknown room …).
struct RequestFailed {
    Refusal why{};
    std::string reason;
};
/// After Quit: nothing follows.
struct Ended {};

using Event =
    std::variant<PhaseChanged, PresenceChanged, RoomsChanged, MessagesAdded, PostChanged, RequestFailed, Ended>;

}  // namespace workspace::core::client
