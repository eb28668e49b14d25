#include "admission_model.hpp"

#include <algorithm>

namespace workspace::core::test {
namespace {

std::string name_of(const Lease& lease) {
    return std::to_string(lease.account.value) + "@" + lease.workstation.hex().substr(62) + "#" +
           std::to_string(lease.epoch.value);
}

bool lives(const Lease& lease, const Truth& truth) {
    return lease.state == LeaseState::live && truth.contains(lease.account);
}

/// S12: the refusal of an automatic claim that would displace somebody.
std::optional<Refusal> automatic_verdict(const AdmissionFacts& facts, const Claim& claim) {
    if (facts.of_workstation && facts.of_workstation->account != claim.account) {
        return Refusal::workstation_busy;
    }
    if (facts.of_account && facts.of_account->workstation != claim.workstation) {
        return Refusal::session_elsewhere;
    }
    if (facts.of_account && facts.of_account->session != *claim.session) {
        return Refusal::superseded;
    }
    return std::nullopt;
}

/// S7 and W1.
std::optional<Refusal> workstation_verdict(const AdmissionFacts& facts, const Claim& claim, const Truth& truth) {
    if (facts.of_workstation && lives(*facts.of_workstation, truth)) {
        if (facts.of_workstation->os_boot != claim.os_boot) {
            return Refusal::workstation_cloned;
        }
        if (facts.of_workstation->account != claim.account) {
            return Refusal::workstation_busy;
        }
    }
    for (const Lease& lease : facts.of_hint) {
        if (lease.account != claim.account && lives(lease, truth)) {
            return Refusal::workstation_busy;
        }
    }
    return std::nullopt;
}

/// S6: the account is alive on another workstation, and nobody has allowed to
/// end that.
bool is_elsewhere(const AdmissionFacts& facts, const Claim& claim, ElsewherePolicy policy, MonotonicTime now,
                  const Truth& truth) {
    if (!facts.of_account || facts.of_account->workstation == claim.workstation || !lives(*facts.of_account, truth)) {
        return false;
    }
    const bool confirmed = policy == ElsewherePolicy::ask && claim.consent &&
                           claim.consent->claimant == claim.workstation &&
                           claim.consent->holder == facts.of_account->session && now < claim.consent->expires;
    return policy != ElsewherePolicy::takeover && !confirmed;
}

}  // namespace

std::optional<Refusal> verdict_of_the_rules(const AdmissionFacts& facts, const Claim& claim, ElsewherePolicy policy,
                                            MonotonicTime now, const Truth& truth) {
    if (facts.account_locked) {
        return Refusal::account_locked;
    }
    if (facts.session == SessionStanding::displaced) {
        return Refusal::superseded;
    }
    if (facts.session == SessionStanding::ended) {
        return Refusal::session_ended;
    }
    if (!claim.by_person) {
        if (const auto refusal = automatic_verdict(facts, claim)) {
            return refusal;
        }
    }
    if (const auto refusal = workstation_verdict(facts, claim, truth)) {
        return refusal;
    }
    if (is_elsewhere(facts, claim, policy, now, truth)) {
        return Refusal::session_elsewhere;
    }
    return std::nullopt;
}

std::string describe(const Admission& decision) {
    if (const auto* refuse = std::get_if<Refuse>(&decision)) {
        return "refuse " + std::string(name_of(refuse->code)) + (refuse->may_take_over ? " with a nonce" : "") +
               (refuse->holder ? " held by " + name_of(*refuse->holder) : "");
    }
    std::string words;
    if (const auto* probe = std::get_if<ProbeFirst>(&decision)) {
        words = "probe";
        for (const Lease& lease : probe->leases) {
            words += " " + name_of(lease);
        }
        return words;
    }
    const auto& grant = std::get<Grant>(decision);
    words = grant.account_was_connected ? "grant, was connected" : "grant";
    for (const Displacement& end : grant.ends) {
        words += ", ends " + name_of(end.lease) + " " + std::string(name_of(end.cause)) +
                 (end.session_displaced ? " displaced" : "");
    }
    return words;
}

AdmissionFacts NaiveTable::facts_for(const Claim& claim) const {
    AdmissionFacts facts;
    for (const Lease& lease : leases_) {
        if (lease.account == claim.account) {
            facts.of_account = lease;
        }
        if (lease.workstation == claim.workstation) {
            facts.of_workstation = lease;
        } else if (lease.hint == claim.hint) {
            facts.of_hint.push_back(lease);
        }
    }
    if (claim.session) {
        const auto known = sessions_.find(*claim.session);
        const bool fits = known != sessions_.end() && known->second.account == claim.account &&
                          known->second.key == claim.workstation;
        facts.session = fits ? known->second.standing : SessionStanding::ended;
    }
    return facts;
}

Lease NaiveTable::grant(const Claim& claim, const Grant& grant) {
    for (const Displacement& displacement : grant.ends) {
        end(claim, displacement);
    }
    Lease lease;
    lease.account = claim.account;
    lease.workstation = claim.workstation;
    lease.hint = claim.hint;
    lease.os_boot = claim.os_boot;
    lease.epoch = next_epoch(claim.account);
    lease.state = LeaseState::live;
    if (claim.session) {
        lease.session = *claim.session;
    } else {
        lease.session.value.back() = static_cast<std::uint8_t>(sessions_.size() + 1);
        sessions_[lease.session] = {claim.account, claim.workstation, SessionStanding::good};
    }
    if (sessions_[lease.session].standing != SessionStanding::good) {
        broken_.push_back("S12: a session that is not good was granted");
    }
    leases_.push_back(lease);
    check_uniqueness();
    return lease;
}

void NaiveTable::end(const Claim& claim, const Displacement& displacement) {
    const auto it = std::find(leases_.begin(), leases_.end(), displacement.lease);
    if (it == leases_.end()) {
        broken_.push_back("a grant ends a lease that is not there");
        return;
    }
    const bool same_account = it->account == claim.account;
    const bool own = same_account && it->workstation == claim.workstation && it->session == claim.session;
    if (!claim.by_person && !own) {
        broken_.push_back("S12: an automatic claim displaced somebody");
    }
    if (displacement.session_displaced != (same_account && !own)) {
        broken_.push_back(
            "S12: displaced is the session of the same account that "
            "is not the claimant's own");
    }
    if (displacement.session_displaced) {
        sessions_[it->session].standing = SessionStanding::displaced;
    }
    leases_.erase(it);
}

void NaiveTable::check_uniqueness() {
    std::set<AccountId> accounts;
    std::set<WorkstationKey> keys;
    for (const Lease& lease : leases_) {
        if (!accounts.insert(lease.account).second) {
            broken_.push_back("S1: an account has two leases");
        }
        if (!keys.insert(lease.workstation).second) {
            broken_.push_back("S2: a workstation has two leases");
        }
    }
}

void NaiveTable::rebind(AccountId account) {
    for (Lease& lease : leases_) {
        if (lease.account == account) {
            lease.epoch = next_epoch(account);
            lease.state = LeaseState::live;
        }
    }
}

}  // namespace workspace::core::test
