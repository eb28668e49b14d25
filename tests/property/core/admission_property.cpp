#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "admission_model.hpp"
#include "support/property.hpp"
#include "workspace/core/base/limits.hpp"

namespace workspace::core::test {
namespace {

constexpr std::int64_t kAccounts = 3;
constexpr MonotonicTime kNow{std::chrono::seconds{1000}};

int draw(int below) {
    return *rc::gen::inRange(0, below);
}
bool one_in(int n) {
    return draw(n) == 0;
}
AccountId draw_account() {
    return AccountId{1 + draw(kAccounts)};
}
ElsewherePolicy draw_policy() {
    return *rc::gen::element(ElsewherePolicy::ask, ElsewherePolicy::reject, ElsewherePolicy::takeover);
}

template <class Id>
Id draw_id(int below) {
    Id id;
    id.value.back() = static_cast<std::uint8_t>(1 + draw(below));
    return id;
}

/// At most one lease an account and one a workstation, as the store keeps them.
std::vector<Lease> draw_leases() {
    std::vector<Lease> leases;
    for (std::int64_t account = 1; account <= kAccounts; ++account) {
        Lease lease;
        lease.account = AccountId{account};
        lease.workstation = draw_id<WorkstationKey>(4);
        lease.hint = draw_id<WorkstationHint>(3);
        lease.os_boot = draw_id<OsBootId>(2);
        lease.session = draw_id<SessionId>(4);
        lease.epoch = Epoch{1 + draw(3)};
        lease.state = one_in(3) ? LeaseState::detached : LeaseState::live;
        const bool free = std::none_of(leases.begin(), leases.end(),
                                       [&](const Lease& l) { return l.workstation == lease.workstation; });
        if (free && !one_in(3)) {
            leases.push_back(lease);
        }
    }
    return leases;
}

Truth draw_truth() {
    Truth truth;
    for (std::int64_t account = 1; account <= kAccounts; ++account) {
        if (*rc::gen::arbitrary<bool>()) {
            truth.insert(AccountId{account});
        }
    }
    return truth;
}

Claim draw_claim() {
    Claim claim;
    claim.account = draw_account();
    claim.workstation = draw_id<WorkstationKey>(4);
    claim.hint = draw_id<WorkstationHint>(3);
    claim.os_boot = draw_id<OsBootId>(2);
    claim.by_person = *rc::gen::arbitrary<bool>();
    if (!claim.by_person || one_in(3)) {
        claim.session = draw_id<SessionId>(4);
    }
    if (one_in(3)) {
        claim.consent = TakeoverConsent{one_in(3) ? draw_id<WorkstationKey>(4) : claim.workstation,
                                        draw_id<SessionId>(4),
                                        {kNow.since_origin + std::chrono::seconds{draw(2)}}};
    }
    return claim;
}

AdmissionFacts facts_of(const Claim& claim, const std::vector<Lease>& leases) {
    NaiveTable table;
    table.leases() = leases;
    AdmissionFacts facts = table.facts_for(claim);
    facts.account_locked = one_in(15);
    facts.session = SessionStanding::none;
    if (claim.session) {
        facts.session = one_in(6)   ? SessionStanding::displaced
                        : one_in(6) ? SessionStanding::ended
                                    : SessionStanding::good;
    }
    return facts;
}

/// Evidence that says nothing: of an epoch, or an account, that none of the
/// leases has.
std::vector<ProbeEvidence> draw_void_evidence(const std::vector<Lease>& leases) {
    std::vector<ProbeEvidence> evidence;
    for (int i = draw(4); i > 0; --i) {
        const ProbeEvidence drawn{draw_account(), Epoch{1 + draw(5)}, *rc::gen::arbitrary<bool>()};
        const bool fits = std::any_of(leases.begin(), leases.end(), [&](const Lease& lease) {
            return lease.account == drawn.account && lease.epoch == drawn.epoch;
        });
        if (!fits) {
            evidence.push_back(drawn);
        }
    }
    return evidence;
}

/// Asks those whom the decision names, and checks that the question makes
/// sense.
void probe(const ProbeFirst& question, const Truth& truth, Claim& claim) {
    RC_ASSERT(!question.leases.empty());
    RC_ASSERT(claim.probe_rounds < kProbeRoundsMax);
    std::set<AccountId> asked;
    for (const Lease& lease : question.leases) {
        RC_ASSERT(lease.state == LeaseState::live);
        RC_ASSERT(asked.insert(lease.account).second);
        const bool known = std::any_of(claim.evidence.begin(), claim.evidence.end(), [&](const ProbeEvidence& e) {
            return e.account == lease.account && e.epoch == lease.epoch;
        });
        RC_ASSERT(!known);
    }
    for (const Lease& lease : question.leases) {
        claim.evidence.push_back({lease.account, lease.epoch, truth.contains(lease.account)});
    }
    ++claim.probe_rounds;
}

PROPERTY(AdmissionProperty, S5_S6_S7_S12_W1_AgreesWithANaiveReadingOfTheRulesAfterOneRound, 3000) {
    const std::vector<Lease> leases = draw_leases();
    const Truth truth = draw_truth();
    const ElsewherePolicy policy = draw_policy();
    Claim claim = draw_claim();
    claim.evidence = draw_void_evidence(leases);
    const AdmissionFacts facts = facts_of(claim, leases);
    if (claim.consent && facts.of_account && one_in(2)) {
        claim.consent->holder = facts.of_account->session;
    }

    Admission decision = decide_admission(facts, claim, policy, kNow);
    RC_ASSERT(describe(decision) == describe(decide_admission(facts, claim, policy, kNow)));
    if (const auto* question = std::get_if<ProbeFirst>(&decision)) {
        probe(*question, truth, claim);
        decision = decide_admission(facts, claim, policy, kNow);
    }
    RC_LOG() << describe(decision) << '\n';
    RC_ASSERT(!std::holds_alternative<ProbeFirst>(decision));
    const std::optional<Refusal> expected = verdict_of_the_rules(facts, claim, policy, kNow, truth);
    const auto* refuse = std::get_if<Refuse>(&decision);
    RC_ASSERT((refuse == nullptr ? "grant" : name_of(refuse->code)) == (expected ? name_of(*expected) : "grant"));
    const bool may_take_over =
        expected == Refusal::session_elsewhere && claim.by_person && policy == ElsewherePolicy::ask;
    RC_ASSERT((refuse != nullptr && refuse->may_take_over) == may_take_over);
}

PROPERTY(AdmissionProperty, S6_EvidenceAboutOtherEpochsIsVoid, 1000) {
    const std::vector<Lease> leases = draw_leases();
    const ElsewherePolicy policy = draw_policy();
    Claim claim = draw_claim();
    const AdmissionFacts facts = facts_of(claim, leases);
    const std::string without = describe(decide_admission(facts, claim, policy, kNow));
    claim.evidence = draw_void_evidence(leases);
    RC_ASSERT(describe(decide_admission(facts, claim, policy, kNow)) == without);
}

/// A few people at a few computers who log in, come back, go silent and are cut
/// off, for a while.
class Office {
public:
    void step() {
        switch (draw(5)) {
            case 0: detach_somebody(); break;
            case 1: end_somebody(); break;
            case 2: toggle_silence(); break;
            default: claim_something();
        }
        if (!table_.broken().empty()) {
            RC_FAIL(table_.broken().front());
        }
    }

private:
    Lease* somebody() {
        auto& leases = table_.leases();
        return leases.empty() ? nullptr : &leases[static_cast<std::size_t>(draw(static_cast<int>(leases.size())))];
    }
    void detach_somebody() {
        if (Lease* lease = somebody()) {
            lease->state = LeaseState::detached;
        }
    }
    void end_somebody() {
        if (const Lease* lease = somebody()) {
            if (one_in(2)) {
                table_.sessions()[lease->session].standing = SessionStanding::ended;
            }
            table_.leases().erase(table_.leases().begin() + (lease - table_.leases().data()));
        }
    }
    void toggle_silence() {
        const AccountId account = draw_account();
        if (truth_.erase(account) == 0) {
            truth_.insert(account);
        }
    }

