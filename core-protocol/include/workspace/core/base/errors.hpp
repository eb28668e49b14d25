#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace workspace::core {

/// Why a claim or a request was refused. The name on the wire is the enumerator's own. Add one only where a client must
/// react differently. `is_terminal`: the client does not reconnect by itself (S12). `is_retryable`: the same request
/// may succeed later.
enum class Refusal : std::uint8_t {
    // -- of a claim
    bad_credentials,    ///< unknown account, wrong password, or a signature that does not fit: never says which (S8)
    session_ended,      ///< that session logged out, was revoked, expired, or was never known: log in with the password
    superseded,         ///< that session was displaced by a later one (S12)
    session_elsewhere,  ///< another workstation holds this account (S6); may carry a nonce to take over with
    workstation_busy,   ///< another account is live on this workstation (S7)
    workstation_cloned,  ///< this key is in use on another computer (W1): make a new one, then log in
    account_locked,      ///< an administrator closed this account
    // -- of a request
    not_a_member,     ///< no such room for this account (M5): an unknown room and a closed one look the same
    too_long,         ///< body over kBodyBytesMax
    empty,            ///< nothing but white space
    conflict,         ///< this client id was used before with another body (M3)
    held,             ///< its predecessor is not stored (M6): send that first
    not_live,         ///< the connection's epoch is not its lease's (S3)
    no_such_message,  ///< no such seq in this room, not a message, or deleted
    no_such_account,  ///< nobody has that login name
    not_allowed,      ///< somebody else's message, a direct room that cannot be left, …
    no_change,        ///< it is so already: a member is invited, a room is archived
    name_taken,       ///< a public room has that name
    archived,         ///< the room is closed for good: it can only be read
    too_many,         ///< more of this than the protocol's bound
    expired,          ///< never on the wire: a client does not send by itself what has waited for a day (M7)
    bad_request,      ///< a field is missing or out of bounds; the reason names it
    unknown_type,     ///< no message of that name in this version
    out_of_state,     ///< known, but not now (a post before `welcome`, a second login)
    // -- of either, for now
    rate_limited,
    store_failed,  ///< the database refused the batch; nothing of it was applied
    try_again,     ///< too much at once, or the facts changed under the decision
};

/// WebSocket close codes. 1000, 1001, 1003, 1007, 1009 as RFC 6455 has them; those of ours tell a client what to do.
enum class CloseCode : std::uint16_t {
    normal = 1000,      ///< after `logged_out`, or the client's own close
    going_away = 1001,  ///< the server stops: reconnect, spread out
    not_text = 1003,
    not_utf8 = 1007,
    too_big = 1009,
    superseded = 4001,        ///< terminal: this account is used elsewhere now (S12)
    revoked = 4002,           ///< terminal: the session was ended by an administrator or from another place
    password_changed = 4003,  ///< terminal: log in with the new password
    refused = 4004,           ///< after `refused`: what it said decides
    logged_out = 4005,        ///< terminal: this session logged out from another place (REST)
    evicted = 4006,           ///< terminal: another person logged in on this workstation while the link was down (S7)
    slow_reader = 4008,       ///< the queue overflowed and was dropped: reconnect, resume, fetch (H2)
    silent = 4009,            ///< nothing was heard for too long (S9): reconnect
    not_json = 4010,          ///< the protocol is broken, reconnecting will not mend it
    unauthenticated = 4011,   ///< no claim within the time allowed
    flooding = 4012,          ///< far over the rate
    overloaded = 4013,        ///< too many connections: come back later
    store_failed = 4014,      ///< the server could not write: come back later
};

[[nodiscard]] std::string_view name_of(Refusal refusal);
[[nodiscard]] std::optional<Refusal> refusal_of(std::string_view name);
/// A client does not reconnect by itself after this (S12).
[[nodiscard]] bool is_terminal(Refusal refusal);
[[nodiscard]] bool is_retryable(Refusal refusal);
/// English words for logs and for clients without their own; one sentence that says what to do.
[[nodiscard]] std::string_view words_of(Refusal refusal);

[[nodiscard]] std::string_view name_of(CloseCode code);
[[nodiscard]] std::optional<CloseCode> close_code_of(std::uint16_t number);
[[nodiscard]] bool is_terminal(CloseCode code);

}  // namespace workspace::core
