#pragma once

#include <cstddef>
#include <cstdint>

#include "workspace/core/base/time.hpp"

/// Every bound of the protocol, by name. What an operator may change is a member of `Limits`; the rest are constants
/// of the protocol itself (docs/protocol.md prints them). Relations between them are asserted at compile time.
namespace workspace::core {

using std::chrono::milliseconds;
using std::chrono::seconds;

// ---- sizes on the wire -----------------------------------------------------------------------------------------
inline constexpr std::size_t kClientFrameBytesMax = 64 * 1024;        ///< one WebSocket message from a client
inline constexpr std::size_t kServerFrameBytesMax = 4 * 1024 * 1024;  ///< one WebSocket message from a server
inline constexpr std::size_t kMessagesPerFrameMax = 256;  ///< newline-separated messages in one client frame
inline constexpr std::size_t kBodyBytesMax = 16 * 1024;   ///< UTF-8 bytes of one message's body
inline constexpr std::size_t kNameBytesMax = 64;          ///< login name
inline constexpr std::size_t kLabelBytesMax = 128;        ///< display name, workstation label, room name
inline constexpr std::size_t kPasswordBytesMax = 1024;
inline constexpr std::size_t kReasonBytesMax = 512;      ///< words meant for a person
inline constexpr std::size_t kTokenBytesMax = 2048;      ///< an access token (JWT)
inline constexpr std::size_t kRoomsPerClientMax = 1000;  ///< rooms in one `sync`
inline constexpr std::size_t kEmojiBytesMax = 64;        ///< a reaction: one emoji, however it is composed
inline constexpr std::size_t kReactionKindsMax = 32;     ///< different reactions to one message
inline constexpr std::size_t kMembersMax = 10'000;       ///< of a room, and those who gave one reaction
inline constexpr std::size_t kStatusBytesMax = 128;      ///< a status line
inline constexpr std::size_t kJsonDepthMax = 8;

// ---- history ---------------------------------------------------------------------------------------------------
inline constexpr int kPageLimitMax = 200;                    ///< events in one page (H4)
inline constexpr int kResumeEventsMax = 500;                 ///< events a room in the answer to `sync` (H3)
inline constexpr std::size_t kResumeBytesMax = 1024 * 1024;  ///< bytes of bodies a room in that answer (H3)
inline constexpr std::size_t kPageBytesMax = 1536 * 1024;    ///< bytes of texts in a page: else it ends earlier
inline constexpr int kNewestPage = 50;                       ///< events shown at first, and where the gap was too long

// ---- heartbeat and leases (S9, S10) ----------------------------------------------------------------------------
inline constexpr Duration kBeatEvery = seconds{5};
inline constexpr Duration kBeatAnswerWithin = seconds{5};
inline constexpr Duration kPresenceGather = milliseconds{200};  ///< P6
inline constexpr int kProbeRoundsMax = 2;

/// What an operator may change.
struct Limits {
    Duration silence = seconds{12};           ///< without a frame for this long a connection is dead (S9)
    Duration grace = seconds{8};              ///< a detached lease ends after this (S9)
    Duration restart_grace = seconds{60};     ///< the same, after a restart of the server (S10)
    Duration probe = seconds{2};              ///< how long an old connection has to show that it lives (S6)
    Duration nonce = seconds{60};             ///< how long a person has to confirm a takeover (S6)
    Duration unauthenticated = seconds{10};   ///< from the connection's first byte to its admission
    std::uint32_t messages_per_second = 100;  ///< a connection's sustained rate; 0: not limited
    std::uint32_t messages_burst = 400;
    std::size_t queue_bytes = 4 * 1024 * 1024;  ///< what may wait for a slow reader before it is shed (H2)
    std::size_t connections = 20'000;
    std::size_t unauthenticated_connections = 12'000;
    std::size_t pending_store_requests = 100'000;
};

/// The client's side.
inline constexpr Duration kReconnectFirst = milliseconds{250};
inline constexpr Duration kReconnectMax = seconds{15};
inline constexpr Duration kLoginAnswerWithin = seconds{20};  ///< from opening a socket to `welcome`
inline constexpr std::size_t kOutboxEntriesMax = 1000;       ///< M7
inline constexpr std::size_t kPostsInFlightMax = 32;
inline constexpr Duration kOutboxFresh = std::chrono::hours{24};  ///< what waited longer is not sent by itself (M7)
inline constexpr Duration kTypingEvery = seconds{3};              ///< `typing` is said again this often at most
inline constexpr Duration kTypingLasts = seconds{6};              ///< and is shown for this long

static_assert(kBeatEvery + kBeatAnswerWithin < Limits{}.silence, "a client notices a dead link before the server does");
static_assert(Limits{}.silence + Limits{}.grace <= seconds{20}, "a ghost lives at most 20 s (S9)");
static_assert(Limits{}.restart_grace > 3 * kReconnectMax, "all are back before the restart grace ends (S10)");
static_assert(kBodyBytesMax * 2 + 1024 < kClientFrameBytesMax, "an escaped body fits a frame");
static_assert(kResumeBytesMax * 2 < kServerFrameBytesMax);
static_assert(kPageBytesMax * 2 + kPageLimitMax * std::size_t{1024} < kServerFrameBytesMax);
static_assert(kTypingEvery * 2 <= kTypingLasts, "whoever goes on typing is shown without a gap");

}  // namespace workspace::core
