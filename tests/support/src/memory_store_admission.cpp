#include <utility>
#include <variant>

#include "workspace/core/base/zoo.hpp"
#include "workspace/testing/memory_store.hpp"

namespace workspace::testing {

using namespace core;

StoreResult MemoryStore::run(const Admit& admit) {
    Claim claim = admit.claim;
    if (claim.session) {
        const auto session = sessions_.find(*claim.session);
        claim.account = session == sessions_.end() ? AccountId{} : session->second.account;
    }
    const Admission admission = decide_admission(facts_of(admit, claim), claim, admit.policy, admit.now.mono);
    if (const auto* grant = std::get_if<Grant>(&admission)) {
        return Admitted{carry_out(*grant, admit, claim)};
    }
    const auto* refusal = std::get_if<Refuse>(&admission);
    return refusal != nullptr ? Admitted{*refusal} : Admitted{std::get<ProbeFirst>(admission)};
}

AdmissionFacts MemoryStore::facts_of(const Admit& admit, const Claim& claim) const {
    AdmissionFacts facts;
    facts.session = standing_of(admit);
    const auto account = accounts_.find(claim.account);
    if (account != accounts_.end()) {
        facts.account_locked = account->second.locked;
        facts.password_version = account->second.password_version;
    }
    for (const auto& [holder, lease] : leases_) {
        if (holder == claim.account) {
            facts.of_account = lease;
        }
        if (lease.workstation == claim.workstation) {
            facts.of_workstation = lease;
        } else if (lease.hint == claim.hint && prevails(lease.workstation, claim.workstation)) {
            facts.of_hint.push_back(lease);
        }
    }
    return facts;
}

bool MemoryStore::prevails(const WorkstationKey& other, const WorkstationKey& over) const {
    const auto claimed = enrolled_.find(over);
    return claimed == enrolled_.end() || enrolled_.at(other) < claimed->second;
}

SessionStanding MemoryStore::standing_of(const Admit& admit) const {
    if (!admit.claim.session) {
        return SessionStanding::none;
    }
    const auto found = sessions_.find(*admit.claim.session);
    if (found == sessions_.end() || found->second.workstation != admit.claim.workstation ||
        found->second.state == SessionState::ended) {
        return SessionStanding::ended;
    }
    const StoredSession& session = found->second;
    const bool token_fits =
        admit.presented && (admit.presented->value == session.newest.value ||
                            (session.last_used && admit.presented->value == session.last_used->value));
    if (session.state == SessionState::displaced) {
        return token_fits ? SessionStanding::displaced : SessionStanding::ended;
    }
    const auto lease = leases_.find(session.account);
    const bool holds = lease != leases_.end() && lease->second.session == *admit.claim.session;
    return holds || token_fits ? SessionStanding::good : SessionStanding::ended;
}

Granted MemoryStore::carry_out(const Grant& grant, const Admit& admit, const Claim& claim) {
    StoredAccount& account = accounts_.at(claim.account);
    WallTime since = admit.now.wall;
    for (const Displacement& end : grant.ends) {
        if (end.session_displaced) {
            sessions_.at(end.lease.session).state = SessionState::displaced;
        }
        if (end.lease.account == claim.account) {
            since = end.lease.since;
        }
        leases_.erase(end.lease.account);
    }
    const SessionId session = continue_session(admit, claim);
    if (!claim.session || !zoo::has(zoo::Bug::epoch_stands_still)) {
        ++account.epoch.value;
    }
    enrolled_.try_emplace(claim.workstation, enrolled_.size());
    leases_.emplace(account.id, Lease{account.id, account.name, claim.workstation, admit.workstation_label, claim.hint,
                                      claim.os_boot, session, account.epoch, LeaseState::live, since});
    std::vector<RoomId> rooms;
    for (const auto& [room, log] : logs_) {
        if (log.members.contains(account.id)) {
            rooms.push_back(room);
        }
    }
    return {{account.id, account.name},  account.login, account.bot,      session,      account.epoch,
            grant.account_was_connected, grant.ends,    std::move(rooms), account.guest};
}

/// Begins a session, or rotates the tokens of the one that is resumed (S14): the token that was used last stays good
/// until the fresh one has been used.
SessionId MemoryStore::continue_session(const Admit& admit, const Claim& claim) {
    if (!claim.session) {
        sessions_.emplace(admit.fresh_session, StoredSession{claim.account, claim.workstation, SessionState::good,
                                                             admit.fresh, std::nullopt});
        return admit.fresh_session;
    }
    StoredSession& session = sessions_.at(*claim.session);
    if (admit.presented && admit.presented->value == session.newest.value) {
        session.last_used = admit.presented;
    }
    session.newest = admit.fresh;
    return *claim.session;
}

}  // namespace workspace::testing
