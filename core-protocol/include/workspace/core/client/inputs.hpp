#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "workspace/core/base/errors.hpp"
#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"
#include "workspace/core/wire/posts.hpp"

/// All that can happen to a client.
namespace workspace::core::client {

// ---- what a person (or a script) wants -------------------------------------------------------------------------

/// Log in with a password. Forgets an earlier session (a live one is logged out first); outbox and drafts of the same
/// account stay. Over a bad network it is tried for a minute, then the client is signed out again and says why.
struct SignIn {
    std::string name;
    SecretText password;
};
/// "Use here", after `session_elsewhere` or an offered takeover: claims as a person, with the nonce if there is one
/// (S6). Needs a password again (event `Stopped` says so) when the session was displaced (S12).
struct UseHere {};
/// Ends lease and session (S4). Without a live link the session is forgotten at once on this side; what the server still
/// holds of it ends by the grace of the lease (S9) and is of no use to anyone without the forgotten token.
struct SignOut {};
/// Ends the lease, keeps the session; the last event is `Ended` (S4).
struct Quit {};
/// Try now instead of when the countdown ends.
struct ReconnectNow {};
struct Say {
    RoomId room;
    std::string body;
    std::optional<ClientId> cid{};  ///< a caller's own id (scripts); else one is made
};
/// Anything that is posted: an edit, a reaction, a new room … goes the way of a message, through the outbox. A `cid` of
/// zeros: one is made. `prev` is the outbox's business.
struct Submit {
    wire::AnyPost post;
};
/// Sends a failed entry of the outbox again, or throws it away.
struct RetryPost {
    ClientId cid;
};
struct DiscardPost {
    ClientId cid;
};
/// Fills the timeline downwards from `before` (or from the oldest event held next to the newest), and across holes.
struct LoadOlder {
    RoomId room;
    std::optional<MessageSeq> before;
    std::int64_t limit = 100;
};
/// Everything up to `seq` has been seen (H6).
struct MarkRead {
    RoomId room;
    MessageSeq seq;
};
/// The person types; may be said at each key, goes out every 3 s at most.
struct Type {
    RoomId room;
};
struct SetStatus {
    wire::Availability availability{};
    std::string text;
    std::optional<WallTime> until{};
};
/// Asks once; answered by RoomsFound and MembersListed. Only while live.
struct FindRooms {};
struct ListMembers {
    RoomId room;
};
using Command = std::variant<SignIn, UseHere, SignOut, Quit, ReconnectNow, Say, Submit, RetryPost, DiscardPost,
                             LoadOlder, MarkRead, Type, SetStatus, FindRooms, ListMembers>;

// ---- what the host reports -------------------------------------------------------------------------------------

/// What outlives the process: a session to come back with.
struct SavedSession {
    SessionId session;
    RefreshToken refresh;
    wire::Person account;
    std::string login;
};
struct OutboxEntry {
    wire::AnyPost post;  ///< with the client id that it keeps for ever, without a predecessor
    WallTime made;
    /// Who wrote it: on a computer where several people sign in, nothing goes out under another's name. 0 where the
    /// host did not keep it; then the owner of the restored session, and without one a person has to confirm it.
    AccountId author{};
    [[nodiscard]] RoomId room() const { return wire::room_of(post); }
    [[nodiscard]] const ClientId& cid() const { return wire::cid_of(post); }
    bool operator==(const OutboxEntry&) const = default;
};

struct SocketOpened {};
struct FrameArrived {
    std::string_view text;  ///< need not outlive the call
};
/// The socket is gone or could not be opened; `code` when the peer gave one.
struct SocketClosed {
    std::optional<std::uint16_t> code;
    std::string reason;
};
/// The answer to SignClaim.
struct ClaimSigned {
    Signature signature;
};
/// The answer to SaveOutbox: the entry is on disk (M7).
struct OutboxSaved {
    ClientId cid;
};

using Input = std::variant<Command, SocketOpened, FrameArrived, SocketClosed, ClaimSigned, OutboxSaved>;

}  // namespace workspace::core::client
