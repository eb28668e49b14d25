#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"
#include "workspace/core/dedup/append_rule.hpp"
#include "workspace/core/history/page.hpp"
#include "workspace/core/session/admission.hpp"
#include "workspace/core/wire/records.hpp"

/// What the hub asks of a store, and what comes back. Each operation is atomic; its answer is where order is decided.
///
/// Order: *ordered* operations (all but ReadPage, ReadMarkers and ReadMembers) take effect one after the other in the order in which they were
/// asked, each sees all that came before it, and their answers come back in that order. Many may share one commit
/// (group commit); none is answered before its commit is durable (M1). The others may be answered at any time, from any
/// state that was durable after they were asked.
///
/// Failure: a batch that cannot be committed answers StoreFailed to each of its operations, and nothing of it was
/// applied. After a failed fsync the store answers nothing more and the host stops.
namespace workspace::core {

// ---- who is allowed to write, checked inside the transaction (S3) -------------------------------------------------

/// Good while the account's lease has this epoch and is live.
struct LeaseFence {
    Epoch epoch;
};
/// Good while this REST session's row stands.
struct RestFence {
    SessionId session;
};
/// Good while this API token's row stands.
struct ApiTokenFence {
    std::int64_t token = 0;
};
using Fence = std::variant<LeaseFence, RestFence, ApiTokenFence>;

// ---- operations ----------------------------------------------------------------------------------------------------

/// Decides a claim by `decide_admission` and carries the decision out: ends what it names (and marks displaced
/// sessions), enrols the workstation, begins or continues the session, takes the account's next epoch, writes the
/// lease as live.
///
/// A claim with `claim.session` brings `presented`: the store finds the account by the session (claim.account is then
/// not looked at), and the session stands `good` only for the same workstation key and if either the account's lease
/// is that session's, or `presented` is its newest token or the last one that was used. `fresh` becomes the newest
/// token of the session; the one that was used last stays good until `fresh` has been used (S14).
struct Admit {
    Claim claim;
    std::string workstation_label;
    std::optional<RefreshToken> presented;
    RefreshToken fresh;
    SessionId fresh_session;  ///< the id that a new session gets
    ElsewherePolicy policy{};
    Now now;
};
struct Granted {
    wire::Person account;
    std::string login;
    bool bot = false;  ///< counted apart (P1)
    SessionId session;
    Epoch epoch;
    bool account_was_connected = false;
    std::vector<Displacement> ends;
    std::vector<RoomId> rooms{};  ///< that the account is a member of, ascending (M5)
    bool guest = false;           ///< only in rooms it was invited to: it is not shown the others (M5)
};
using Admitted = std::variant<Granted, Refuse, ProbeFirst>;

/// live -> detached, if the lease still has this epoch (compare and set).
struct Detach {
    AccountId account;
    Epoch epoch;
    LeaseCause cause{};
    Now now;
};
/// Ends the lease if it still has this epoch (and, for `only_detached`, is detached); with `end_session` its session
/// too. `applied` is false when the lease was another by then.
struct EndLease {
    AccountId account;
    Epoch epoch;
    bool only_detached = false;
    bool end_session = false;
    LeaseCause cause{};
    Now now;
};
struct LeaseChanged {
    bool applied = false;
};

/// An administrator, and what they act with: both are looked at again inside the transaction (S3).
struct Administrator {
    AccountId account;
    Fence fence;
};
/// Ends all that an account holds (S13): its lease, its sessions, REST's too; sets the new password or the lock in the
/// same transaction. An account that there is not is refused with `no_such_account`.
struct EndAccount {
    AccountId account;
    LeaseCause cause{};                  ///< `revoked` or `password_changed`
    std::optional<SecretText> password;  ///< the new one, hashed by the host
    std::optional<bool> locked;
    Now now;
    /// Only while the password is still this one: what was proved by an earlier one is refused with `bad_credentials`.
    std::optional<std::int64_t> password_version{};
    /// Refused with `not_allowed` when they may not any more. None: the person, or whoever runs the server.
    std::optional<Administrator> by{};
};
struct AccountEnded {
    std::optional<Epoch> lease;  ///< the epoch of the lease that ended, if there was one
};
using AccountEndResult = std::variant<AccountEnded, Refusal>;

/// Posts by `decide_append`; the event gets its room's next seq, and what it does is done with it: a message changed,
/// a room made, a member more or less.
struct Append {
    Fence fence;
    AccountId author;
    wire::AnyPost post;
    WallTime at;
};
/// What an event did to who is in its room.
struct MembersChange {
    std::vector<AccountId> in;
    std::vector<AccountId> out;
    std::optional<wire::Room> created;  ///< as it is before its first event
    bool operator==(const MembersChange&) const = default;
};
struct Appended {
    bool duplicate = false;
    RoomId room;
    wire::Event event;                     ///< of a duplicate only seq, cid and at are filled
    std::optional<wire::Event> touched{};  ///< the message that it changed, as it is now (M8)
    MembersChange members{};
};
using AppendResult = std::variant<Appended, Refusal>;

/// A stretch of a room's log, for a member of it (M5, H4).
struct ReadPage {
    AccountId reader;
    RoomId room;
    PageQuery query;
};
/// A room brought up to date by `plan_sync`, for a member of it (H3). Ordered, so that the head it answers is the one
/// that the hub has published when the answer arrives.
struct ReadSync {
    AccountId reader;
    RoomId room;
    std::optional<wire::Cursor> cursor;
};
struct LogSlice {
    wire::Room room;
    SyncPlan plan;  ///< for ReadPage only `interval` is meaningful
    std::vector<wire::Event> events;
    /// Of a complete ReadSync: messages at or before the cursor that changed after it (H3, M8); with them the bounds of
    /// `plan_sync` hold, else it is the newest page.
    std::vector<wire::Event> touched{};
};
using ReadResult = std::variant<LogSlice, Refusal>;

/// Where posts of this author are (M7). Ordered: what was asked before it is decided.
struct FindPosts {
    AccountId author;
    std::vector<ClientId> cids;
};
using PostsFound = std::vector<wire::StoredPost>;

/// Moves a read marker forwards (H6); the answer is the room's marker. In another room epoch than the room's it is
/// refused with `conflict`. A marker of an earlier room epoch counts for nothing.
struct MarkRead {
    Fence fence;
    AccountId reader;
    RoomId room;
    RoomEpoch epoch;
    MessageSeq seq;
};
/// The markers of these rooms, or of all rooms of the account when empty; rooms it is not in are left out (M5).
struct ReadMarkers {
    AccountId reader;
    std::vector<RoomId> rooms;
};
using MarkersResult = std::variant<std::vector<wire::ReadMarker>, Refusal>;

struct SetStatus {
    Fence fence;
    wire::Status status;
};
struct StatusSaved {};
using StatusResult = std::variant<StatusSaved, Refusal>;

/// Who is in a room, for a member of it (M5).
struct ReadMembers {
    AccountId reader;
    RoomId room;
};
using MembersResult = std::variant<std::vector<wire::Person>, Refusal>;

using StoreOperation = std::variant<Admit, Detach, EndLease, EndAccount, Append, ReadSync, FindPosts, MarkRead,
                                    SetStatus, ReadPage, ReadMarkers, ReadMembers>;
/// Whether it may be answered out of order, beside the writer.
[[nodiscard]] constexpr bool is_ordered(const StoreOperation& operation) {
    return !std::holds_alternative<ReadPage>(operation) && !std::holds_alternative<ReadMarkers>(operation) &&
           !std::holds_alternative<ReadMembers>(operation);
}

struct StoreFailed {
    std::string reason;  ///< for the operator
};
using StoreResult = std::variant<Admitted, LeaseChanged, AccountEndResult, AppendResult, ReadResult, PostsFound,
                                 MarkersResult, StatusResult, MembersResult, StoreFailed>;

/// What a hub must know before it can serve. A store gives it at the start, after making every lease `detached` (S10).
struct StoredRoom {
    wire::Room room;
    std::vector<AccountId> members;  ///< ascending
};
struct StoredWorld {
    std::vector<StoredRoom> rooms;
    std::vector<Lease> leases;
    std::vector<AccountId> bots;         ///< of those who hold a lease
    std::vector<wire::Status> statuses;  ///< those that say something
};

}  // namespace workspace::core