    Claim draw_office_claim() {
        Claim claim;
        const auto& sessions = table_.sessions();
        if (!sessions.empty() && !one_in(3)) {
            const auto chosen = std::next(sessions.begin(), draw(static_cast<int>(sessions.size())));
            claim.session = chosen->first;
            claim.account = chosen->second.account;
            claim.workstation = chosen->second.key;
            claim.by_person = one_in(3);
        } else {
            claim.account = draw_account();
            claim.workstation = draw_id<WorkstationKey>(3);
            claim.by_person = true;
        }
        claim.hint.value.back() = static_cast<std::uint8_t>(claim.workstation.value.back() / 2);
        claim.os_boot = one_in(8) ? draw_id<OsBootId>(2) : OsBootId{};
        return claim;
    }

    void claim_something() {
        Claim claim = draw_office_claim();
        const ElsewherePolicy policy = draw_policy();
        while (true) {
            const AdmissionFacts facts = table_.facts_for(claim);
            if (facts.of_account && one_in(3)) {
                claim.consent = TakeoverConsent{claim.workstation, facts.of_account->session, MonotonicTime::never()};
            }
            const Admission decision = decide_admission(facts, claim, policy, kNow);
            RC_LOG() << describe(decision) << '\n';
            if (const auto* question = std::get_if<ProbeFirst>(&decision)) {
                probe(*question, truth_, claim);
                if (one_in(3)) {
                    table_.rebind(draw_account());  // the facts change under the decision
                }
                continue;
            }
            if (const auto* grant = std::get_if<Grant>(&decision)) {
                carry_out(claim, facts, *grant, policy);
            }
            return;
        }
    }

    void carry_out(const Claim& claim, const AdmissionFacts& facts, const Grant& grant, ElsewherePolicy policy) {
        RC_ASSERT(grant.account_was_connected == facts.of_account.has_value());
        for (const Displacement& end : grant.ends) {
            const bool answers = end.lease.state == LeaseState::live && truth_.contains(end.lease.account);
            const bool same_computer = end.lease.workstation == claim.workstation;
            if (end.lease.account != claim.account) {
                RC_ASSERT(same_computer && !answers);  // S7
            } else if (!same_computer && answers) {
                RC_ASSERT(policy == ElsewherePolicy::takeover || claim.consent.has_value());  // S6
            }
        }
        table_.grant(claim, grant);
        truth_.insert(claim.account);
    }

    NaiveTable table_;
    Truth truth_;
};

PROPERTY(AdmissionProperty, S1_S2_S12_HoldThroughoutADayAtTheOffice, 5000) {
    Office office;
    for (int steps = draw(60); steps > 0; --steps) {
        office.step();
    }
}

}  // namespace
}  // namespace workspace::core::test
