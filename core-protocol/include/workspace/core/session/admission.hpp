#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "workspace/core/base/errors.hpp"
#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"
#include "workspace/core/session/lease.hpp"

/// The admission rule: who may be connected, from where (S1, S2, S5–S8, S12, W1). One pure function, called by every
/// store inside its transaction with the rows that it read, so that the store is where leases are linearized.
namespace workspace::core {

/// What to do when the account is live on another workstation and answered the probe (S6).
enum class ElsewherePolicy : std::uint8_t { ask, reject, takeover };

/// What a probe showed about one binding. Evidence about another epoch than the lease's is void.
struct ProbeEvidence {
    AccountId account;
    Epoch epoch;
    bool answered = false;
};

/// A person's confirmation of a takeover, as the hub remembers it for the nonce that came back (S6).
struct TakeoverConsent {
    WorkstationKey claimant;  ///< the key that was told the nonce
    SessionId holder;         ///< the session that held the lease then
    MonotonicTime expires;
};

/// Somebody who has proved who they are (S8) wants a lease.
struct Claim {
    AccountId account;
    WorkstationKey workstation;
    WorkstationHint hint;
    OsBootId os_boot;
    /// The session that is resumed; none when a password was typed (a new session begins).
    std::optional<SessionId> session;
    /// Of the password that was proved: another one may have been set before this is decided (S13).
    std::int64_t password_version = 0;
    bool by_person = false;
    std::optional<TakeoverConsent> consent;
    std::vector<ProbeEvidence> evidence;
    int probe_rounds = 0;  ///< rounds already made
};

/// How the session of a resuming claim stands in the store.
enum class SessionStanding : std::uint8_t {
    none,  ///< a password was typed: no session yet
    good,
    displaced,  ///< a later session of the account took its place (S12)
    ended,      ///< logged out, revoked, expired, or never known
};

/// The rows that the decision depends on. At most one lease an account, one a workstation (S1, S2); the hint's leases
/// are those of other keys enrolled under the same hint (W1).
struct AdmissionFacts {
    bool account_locked = false;
    std::int64_t password_version = 0;  ///< of the account, as it is now: grows with each change (S13)
    SessionStanding session = SessionStanding::none;
    std::optional<Lease> of_account;
    std::optional<Lease> of_workstation;
    std::vector<Lease> of_hint;
};

/// A lease that a grant ends, or takes over. If a connection is still bound to it, that one is closed: with
/// `superseded` for `resumed` (the claimant's own session goes on, the old connection is a ghost, S5) and `superseded`,
/// with `evicted` for `evicted`.
struct Displacement {
    Lease lease;
    LeaseCause cause{};  ///< `resumed`, `superseded` or `evicted`
    /// Its session may not come back (S12). Not so for an evicted one: see docs/decisions/0003-eviction-keeps-session.md.
    bool session_displaced = false;
};

struct Grant {
    /// The claimant's own lease goes on under the next epoch (P2: the count moves by 0).
    bool account_was_connected = false;
    /// Every other binding that ends with this grant, all or none. May name the claimant's own account once (its
    /// binding from before), and one other account (S7).
    std::vector<Displacement> ends;
};

struct Refuse {
    Refusal code{};
    std::optional<Lease> holder;  ///< told to the caller for `session_elsewhere` and `workstation_busy`
    bool may_take_over = false;   ///< hand out a nonce (S6, policy `ask`, a person)
};

struct ProbeFirst {
    std::vector<Lease> leases;  ///< live ones whose answer decides
};

using Admission = std::variant<Grant, Refuse, ProbeFirst>;

/// Decides. Order of the checks: account and session standing; what an automatic claim may not displace (S12, nobody is
/// probed for that); then the workstation (S7, W1: `workstation_busy` wins), then the account elsewhere (S6), then S5.
/// Deterministic; the leases of a ProbeFirst are those whose answer decides and is not known, each once.
[[nodiscard]] Admission decide_admission(const AdmissionFacts& facts, const Claim& claim, ElsewherePolicy policy,
                                         MonotonicTime now);

}  // namespace workspace::core
