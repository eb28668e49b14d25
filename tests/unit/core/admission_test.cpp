#include <gtest/gtest.h>

#include "support/leases.hpp"
#include "workspace/core/base/limits.hpp"

namespace workspace::core {
namespace {

using namespace test;

/// The rows that a store would read for `claim` from these leases.
AdmissionFacts facts_for(const Claim& claim, const std::vector<Lease>& leases) {
    AdmissionFacts facts;
    facts.session = claim.session ? SessionStanding::good : SessionStanding::none;
    for (const Lease& lease : leases) {
        if (lease.account == claim.account) {
            facts.of_account = lease;
        }
        if (lease.workstation == claim.workstation) {
            facts.of_workstation = lease;
        } else if (lease.hint == claim.hint && claim.hint != WorkstationHint{}) {
            facts.of_hint.push_back(lease);
        }
    }
    return facts;
}

Admission decide(const Claim& claim, const std::vector<Lease>& leases, ElsewherePolicy policy = ElsewherePolicy::ask) {
    return decide_admission(facts_for(claim, leases), claim, policy, at(100));
}

void expect_refused(const Admission& decision, Refusal code) {
    const auto* refuse = std::get_if<Refuse>(&decision);
    ASSERT_NE(refuse, nullptr) << "expected a refusal with " << name_of(code);
    EXPECT_EQ(name_of(refuse->code), name_of(code));
}

void expect_probe(const Admission& decision, const std::vector<Lease>& probed) {
    const auto* probe = std::get_if<ProbeFirst>(&decision);
    ASSERT_NE(probe, nullptr) << "expected a probe";
    EXPECT_EQ(probe->leases, probed);
}

struct End {
    Lease lease;
    LeaseCause cause;
    bool displaced;
};

void expect_granted(const Admission& decision, bool was_connected, const std::vector<End>& ends) {
    const auto* grant = std::get_if<Grant>(&decision);
    ASSERT_NE(grant, nullptr) << "expected a grant";
    EXPECT_EQ(grant->account_was_connected, was_connected);
    ASSERT_EQ(grant->ends.size(), ends.size());
    for (std::size_t i = 0; i < ends.size(); ++i) {
        EXPECT_EQ(grant->ends[i].lease, ends[i].lease);
        EXPECT_EQ(name_of(grant->ends[i].cause), name_of(ends[i].cause));
        EXPECT_EQ(grant->ends[i].session_displaced, ends[i].displaced);
    }
}

Claim with(Claim claim, std::vector<ProbeEvidence> evidence, int rounds = 1) {
    claim.evidence = std::move(evidence);
    claim.probe_rounds = rounds;
    return claim;
}

Claim consenting(Claim claim, const Lease& holder, MonotonicTime expires) {
    claim.consent = TakeoverConsent{claim.workstation, holder.session, expires};
    return claim;
}

// ---- nobody in the way
// -----------------------------------------------------------------------------------------

TEST(Admission, S1_AFreeAccountOnAFreeWorkstationGetsIn) {
    expect_granted(decide(person(kAlice, pc(1)), {}), false, {});
    expect_granted(decide(automatic(kAlice, pc(1), session(1)), {}), false, {});
}

TEST(Admission, S1_OthersOnOtherWorkstationsAreNotConcerned) {
    AdmissionFacts facts = facts_for(person(kAlice, pc(1)), {live(kBob, pc(2), session(2))});
    EXPECT_FALSE(facts.of_account || facts.of_workstation);
    expect_granted(decide(person(kAlice, pc(1)), {live(kBob, pc(2), session(2))}), false, {});
}

// ---- may the caller claim at all
// -------------------------------------------------------------------------------

TEST(Admission, S8_ALockedAccountIsRefusedBeforeAnythingIsToldOfLeases) {
    const Claim claim = person(kAlice, pc(1));
    AdmissionFacts facts = facts_for(claim, {live(kBob, pc(1), session(2))});
    facts.account_locked = true;
    const Admission decision = decide_admission(facts, claim, ElsewherePolicy::ask, at(0));
    expect_refused(decision, Refusal::account_locked);
    EXPECT_FALSE(std::get<Refuse>(decision).holder.has_value());
}

TEST(Admission, S13_APasswordThatWasChangedSinceItWasProvedLetsNobodyIn) {
    AdmissionFacts facts;
    facts.password_version = 3;
    Claim claim = person(kAlice, pc(1));
    claim.password_version = 2;
    const Admission decision = decide_admission(facts, claim, ElsewherePolicy::ask, at(0));
    ASSERT_TRUE(std::holds_alternative<Refuse>(decision));
    EXPECT_EQ(std::get<Refuse>(decision).code, Refusal::bad_credentials);
    claim.password_version = 3;
    EXPECT_TRUE(std::holds_alternative<Grant>(decide_admission(facts, claim, ElsewherePolicy::ask, at(0))));
}

TEST(Admission, S12_ADisplacedSessionStaysDisplacedEvenForAPersonAndAFreeAccount) {
    for (const Claim& claim : {automatic(kAlice, pc(1), session(1)), use_here(kAlice, pc(1), session(1))}) {
        AdmissionFacts facts = facts_for(claim, {});
        facts.session = SessionStanding::displaced;
        expect_refused(decide_admission(facts, claim, ElsewherePolicy::takeover, at(0)), Refusal::superseded);
    }
}

TEST(Admission, S14_AnEndedSessionNeedsThePassword) {
    const Claim claim = automatic(kAlice, pc(1), session(1));
    AdmissionFacts facts = facts_for(claim, {});
    facts.session = SessionStanding::ended;
    expect_refused(decide_admission(facts, claim, ElsewherePolicy::ask, at(0)), Refusal::session_ended);
}

TEST(Admission, S14_AResumeWhoseSessionWasNotFoundIsNotTakenForALogin) {
    const Claim claim = use_here(kAlice, pc(1), session(1));
    AdmissionFacts facts = facts_for(claim, {});
    facts.session = SessionStanding::none;
    expect_refused(decide_admission(facts, claim, ElsewherePolicy::ask, at(0)), Refusal::session_ended);
}

// ---- S5: the same account from the same workstation
// ------------------------------------------------------------

TEST(Admission, S5_APasswordOnTheSameWorkstationGetsInAtOnceAndDisplacesTheOldSession) {
    for (const Lease& ghost : {live(kAlice, pc(1), session(1)), detached(kAlice, pc(1), session(1))}) {
        expect_granted(decide(person(kAlice, pc(1)), {ghost}), true, {{ghost, LeaseCause::superseded, true}});
    }
}

TEST(Admission, S5_ResumingOnesOwnSessionGetsInAtOnceAndKeepsIt) {
    for (const Lease& own : {live(kAlice, pc(1), session(1)), detached(kAlice, pc(1), session(1))}) {
        const End end{own, LeaseCause::resumed, false};
        expect_granted(decide(automatic(kAlice, pc(1), session(1)), {own}), true, {end});
        expect_granted(decide(use_here(kAlice, pc(1), session(1)), {own}), true, {end});
    }
}

TEST(Admission, S5_HoldsUnderEveryPolicy) {
    const Lease ghost = live(kAlice, pc(1), session(1));
    for (const auto policy : {ElsewherePolicy::ask, ElsewherePolicy::reject, ElsewherePolicy::takeover}) {
        expect_granted(decide(person(kAlice, pc(1)), {ghost}, policy), true, {{ghost, LeaseCause::superseded, true}});
    }
}

// ---- S6: the same account from another workstation
// -------------------------------------------------------------

TEST(Admission, S6_ADetachedLeaseElsewhereIsTakenOverSilently) {
    const Lease there = detached(kAlice, pc(2), session(1));
    expect_granted(decide(person(kAlice, pc(1)), {there}), true, {{there, LeaseCause::superseded, true}});
}

TEST(Admission, S6_ALiveOneIsProbedFirst) {
    const Lease there = live(kAlice, pc(2), session(1));
    expect_probe(decide(person(kAlice, pc(1)), {there}), {there});
    expect_probe(decide(person(kAlice, pc(1)), {there}, ElsewherePolicy::reject), {there});
}

TEST(Admission, S6_SilenceIsTakenOver) {
    const Lease there = live(kAlice, pc(2), session(1));
    expect_granted(decide(with(person(kAlice, pc(1)), {silent(there)}), {there}), true,
                   {{there, LeaseCause::superseded, true}});
}

TEST(Admission, S6_LiveElsewhereThatAnswersIsRefusedWithANonce) {
    const Lease there = live(kAlice, pc(2), session(1));
    const Admission decision = decide(with(person(kAlice, pc(1)), {answered(there)}), {there});
    expect_refused(decision, Refusal::session_elsewhere);
    EXPECT_EQ(std::get<Refuse>(decision).holder, there);
    EXPECT_TRUE(std::get<Refuse>(decision).may_take_over);
}

TEST(Admission, S6_PolicyRejectGivesNoNonce) {
    const Lease there = live(kAlice, pc(2), session(1));
    const Admission decision = decide(with(person(kAlice, pc(1)), {answered(there)}), {there}, ElsewherePolicy::reject);
    expect_refused(decision, Refusal::session_elsewhere);
    EXPECT_FALSE(std::get<Refuse>(decision).may_take_over);
}

TEST(Admission, S6_PolicyTakeoverAsksNobodyBecauseNoAnswerWouldMatter) {
    const Lease there = live(kAlice, pc(2), session(1));
    expect_granted(decide(person(kAlice, pc(1)), {there}, ElsewherePolicy::takeover), true,
                   {{there, LeaseCause::superseded, true}});
}

TEST(Admission, S6_AConfirmedTakeoverNeedsNoProbe) {
    const Lease there = live(kAlice, pc(2), session(1));
    const End end{there, LeaseCause::superseded, true};
    expect_granted(decide(consenting(person(kAlice, pc(1)), there, at(101)), {there}), true, {end});
    expect_granted(decide(with(consenting(person(kAlice, pc(1)), there, at(101)), {answered(there)}), {there}), true,
                   {end});
}

TEST(Admission, S6_AConsentThatDoesNotFitIsNone) {
    const Lease there = live(kAlice, pc(2), session(1));
    const Claim expired = consenting(person(kAlice, pc(1)), there, at(100));
    Claim others_key = consenting(person(kAlice, pc(1)), there, at(101));
    others_key.consent->claimant = pc(3);
    Claim others_holder = consenting(person(kAlice, pc(1)), there, at(101));
    others_holder.consent->holder = session(9);
    for (const Claim& claim : {expired, others_key, others_holder}) {
        expect_probe(decide(claim, {there}), {there});
        expect_refused(decide(with(claim, {answered(there)}), {there}), Refusal::session_elsewhere);
    }
}

TEST(Admission, S6_AConsentDoesNotOverrulePolicyReject) {
    const Lease there = live(kAlice, pc(2), session(1));
    const Claim claim = with(consenting(person(kAlice, pc(1)), there, at(101)), {answered(there)});
    expect_refused(decide(claim, {there}, ElsewherePolicy::reject), Refusal::session_elsewhere);
}

TEST(Admission, S6_UseHereIsAPersonsClaim) {
    const Lease there = live(kAlice, pc(2), session(2));
    expect_probe(decide(use_here(kAlice, pc(1), session(1)), {there}), {there});
    expect_granted(decide(consenting(use_here(kAlice, pc(1), session(1)), there, at(101)), {there}), true,
                   {{there, LeaseCause::superseded, true}});
}

// ---- S7: another account on the same workstation
// ---------------------------------------------------------------

TEST(Admission, S7_ADetachedLeaseOfAnotherAccountIsEvictedAndKeepsItsSession) {
    const Lease here = detached(kBob, pc(1), session(2));
    expect_granted(decide(person(kAlice, pc(1)), {here}), false, {{here, LeaseCause::evicted, false}});
}

TEST(Admission, S7_ALiveOneIsProbedAndBusyIfItAnswers) {
    const Lease here = live(kBob, pc(1), session(2));
    expect_probe(decide(person(kAlice, pc(1)), {here}), {here});
    expect_granted(decide(with(person(kAlice, pc(1)), {silent(here)}), {here}), false,
                   {{here, LeaseCause::evicted, false}});
    const Admission busy = decide(with(person(kAlice, pc(1)), {answered(here)}), {here});
    expect_refused(busy, Refusal::workstation_busy);
    EXPECT_EQ(std::get<Refuse>(busy).holder, here);
    EXPECT_FALSE(std::get<Refuse>(busy).may_take_over);
}

TEST(Admission, S7_ThereIsNoTakeoverAcrossAccounts) {
    const Lease here = live(kBob, pc(1), session(2));
    const Claim claim = with(consenting(person(kAlice, pc(1)), here, at(101)), {answered(here)});
    expect_refused(decide(claim, {here}, ElsewherePolicy::takeover), Refusal::workstation_busy);
    expect_refused(decide(claim, {here}, ElsewherePolicy::ask), Refusal::workstation_busy);
}

TEST(Admission, S7_WithS6BothAreProbedInOneRound) {
    const Lease here = live(kBob, pc(1), session(2));
    const Lease there = live(kAlice, pc(2), session(1));
    expect_probe(decide(person(kAlice, pc(1)), {here, there}), {here, there});
}

TEST(Admission, S7_BusyWinsOverElsewhere) {
    const Lease here = live(kBob, pc(1), session(2));
    const Lease there = live(kAlice, pc(2), session(1));
    const Claim claim = person(kAlice, pc(1));
    expect_refused(decide(with(claim, {answered(here), answered(there)}), {here, there}), Refusal::workstation_busy);
    expect_refused(decide(with(claim, {answered(here)}), {here, there}), Refusal::workstation_busy);
    expect_refused(decide(with(claim, {silent(here), answered(there)}), {here, there}), Refusal::session_elsewhere);
    // The account's answer alone does not yet say which refusal it is.
    expect_probe(decide(with(claim, {answered(there)}), {here, there}), {here});
}

TEST(Admission, S7_AGrantOverBothEndsBothOrNone) {
    const Lease here = detached(kBob, pc(1), session(2));
    const Lease there = detached(kAlice, pc(2), session(1));
    expect_granted(decide(person(kAlice, pc(1)), {here, there}), true,
                   {{there, LeaseCause::superseded, true}, {here, LeaseCause::evicted, false}});
}

// ---- S12: automatic claims
// -------------------------------------------------------------------------------------

TEST(Admission, S12_AnAutomaticClaimNeverDisplacesAnotherWorkstation) {
    for (const Lease& there : {live(kAlice, pc(2), session(2)), detached(kAlice, pc(2), session(2))}) {
        for (const auto policy : {ElsewherePolicy::ask, ElsewherePolicy::reject, ElsewherePolicy::takeover}) {
            const Admission decision =
                decide(consenting(automatic(kAlice, pc(1), session(1)), there, at(101)), {there}, policy);
            expect_refused(decision, Refusal::session_elsewhere);
            EXPECT_FALSE(std::get<Refuse>(decision).may_take_over);
        }
    }
}

TEST(Admission, S12_AnAutomaticClaimNeverDisplacesAnotherAccount) {
    for (const Lease& here : {live(kBob, pc(1), session(2)), detached(kBob, pc(1), session(2))}) {
        expect_refused(decide(automatic(kAlice, pc(1), session(1)), {here}), Refusal::workstation_busy);
    }
}

TEST(Admission, S12_AnAutomaticClaimNeverDisplacesAnotherSession) {
    for (const Lease& other : {live(kAlice, pc(1), session(2)), detached(kAlice, pc(1), session(2))}) {
        expect_refused(decide(automatic(kAlice, pc(1), session(1)), {other}), Refusal::superseded);
    }
}

// ---- probes
// ----------------------------------------------------------------------------------------------------

TEST(Admission, S6_EvidenceAboutAnotherEpochIsVoid) {
    const Lease before = live(kAlice, pc(2), session(1), 7);
    const Lease rebound = live(kAlice, pc(2), session(1), 8);
    expect_probe(decide(with(person(kAlice, pc(1)), {silent(before)}), {rebound}), {rebound});
    expect_probe(decide(with(person(kAlice, pc(1)), {answered(before)}), {rebound}), {rebound});
}

TEST(Admission, S6_EvidenceAboutAnotherAccountIsVoid) {
    const Lease there = live(kAlice, pc(2), session(1), 7);
    const Lease bobs = live(kBob, pc(3), session(2), 7);
    expect_probe(decide(with(person(kAlice, pc(1)), {silent(bobs)}), {there}), {there});
}

TEST(Admission, S6_AfterTwoRoundsTheAnswerIsTryAgain) {
    const Lease there = live(kAlice, pc(2), session(1), 9);
    expect_probe(decide(with(person(kAlice, pc(1)), {}, kProbeRoundsMax - 1), {there}), {there});
    expect_refused(decide(with(person(kAlice, pc(1)), {}, kProbeRoundsMax), {there}), Refusal::try_again);
    // Evidence that fits decides, in whatever round it came.
    expect_granted(decide(with(person(kAlice, pc(1)), {silent(there)}, kProbeRoundsMax), {there}), true,
                   {{there, LeaseCause::superseded, true}});
}

// ---- W1: clones and hints
// --------------------------------------------------------------------------------------

TEST(Admission, W1_TheSameKeyUnderAnotherBootIsProbedAndACloneIfTheFirstAnswers) {
    const Lease here = live(kAlice, pc(1), session(1));
    for (Claim claim :
         {person(kAlice, pc(1)), use_here(kAlice, pc(1), session(1)), automatic(kAlice, pc(1), session(1))}) {
        claim.os_boot = boot(2);
        expect_probe(decide(claim, {here}), {here});
        expect_refused(decide(with(claim, {answered(here)}), {here}), Refusal::workstation_cloned);
        const bool own = claim.session.has_value();
        expect_granted(decide(with(claim, {silent(here)}), {here}), true,
                       {{here, own ? LeaseCause::resumed : LeaseCause::superseded, !own}});
    }
}

TEST(Admission, W1_ARestartedComputerOverItsDetachedLeaseIsNoClone) {
    const Lease here = detached(kAlice, pc(1), session(1));
    Claim claim = person(kAlice, pc(1));
    claim.os_boot = boot(2);
    expect_granted(decide(claim, {here}), true, {{here, LeaseCause::superseded, true}});
}

TEST(Admission, W1_ACloneIsACloneForAnotherAccountToo) {
    const Lease here = live(kBob, pc(1), session(2));
    Claim claim = with(person(kAlice, pc(1)), {answered(here)});
    claim.os_boot = boot(2);
    expect_refused(decide(claim, {here}), Refusal::workstation_cloned);
}

class HintAdmission : public ::testing::Test {
protected:
    static Lease under_hint(Lease lease) {
        lease.hint = numbered<WorkstationHint>(5);
        return lease;
    }
    static Claim under_hint(Claim claim) {
        claim.hint = numbered<WorkstationHint>(5);
        return claim;
    }
};

TEST_F(HintAdmission, W1_ALiveLeaseOfAnotherKeyUnderTheHintIsProbedAndBusyIfItAnswers) {
    const Lease other_key = under_hint(live(kBob, pc(2), session(2)));
    const Claim claim = under_hint(person(kAlice, pc(1)));
    expect_probe(decide(claim, {other_key}), {other_key});
    const Admission busy = decide(with(claim, {answered(other_key)}), {other_key});
    expect_refused(busy, Refusal::workstation_busy);
    EXPECT_EQ(std::get<Refuse>(busy).holder, other_key);
}

TEST_F(HintAdmission, W1_ANewKeyEvictsNobody) {
    const Lease quiet = under_hint(live(kBob, pc(2), session(2)));
    const Lease gone = under_hint(detached(kBob, pc(2), session(2)));
    const Claim claim = under_hint(person(kAlice, pc(1)));
    expect_granted(decide(with(claim, {silent(quiet)}), {quiet}), false, {});
    expect_granted(decide(claim, {gone}), false, {});
}

TEST_F(HintAdmission, W1_ANewKeyGetsNoS5) {
    const Lease own_other_key = under_hint(live(kAlice, pc(2), session(1)));
    const Claim claim = under_hint(person(kAlice, pc(1)));
    expect_probe(decide(claim, {own_other_key}), {own_other_key});
    expect_refused(decide(with(claim, {answered(own_other_key)}), {own_other_key}), Refusal::session_elsewhere);
}

}  // namespace
}  // namespace workspace::core
