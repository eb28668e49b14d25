#pragma once

#include <optional>
#include <string>
#include <variant>

#include "workspace/core/client/events.hpp"
#include "workspace/core/client/inputs.hpp"

/// All that a client asks of its host.
namespace workspace::core::client {

/// Open a WebSocket to the server's `/ws`; one at a time.
struct OpenSocket {};
/// Drop it, politely if it answers (what was handed over before is sent first), without waiting for a dead peer;
/// SocketClosed follows, once a socket.
struct CloseSocket {};
struct SendFrame {
    std::string text;
};
/// Sign claim_bytes() with the workstation's key, and answer ClaimSigned: once each, in order.
struct SignClaim {
    Challenge challenge;
};
/// Keep this for the next start, replacing what was kept; on disk before anything that comes after it is sent.
struct SaveSession {
    SavedSession session;
};
struct ForgetSession {};
/// Put this on disk, then answer OutboxSaved (M7).
struct SaveOutbox {
    OutboxEntry entry;
};
struct ForgetOutbox {
    ClientId cid;
};

using Output = std::variant<OpenSocket, CloseSocket, SendFrame, SignClaim, SaveSession, ForgetSession, SaveOutbox,
                            ForgetOutbox, Event>;

}  // namespace workspace::core::client
