#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "workspace/core/hub/store_port.hpp"

/// All that can happen to a hub.
namespace workspace::core::hub {

/// A WebSocket is open. The first output for it is `hello`.
struct Connected {
    ConnectionId connection;
};
/// One text message of it, whole; already known to be at most kClientFrameBytesMax and valid UTF-8.
struct FrameArrived {
    ConnectionId connection;
    std::string_view text;  ///< need not outlive the call
};
/// The peer broke WebSocket or its bounds; the hub closes with `code`.
struct Violated {
    ConnectionId connection;
    CloseCode code{};
};
/// More than Limits::queue_bytes wait for this connection; the host has dropped its queue of broadcasts (H2).
struct Overflowed {
    ConnectionId connection;
};
/// The socket is gone, however it went. No output for it follows, and none was waiting.
struct Disconnected {
    ConnectionId connection;
};

struct StoreAnswered {
    Ticket ticket;
    StoreResult result;
};

enum class ProofOutcome : std::uint8_t {
    proved,
    wrong,
    overloaded,  ///< the bounded pool is full
    too_often,   ///< too many wrong ones came before it: it was not looked at
};
struct ProofChecked {
    Ticket ticket;
    ProofOutcome outcome{};
    std::optional<AccountId> account;   ///< with a password that fits
    std::int64_t password_version = 0;  ///< of that password
};
struct AccessMinted {
    Ticket ticket;
    std::string token;
};

/// A post over REST. `request` is the host's own ticket; it comes back in ApiAnswer.
struct ApiPost {
    Ticket request;
    Fence fence;
    AccountId author;
    wire::AnyPost post;
};
/// REST logout with the access token of a binding: ends lease and session, closes the connection (S4).
struct ApiLogout {
    Ticket request;
    AccountId account;
    Epoch epoch;
};
/// A password was changed, an account locked or revoked (S13): lease and sessions end before ApiAnswer comes.
struct ApiEndAccount {
    Ticket request;
    AccountId account;
    LeaseCause cause{};                  ///< `revoked` or `password_changed`
    std::optional<SecretText> password;  ///< the new one, hashed
    std::optional<bool> locked;
    std::optional<std::int64_t> password_version{};  ///< as in EndAccount
    std::optional<Administrator> by{};               ///< as in EndAccount
};
/// The server is about to stop: tell everyone to come back, spread out. Leases stay (S10).
struct Stopping {};

using Input = std::variant<Connected, FrameArrived, Violated, Overflowed, Disconnected, StoreAnswered, ProofChecked,
                           AccessMinted, ApiPost, ApiLogout, ApiEndAccount, Stopping>;

}  // namespace workspace::core::hub
