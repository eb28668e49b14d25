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
#include "workspace/core/wire/records.hpp"

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
    std::optional<ClientId> cid;  ///< a caller's own id (scripts); else one is made
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
using Command = std::variant<SignIn, UseHere, SignOut, Quit, ReconnectNow, Say, RetryPost, DiscardPost, LoadOlder>;

// ---- what the host reports -------------------------------------------------------------------------------------

/// What outlives the process: a session to come back with.
struct SavedSession {
    SessionId session;
    RefreshToken refresh;
    wire::Person account;
    std::string login;
};
struct OutboxEntry {
    RoomId room;
    ClientId cid;
    std::string body;
    WallTime made;
    /// Who wrote it: on a computer where several people sign in, nothing goes out under another's name. 0 where the
    /// host did not keep it; then the owner of the restored session, and without one a person has to confirm it.
    AccountId author{};
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
