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
};
struct ProofChecked {
    Ticket ticket;
    ProofOutcome outcome{};
    std::optional<AccountId> account;  ///< with a password that fits
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
    RoomId room;
    ClientId cid;
    std::string body;
};
/// REST logout with the access token of a binding: ends lease and session, closes the connection (S4).
struct ApiLogout {
    Ticket request;
    AccountId account;
    Epoch epoch;
};
/// The server is about to stop: tell everyone to come back, spread out. Leases stay (S10).
struct Stopping {};

using Input = std::variant<Connected, FrameArrived, Violated, Overflowed, Disconnected, StoreAnswered, ProofChecked,
                           AccessMinted, ApiPost, ApiLogout, Stopping>;

}  // namespace workspace::core::hub
