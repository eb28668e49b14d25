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
/// Order: *ordered* operations (all but ReadPage) take effect one after the other in the order in which they were
/// asked, each sees all that came before it, and their answers come back in that order. Many may share one commit
/// (group commit); none is answered before its commit is durable (M1). ReadPage may be answered at any time, from any
/// state that was durable after it was asked.
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

/// Posts by `decide_append`; the event gets the room's next seq.
struct Append {
    Fence fence;
    AccountId author;
    RoomId room;
    ClientId cid;
    std::optional<ClientId> prev;
    std::string body;
    WallTime at;
};
struct Appended {
    bool duplicate = false;
    wire::Event event;  ///< of a duplicate only seq, cid and at are filled
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
};
using ReadResult = std::variant<LogSlice, Refusal>;

using StoreOperation = std::variant<Admit, Detach, EndLease, Append, ReadSync, ReadPage>;

struct StoreFailed {
    std::string reason;  ///< for the operator
};
using StoreResult = std::variant<Admitted, LeaseChanged, AppendResult, ReadResult, StoreFailed>;

/// What a hub must know before it can serve. A store gives it at the start, after making every lease `detached` (S10).
struct StoredWorld {
    std::vector<wire::Room> rooms;
    std::vector<Lease> leases;
    std::vector<AccountId> bots;  ///< of those who hold a lease
};

}  // namespace workspace::core
