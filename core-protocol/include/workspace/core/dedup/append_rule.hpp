#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include "workspace/core/base/errors.hpp"
#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"

/// The rule of posting exactly once (M3), in order (M6), by those who may (M5, S3). One pure function, called by every
/// store inside the transaction that appends.
namespace workspace::core {

/// Keyed hash of a post's first body: tells a repeat from the misuse of an id. The store owns the key.
using BodyFingerprint = std::array<std::uint8_t, 16>;

/// An event that is in the log under the post's (author, client id).
struct EarlierPost {
    RoomId room;
    MessageSeq seq;
    WallTime at;
    BodyFingerprint fingerprint{};
};

/// The rows that the decision depends on.
struct AppendFacts {
    bool author_live = false;  ///< the post's fence holds: its epoch is the lease's, or its REST session stands (S3)
    bool member = false;       ///< the room exists, is open, and the author is in it (M5)
    bool predecessor_stored = true;  ///< the post named none, or it is in the log (M6)
    std::optional<EarlierPost> earlier;
};

struct AppendNew {};
struct AppendDuplicate {
    MessageSeq seq;
    WallTime at;
};
using AppendDecision = std::variant<AppendNew, AppendDuplicate, Refusal>;

/// Order of the checks: the fence (S3), membership (M5), the earlier post (M3), the predecessor (M6).
[[nodiscard]] AppendDecision decide_append(const AppendFacts& facts, RoomId room, const BodyFingerprint& fingerprint);

}  // namespace workspace::core
