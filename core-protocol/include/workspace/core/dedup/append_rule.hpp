#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "workspace/core/base/errors.hpp"
#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"
#include "workspace/core/wire/posts.hpp"

/// The rule of posting exactly once (M3), in order (M6), by those who may (M5, S3), what may be posted (M8). One pure
/// function, called by every store inside the transaction that appends.
namespace workspace::core {

/// Keyed hash of what was first posted under an id: tells a repeat from the misuse of an id. The store owns the key.
using PostFingerprint = std::array<std::uint8_t, 16>;
/// What is hashed: all of the post but its id and its predecessor. A plain message is its own text.
[[nodiscard]] std::string fingerprint_text(const wire::AnyPost& post);

/// An event that is in the log under the post's (author, client id).
struct EarlierPost {
    RoomId room;
    MessageSeq seq;
    WallTime at;
    PostFingerprint fingerprint{};
};

/// The room that a post names, as it stands.
struct RoomFacts {
    wire::RoomKind kind{};
    bool archived = false;
    std::optional<AccountId> creator;  ///< none for a room that an administrator made
    MessageSeq head;
    std::size_t members = 0;
    bool author_is_member = false;
};

/// The rows that the decision depends on. What a post does not name is left out.
struct AppendFacts {
    bool author_live = false;  ///< the post's fence holds: its epoch is the lease's, or its REST session stands (S3)
    bool author_is_guest = false;  ///< only in rooms they were invited to (M5)
    std::optional<EarlierPost> earlier;
    std::optional<RoomFacts> room;      ///< none: there is no such room
    bool predecessor_stored = true;     ///< the post named none, or it is in the log (M6)
    std::optional<wire::Event> target;  ///< of an edit, a deletion, a reaction: that event as it is now
    bool all_known = true;              ///< every login name of an invitation is an account's
    bool whom_is_member = false;        ///< of an invitation
    bool name_taken = false;            ///< of a new public room
    std::optional<EarlierPost> direct;  ///< of a new direct room: the first event of the one these two have
};

struct AppendNew {};
struct AppendDuplicate {
    RoomId room;
    MessageSeq seq;
    WallTime at;
};
using AppendDecision = std::variant<AppendNew, AppendDuplicate, Refusal>;

/// Order of the checks: the fence (S3), the earlier post (M3: a repeat is answered whatever became of the room since),
/// membership (M5), the predecessor (M6), the room's state, and what the kind of post demands.
[[nodiscard]] AppendDecision decide_append(const AppendFacts& facts, const wire::AnyPost& post, AccountId author,
                                           const PostFingerprint& fingerprint);

}  // namespace workspace::core
