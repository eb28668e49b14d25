#include "workspace/core/session/admission.hpp"

#include <algorithm>
#include <utility>

#include "workspace/core/base/limits.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core {
namespace {

/// What is known about the connection behind a lease.
enum class Life : std::uint8_t {
    gone,  ///< detached, or silent under the very epoch that the lease has
    answers,
    unknown,  ///< live, and not probed under this epoch
};

/// One claim against one reading of the rows. The steps stand in the order in
/// which decide_admission takes them.
class Case {
public:
    Case(const AdmissionFacts& facts, const Claim& claim, ElsewherePolicy policy, MonotonicTime now)
        : facts_(facts), claim_(claim), policy_(policy), now_(now) {}

    [[nodiscard]] Admission decide() const {
        for (const auto step :
             {&Case::standing, &Case::automatic, &Case::workstation, &Case::probes, &Case::elsewhere}) {
            if (auto decision = (this->*step)()) {
                return *std::move(decision);
            }
        }
        return grant();
    }

private:
    using Step = std::optional<Admission>;

    /// Is the caller somebody who may claim at all?
    [[nodiscard]] Step standing() const {
        if (facts_.account_locked && !zoo::has(zoo::Bug::locked_account_gets_in)) {
            return Refuse{Refusal::account_locked, {}, false};
        }
        if (!claim_.session && !zoo::has(zoo::Bug::old_password_gets_in) &&
            facts_.password_version != claim_.password_version) {
            return Refuse{Refusal::bad_credentials, {}, false};
        }
        if (facts_.session == SessionStanding::displaced && !zoo::has(zoo::Bug::displaced_session_comes_back)) {
            return Refuse{Refusal::superseded, {}, false};
        }
        if ((facts_.session == SessionStanding::ended && !zoo::has(zoo::Bug::ended_session_comes_back)) ||
            (claim_.session.has_value() && facts_.session == SessionStanding::none)) {
            return Refuse{Refusal::session_ended, {}, false};
        }
        return std::nullopt;
    }

    /// S12: what an automatic claim may not displace refuses it, live or
    /// detached, and nobody is probed for it.
    [[nodiscard]] Step automatic() const {
        if (claim_.by_person || zoo::has(zoo::Bug::automatic_claim_displaces)) {
            return std::nullopt;
        }
        if (others_here() != nullptr) {
            return Refuse{Refusal::workstation_busy, *others_here(), false};
        }
        if (accounts_elsewhere() != nullptr) {
            return Refuse{Refusal::session_elsewhere, *accounts_elsewhere(), false};
        }
        if (facts_.of_account && !is_own_session(*facts_.of_account)) {
            return Refuse{Refusal::superseded, {}, false};
        }
        return std::nullopt;
    }

    /// S7 and W1: a connection that lives on this workstation and that the claim
    /// may not displace.
    [[nodiscard]] Step workstation() const {
        if (const Lease* here = contested_here(); here != nullptr && life_of(*here) == Life::answers) {
            if (is_other_boot(*here)) {
                return Refuse{Refusal::workstation_cloned, {}, false};
            }
            return Refuse{Refusal::workstation_busy, *here, false};
        }
        for (const Lease& lease : facts_.of_hint) {
            if (is_other_account_under_hint(lease) && life_of(lease) == Life::answers) {
                return Refuse{Refusal::workstation_busy, lease, false};
            }
        }
        return std::nullopt;
    }

    /// Everyone whose answer decides is probed in one round; the rounds are
    /// bounded.
    [[nodiscard]] Step probes() const {
        ProbeFirst probe;
        const auto ask = [&](const Lease& lease) {
            if (life_of(lease) == Life::unknown) {
                probe.leases.push_back(lease);
            }
        };
        if (const Lease* here = contested_here()) {
            ask(*here);
        }
        for (const Lease& lease : facts_.of_hint) {
            if (is_other_account_under_hint(lease)) {
                ask(lease);
            }
        }
        if (const Lease* there = contested_elsewhere()) {
            ask(*there);
        }
        if (probe.leases.empty()) {
            return std::nullopt;
        }
        if (claim_.probe_rounds >= kProbeRoundsMax) {
            return Refuse{Refusal::try_again, {}, false};
        }
        return probe;
    }

