#include "claims.hpp"

#include <algorithm>
#include <utility>
#include "workspace/core/base/sometimes.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::hub {

namespace {

/// Who is refused for now comes back after 1 to 3 s.
constexpr std::int64_t kRetryMillis = 1000;
constexpr std::uint64_t kRetrySpreadMillis = 2000;

Claim claim_of(const wire::WorkstationProof& proof) {
    Claim claim;
    claim.workstation = proof.key;
    claim.hint = proof.hint;
    claim.os_boot = proof.os_boot;
    return claim;
}

}  // namespace

namespace {

void mark(const Displacement& displacement, bool same_account) {
    if (!same_account) {
        sometimes::reached(sometimes::Mark::account_evicted);
    } else if (displacement.cause == LeaseCause::resumed) {
        sometimes::reached(sometimes::Mark::own_ghost_closed);
    } else if (displacement.lease.state == LeaseState::live) {
        sometimes::reached(sometimes::Mark::takeover_of_a_live_lease);
    } else {
        sometimes::reached(sometimes::Mark::takeover_of_a_detached_lease);
    }
}

}  // namespace

void Claims::begin(Connection& connection, const wire::Login& login) {
    Pending pending;
    pending.claim = claim_of(login.workstation);
    pending.claim.by_person = true;
    pending.claim.consent = nonces_.find(login.takeover);
    prove(connection, std::move(pending), login.workstation, Credentials{login.name, login.password}, login.presence);
}

void Claims::begin(Connection& connection, const wire::Resume& resume) {
    Pending pending;
    pending.claim = claim_of(resume.workstation);
    pending.claim.session = resume.session;
    pending.claim.by_person = resume.claim == wire::ClaimKind::person;
    pending.claim.consent = nonces_.find(resume.takeover);
    pending.presented = resume.refresh;
    prove(connection, std::move(pending), resume.workstation, std::nullopt, resume.presence);
}

void Claims::prove(Connection& connection, Pending pending, const wire::WorkstationProof& proof,
                   std::optional<Credentials> credentials, const std::optional<wire::PresenceWish>& wish) {
    connections_.enter(connection, Phase::claiming);
    connection.wish = wish.value_or(wire::PresenceWish::people);
    context_.deadlines.set({DeadlineKind::claim, connection.id.value}, context_.served() + kLoginAnswerWithin);
    pending.label = proof.label;
    pending.fresh = draw_secret<RefreshToken>(context_.entropy);
    pending.fresh_session = draw_secret<SessionId>(context_.entropy);
    pending_.insert_or_assign(connection.id, std::move(pending));
    const Ticket ticket = context_.desk.open(AwaitedProof{connection.id});
    context_.put(CheckProof{ticket, std::move(credentials), proof, connection.challenge, connection.id});
}

void Claims::proof_checked(const AwaitedProof& asked, const ProofChecked& proof) {
    Connection* connection = connections_.open(asked.connection);
    const auto found = pending_.find(asked.connection);
    if (connection == nullptr || found == pending_.end()) {
        return;
    }
    Pending& pending = found->second;
    const bool by_password = !pending.claim.session;
    if (proof.outcome == ProofOutcome::overloaded) {
        refuse(*connection, Refusal::try_again);
    } else if (proof.outcome == ProofOutcome::too_often) {
        refuse(*connection, Refusal::rate_limited);
    } else if (proof.outcome == ProofOutcome::wrong || (by_password && !proof.account)) {
        refuse(*connection, Refusal::bad_credentials);
    } else if (context_.store_is_full()) {
        refuse(*connection, Refusal::try_again);
    } else {
        if (by_password) {
            pending.claim.account = *proof.account;
            pending.claim.password_version = proof.password_version;
        }
        admit(*connection, pending);
    }
}

/// S5 without this: a claim that was held up on its way (a slow proof, a probe, a half-open link) would close the
/// connection that its own client has opened since, with `superseded`, and nobody would come back by themselves (S12).
bool Claims::is_late(ConnectionId id, const Claim& claim) const {
    if (zoo::has(zoo::Bug::late_claim_wins)) {
        return false;
    }
    const auto same_client = [&](AccountId account, SessionId session) {
        return claim.session ? *claim.session == session : claim.account == account;
    };
    if (const auto later = asked_.find(claim.workstation); later != asked_.end() && id < later->second) {
        const Claim& other = pending_.at(later->second).claim;
        if (claim.session ? claim.session == other.session : claim.account == other.account) {
            return true;
        }
    }
    const LeaseRow* row = leases_.on(claim.workstation);
    return row != nullptr && row->connection && id < *row->connection && same_client(row->account, row->session);
}

void Claims::drop(ConnectionId connection) {
    const auto found = pending_.find(connection);
    if (found == pending_.end()) {
        return;
    }
    const auto asked = asked_.find(found->second.claim.workstation);
    if (asked != asked_.end() && asked->second == connection) {
        asked_.erase(asked);
    }
    pending_.erase(found);
}

void Claims::admit(Connection& connection, const Pending& pending) {
    const ConnectionId id = connection.id;
    if (is_late(id, pending.claim)) {
        sometimes::reached(sometimes::Mark::claim_came_late);
        refuse(connection, Refusal::try_again);
        return;
    }
    ConnectionId& latest = asked_[pending.claim.workstation];
    latest = std::max(latest, id);
    context_.ask_store(AwaitedAdmission{id, pending.claim.workstation, pending.claim.session.has_value()},
                       Admit{pending.claim, pending.label, pending.presented, pending.fresh, pending.fresh_session,
                             context_.config.policy, context_.clock.now()});
}

