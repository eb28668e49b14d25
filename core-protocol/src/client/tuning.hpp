#pragma once

#include "workspace/core/base/limits.hpp"

/// Bounds of the client's brain that are nobody else's business (base/limits.hpp has those of the protocol).
namespace workspace::core::client {

inline constexpr Duration kSettledAfter = seconds{10};  ///< a link that was live this long is tried again at once
inline constexpr Duration kGoingAwaySpread =
    seconds{2};  ///< reconnections after 1001 without a time are spread over it
inline constexpr Duration kRetryAskedMax = seconds{300};  ///< a server may not send a client away for longer
inline constexpr Duration kLeaveWithin = seconds{2};      ///< how long `logout` and `bye` wait for their answer
inline constexpr Duration kPersonPatience = seconds{60};  ///< how long a person's claim is tried over a bad network
inline constexpr Duration kPostRetryFirst = milliseconds{250};  ///< after a refusal that may be retried, doubling
inline constexpr Duration kPostRetryMax = seconds{15};

/// A question without an answer by then was dropped on the way (a server may shed what is too frequent).
inline constexpr int kBeatsToAnswer = 2;

inline constexpr std::size_t kPostsInFlightInAllMax = 128;  ///< over all rooms: under a server's burst
inline constexpr std::size_t kRoomsPerSync = 200;           ///< rooms in one `sync`, so that it fits a frame
inline constexpr std::size_t kCursorBytesMax = 160;
inline constexpr std::size_t kRoomEventsMax = 50'000;               ///< events held of one room; the oldest go first
inline constexpr std::size_t kHeldBytesMax = 256ULL * 1024 * 1024;  ///< of events, over all rooms
inline constexpr std::size_t kEventOverheadBytes = 160;             ///< what an event takes besides its texts

static_assert(kRoomsPerSync * kCursorBytesMax < kClientFrameBytesMax, "a chunk of cursors fits a frame");
static_assert(kPostsInFlightInAllMax < Limits{}.messages_burst, "an outbox that wakes up is not taken for a flood");
static_assert(kPersonPatience <= Limits{}.nonce, "a claim is not retried with a nonce that cannot be good any more");

}  // namespace workspace::core::client