    /// S6: the account lives on another workstation, and policy or the person
    /// decides.
    [[nodiscard]] Step elsewhere() const {
        const Lease* there = contested_elsewhere();
        if (there == nullptr || life_of(*there) == Life::gone || zoo::has(zoo::Bug::takeover_without_consent)) {
            return std::nullopt;
        }
        return Refuse{Refusal::session_elsewhere, *there, policy_ == ElsewherePolicy::ask};
    }

    [[nodiscard]] Grant grant() const {
        Grant grant;
        if (facts_.of_account && !(zoo::has(zoo::Bug::account_connected_twice) && accounts_elsewhere() != nullptr)) {
            const bool own = is_own_session(*facts_.of_account);
            grant.account_was_connected = true;
            grant.ends.push_back({*facts_.of_account, own ? LeaseCause::resumed : LeaseCause::superseded, !own});
        }
        if (const Lease* evicted = others_here()) {
            grant.ends.push_back({*evicted, LeaseCause::evicted, false});
        }
        return grant;
    }

    // ---- who is who
    // --------------------------------------------------------------------------------------------

    [[nodiscard]] bool is_own_session(const Lease& lease) const {
        return claim_.session == lease.session && lease.workstation == claim_.workstation;
    }
    [[nodiscard]] bool is_other_boot(const Lease& lease) const { return lease.os_boot != claim_.os_boot; }

    /// Another account's lease on this workstation (S7).
    [[nodiscard]] const Lease* others_here() const {
        const auto& lease = facts_.of_workstation;
        const bool another = lease && lease->account != claim_.account;
        return another && !zoo::has(zoo::Bug::two_accounts_on_a_workstation) ? &*lease : nullptr;
    }
    /// The lease on this key whose answer decides: another account's (S7), or one
    /// that claims to be this computer under another start of its operating
    /// system (W1). Any other one is the claimant's own ghost (S5).
    [[nodiscard]] const Lease* contested_here() const {
        const auto& lease = facts_.of_workstation;
        const bool contested = lease && (lease->account != claim_.account || is_other_boot(*lease) ||
                                         zoo::has(zoo::Bug::ghost_refuses_its_owner));
        return contested && !zoo::has(zoo::Bug::two_accounts_on_a_workstation) ? &*lease : nullptr;
    }
    [[nodiscard]] bool is_other_account_under_hint(const Lease& lease) const {
        return lease.account != claim_.account && lease.workstation != claim_.workstation;
    }
    [[nodiscard]] const Lease* accounts_elsewhere() const {
        const auto& lease = facts_.of_account;
        return lease && lease->workstation != claim_.workstation ? &*lease : nullptr;
    }
    /// The account's lease elsewhere, where its answer decides (S6).
    [[nodiscard]] const Lease* contested_elsewhere() const {
        const Lease* there = accounts_elsewhere();
        const bool decided = policy_ == ElsewherePolicy::takeover || (there != nullptr && is_consented(*there));
        return decided ? nullptr : there;
    }
    [[nodiscard]] bool is_consented(const Lease& lease) const {
        return policy_ == ElsewherePolicy::ask && claim_.consent && claim_.consent->claimant == claim_.workstation &&
               claim_.consent->holder == lease.session && now_ < claim_.consent->expires;
    }

    [[nodiscard]] Life life_of(const Lease& lease) const {
        if (lease.state == LeaseState::detached) {
            return Life::gone;
        }
        Life life = Life::unknown;
        for (const ProbeEvidence& evidence : claim_.evidence) {
            if (evidence.account == lease.account &&
                (evidence.epoch == lease.epoch || zoo::has(zoo::Bug::evidence_of_another_epoch)) &&
                life != Life::answers) {
                life = evidence.answered ? Life::answers : Life::gone;
            }
        }
        return life;
    }

    const AdmissionFacts& facts_;
    const Claim& claim_;
    ElsewherePolicy policy_;
    MonotonicTime now_;
};

}  // namespace

Admission decide_admission(const AdmissionFacts& facts, const Claim& claim, ElsewherePolicy policy, MonotonicTime now) {
    return Case(facts, claim, policy, now).decide();
}

}  // namespace workspace::core
