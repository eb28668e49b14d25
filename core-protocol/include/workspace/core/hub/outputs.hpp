#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "workspace/core/hub/store_port.hpp"
#include "workspace/core/wire/messages.hpp"

/// All that a hub asks of its host.
namespace workspace::core::hub {

/// Encoded once, shared by all who get it: one or more newline-separated messages.
using SharedText = std::shared_ptr<const std::string>;
/// In the order of connecting; the same object as long as the audience does not change.
using Audience = std::shared_ptr<const std::vector<ConnectionId>>;

/// To one connection. Never shed.
struct Send {
    ConnectionId connection;
    SharedText text;
};
/// To many; may be shed for a slow reader, whole, with an `Overflowed` (H2).
struct Broadcast {
    Audience audience;
    SharedText text;
};
/// Send what is queued, then close with this code. `Disconnected` follows.
struct Close {
    ConnectionId connection;
    CloseCode code{};
};
struct AskStore {
    Ticket ticket;
    StoreOperation operation;
};
struct Credentials {
    std::string name;
    SecretText password;
};
/// Check the signature over claim_bytes(), and the password where there is one. A name that does not exist takes as
/// long as a wrong password (S8).
struct CheckProof {
    Ticket ticket;
    std::optional<Credentials> credentials;
    wire::WorkstationProof workstation;
    Challenge challenge;
    ConnectionId connection;  ///< whose: wrong passwords are counted by where they come from
};
/// Sign an access token (10 minutes) for this binding.
struct MintAccess {
    Ticket ticket;
    AccountId account;
    SessionId session;
    Epoch epoch;
};
struct ApiLoggedOut {};
struct ApiAccountEnded {};
using ApiResult = std::variant<Appended, ApiLoggedOut, ApiAccountEnded, Refusal>;
struct ApiAnswer {
    Ticket request;
    ApiResult result;
};
/// For the operator's log: a lease changed hands. No bodies, no secrets.
struct LeaseNotice {
    AccountId account;
    std::string account_name;
    Epoch epoch;
    LeaseCause cause{};
};

using Output = std::variant<Send, Broadcast, Close, AskStore, CheckProof, MintAccess, ApiAnswer, LeaseNotice>;

}  // namespace workspace::core::hub
