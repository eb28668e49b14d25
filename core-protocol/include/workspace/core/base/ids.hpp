#pragma once

#include <compare>
#include <cstdint>
#include <functional>

#include "workspace/core/base/bytes.hpp"

namespace workspace::core {

/// A number that names one kind of thing. Ids of different things do not convert.
template <class Tag, class Rep>
struct Id {
    using rep = Rep;
    Rep value{};
    auto operator<=>(const Id&) const = default;
};

// Numbers that the store hands out; from 1, at most 2^53 - 1 so that any JSON reader keeps them exact.
using AccountId = Id<struct AccountTag, std::int64_t>;
using RoomId = Id<struct RoomTag, std::int64_t>;

/// Position of an event in its room's log: gapless from 1 (M2). 0 is "before the first".
using MessageSeq = Id<struct MessageSeqTag, std::int64_t>;
/// Per account, only grows; every binding of a connection takes the next one (S3). 0 is "never bound".
using Epoch = Id<struct EpochTag, std::int64_t>;
/// Counts the published changes of the connected set since the server started (P3).
using PresenceVersion = Id<struct PresenceVersionTag, std::int64_t>;

/// One WebSocket of this server process; never reused while it runs. Local to a host, not on the wire.
using ConnectionId = Id<struct ConnectionTag, std::uint64_t>;
/// Pairs a request that the core put out with the answer that the host hands back.
using Ticket = Id<struct TicketTag, std::uint64_t>;

/// 128 random-and-time-ordered bits that a client gives to each thing it posts, before the first try (M3).
using ClientId = Bytes<struct ClientIdTag, 16>;
/// What a login begins and a logout, a revocation or a displacement ends.
using SessionId = Bytes<struct SessionTag, 16>;
/// Changes each time the server starts.
using BootId = Bytes<struct BootTag, 8>;
/// Random; new when a room's log is no longer the one that clients cached.
using RoomEpoch = Bytes<struct RoomEpochTag, 8>;
/// The Ed25519 public key that is the workstation (W1).
using WorkstationKey = Bytes<struct WorkstationKeyTag, 32>;
/// Application-specific hash of a computer's machine id and permanent network address (W1).
using WorkstationHint = Bytes<struct WorkstationHintTag, 32>;
/// Hash of the operating system's boot id: tells a clone from a restarted computer (W1).
using OsBootId = Bytes<struct OsBootTag, 16>;
/// What the server asks a connection to sign; fresh for each connection.
using Challenge = Bytes<struct ChallengeTag, 32>;
/// Ed25519 signature by the workstation's key over `claim_bytes()`.
using Signature = Bytes<struct SignatureTag, 64>;
/// Given with `session_elsewhere`; a person confirms a takeover with it (S6).
using TakeoverNonce = Bytes<struct TakeoverNonceTag, 16>;
/// Brings a session back without a password; rotated at use (S14). The server stores only its hash.
using RefreshToken = SecretBytes<struct RefreshTokenTag, 32>;

}  // namespace workspace::core

template <class Tag, class Rep>
struct std::hash<workspace::core::Id<Tag, Rep>> {
    std::size_t operator()(const workspace::core::Id<Tag, Rep>& id) const noexcept {
        return std::hash<Rep>{}(id.value);
    }
};