void Claims::admission_answered(const AwaitedAdmission& asked, StoreResult result) {
    Connection* connection = connections_.open(asked.connection);
    auto* admitted = std::get_if<Admitted>(&result);
    if (admitted != nullptr && std::holds_alternative<Granted>(*admitted)) {
        grant(connection, asked, std::move(std::get<Granted>(*admitted)));
        return;
    }
    const auto found = pending_.find(asked.connection);
    if (connection == nullptr || found == pending_.end()) {
        return;
    }
    if (admitted == nullptr) {
        refuse(*connection, Refusal::store_failed);
    } else if (const auto* refusal = std::get_if<Refuse>(admitted)) {
        refuse(*connection, *refusal);
    } else {
        sometimes::reached(sometimes::Mark::claim_probed);
        if (++found->second.claim.probe_rounds > 1) {
            sometimes::reached(sometimes::Mark::claim_probed_again);
        }
        probes_.begin(asked.connection, std::get<ProbeFirst>(*admitted).leases);
    }
}

void Claims::go_on() {
    while (auto ready = probes_.take_ready()) {
        const auto found = pending_.find(ready->claim);
        Connection* connection = connections_.open(ready->claim);
        if (connection != nullptr && found != pending_.end()) {
            // What an earlier round found out still holds: the lease is named by its epoch.
            auto& evidence = found->second.claim.evidence;
            evidence.insert(evidence.end(), ready->evidence.begin(), ready->evidence.end());
            admit(*connection, found->second);
        }
    }
}

void Claims::grant(Connection* connection, const AwaitedAdmission& asked, Granted granted) {
    const auto found = pending_.find(asked.connection);
    const bool arrives = connection != nullptr && found != pending_.end();
    if (!arrives) {
        sometimes::reached(sometimes::Mark::claimant_had_gone);
    }
    for (const Displacement& displacement : granted.ends) {
        displace(displacement, granted, found == pending_.end() ? std::string{} : found->second.label);
    }
    rooms_.reconcile(granted.account.id, granted.rooms);
    const LeaseCause cause = asked.resuming ? LeaseCause::resumed : LeaseCause::granted;
    keeper_.granted(granted, asked.workstation, arrives ? std::optional{asked.connection} : std::nullopt, cause);
    if (arrives) {
        parting_.bind(*connection, granted);
        arrivals_.expect(*connection, std::move(granted), found->second.fresh);
        drop(asked.connection);
    }
}

void Claims::displace(const Displacement& displacement, const Granted& granted, const std::string& label) {
    const Lease& lease = displacement.lease;
    const LeaseRow* row = leases_.find(lease.account, lease.epoch);
    Connection* holder = row != nullptr && row->connection ? connections_.open(*row->connection) : nullptr;
    const bool same_account = lease.account == granted.account.id;
    mark(displacement, same_account);
    if (holder != nullptr) {
        const CloseCode code = same_account ? CloseCode::superseded : CloseCode::evicted;
        parting_.close_displaced(*holder, code, wire::Holder{granted.account.name, label, 0, 0});
    }
    if (same_account) {
        context_.put(LeaseNotice{lease.account, lease.account_name, lease.epoch, displacement.cause});
    } else {
        keeper_.displaced(displacement);
    }
}

void Claims::refuse(Connection& connection, const Refuse& refusal) {
    wire::Refused message{refusal.code, std::string{core::words_of(refusal.code)}, {}, {}, {}};
    const auto found = pending_.find(connection.id);
    if (refusal.holder) {
        message.holder = describe(*refusal.holder);
        if (refusal.may_take_over && found != pending_.end()) {
            message.takeover = nonces_.give(found->second.claim.workstation, refusal.holder->session);
        }
    }
    if (is_retryable(refusal.code)) {
        message.retry_ms = kRetryMillis + static_cast<std::int64_t>(context_.entropy.jitter(kRetrySpreadMillis));
    }
    ++context_.refused[refusal.code];
    connections_.say(connection, message);
    connections_.close(connection, CloseCode::refused);
    probes_.forget(connection.id);
    drop(connection.id);
}

wire::Holder Claims::describe(const Lease& lease) const {
    wire::Holder holder{lease.account_name, lease.workstation_label, 0, 0};
    holder.since_ms = std::max<std::int64_t>(0, context_.clock.now().wall.ms - lease.since.ms);
    const LeaseRow* row = leases_.find(lease.account);
    if (row != nullptr && row->epoch == lease.epoch) {
        const Duration idle = context_.served() - row->active;
        holder.idle_ms = std::chrono::duration_cast<milliseconds>(idle).count();
    }
    return holder;
}

void Claims::timed_out(Connection& connection) {
    if (connection.phase == Phase::claiming) {
        refuse(connection, Refusal::try_again);
    } else if (connection.phase == Phase::greeted) {
        parting_.close(connection, CloseCode::unauthenticated, LeaseCause::silent);
    }
}

void Claims::digest(Hasher& hasher) const {
    for (const auto& [connection, pending] : pending_) {
        hasher.add(connection.value);
        hasher.add(pending.claim.account.value);
        hasher.add(static_cast<std::uint64_t>(pending.claim.probe_rounds));
    }
    hasher.add(static_cast<std::uint64_t>(nonces_.size()));
}

}  // namespace workspace::core::hub
