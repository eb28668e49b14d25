// Admission on rows: what a grant, a refusal and a probe leave behind. The rule itself has its own tests.

#include "contract/support/store_under_test.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {
namespace {

using namespace core;

class AdmissionContract : public StoreContract {};

const Lease* lease_of(const StoredWorld& world, AccountId account) {
    for (const auto& lease : world.leases) {
        if (lease.account == account) {
            return &lease;
        }
    }
    return nullptr;
}

TEST_P(AdmissionContract, AGrantWritesALiveLeaseAndTakesTheFirstEpoch) {
    const auto admit = login(alice_, pc1_);
    const auto grant = granted(admit);
    EXPECT_EQ(grant.account.id, alice_);
    EXPECT_EQ(grant.account.name, "Alice");
    EXPECT_EQ(grant.login, "alice");
    EXPECT_FALSE(grant.bot);
    EXPECT_EQ(grant.epoch, Epoch{1});
    EXPECT_EQ(grant.session, admit.fresh_session);
    EXPECT_FALSE(grant.account_was_connected);
    EXPECT_TRUE(grant.ends.empty());

    const auto world = store().restart();
    ASSERT_EQ(world.leases.size(), 1U);
    const Lease& lease = world.leases.front();
    EXPECT_EQ(lease.account, alice_);
    EXPECT_EQ(lease.account_name, "Alice");
    EXPECT_EQ(lease.workstation, pc1_.key);
    EXPECT_EQ(lease.workstation_label, "pc-1");
    EXPECT_EQ(lease.hint, pc1_.hint);
    EXPECT_EQ(lease.os_boot, pc1_.os_boot);
    EXPECT_EQ(lease.session, admit.fresh_session);
    EXPECT_EQ(lease.epoch, Epoch{1});
    EXPECT_EQ(lease.since, now_.wall);
}

TEST_P(AdmissionContract, S10_ARestartDetachesEveryLeaseAndForgetsNone) {
    granted(login(alice_, pc1_));
    granted(login(bruno_, pc2_));
    const auto world = store().restart();
    ASSERT_EQ(world.leases.size(), 2U);
    for (const auto& lease : world.leases) {
        EXPECT_EQ(lease.state, LeaseState::detached);
    }
    EXPECT_FALSE(world.rooms.empty());
}

TEST_P(AdmissionContract, BotsAreNamedAtTheStart) {
    const auto robot = store().add_account("robot", "Robot", true);
    EXPECT_TRUE(granted(login(robot, pc1_)).bot);
    granted(login(alice_, pc2_));
    EXPECT_EQ(store().restart().bots, std::vector{robot});
}

TEST_P(AdmissionContract, S3_EveryBindingTakesTheNextEpochAlsoAfterARestart) {
    auto admit = login(alice_, pc1_);
    EXPECT_EQ(granted(admit).epoch, Epoch{1});
    const auto again = resume(admit.fresh_session, pc1_, admit.fresh);
    EXPECT_EQ(granted(again).epoch, Epoch{2});
    EXPECT_TRUE(ask<LeaseChanged>(EndLease{alice_, {2}, false, true, LeaseCause::logout, now_}).applied);
    (void)store().restart();
    EXPECT_EQ(granted(login(alice_, pc2_)).epoch, Epoch{3});
}

TEST_P(AdmissionContract, S5_TheSameWorkstationGetsInOverItsOwnLiveLease) {
    const auto first = granted(login(alice_, pc1_));
    now_.wall.ms += 60'000;
    const auto second = granted(login(alice_, pc1_));
    EXPECT_TRUE(second.account_was_connected);
    ASSERT_EQ(second.ends.size(), 1U);
    EXPECT_EQ(second.ends.front().lease.epoch, first.epoch);
    EXPECT_EQ(second.ends.front().lease.state, LeaseState::live);
    const auto world = store().restart();
    ASSERT_EQ(world.leases.size(), 1U);
    EXPECT_EQ(world.leases.front().epoch, second.epoch);
    EXPECT_EQ(world.leases.front().since, WallTime{now_.wall.ms - 60'000}) << "connected since the first (P2)";
}

TEST_P(AdmissionContract, S6_ALiveLeaseElsewhereIsProbedAndNothingChanges) {
    const auto first = granted(login(alice_, pc1_));
    const auto claim = login(alice_, pc2_);
    const auto probe = std::get<ProbeFirst>(ask<Admitted>(claim));
    ASSERT_EQ(probe.leases.size(), 1U);
    EXPECT_EQ(probe.leases.front().epoch, first.epoch);
    EXPECT_EQ(probe.leases.front().workstation_label, "pc-1");
    const auto world = store().restart();
    ASSERT_EQ(world.leases.size(), 1U);
    EXPECT_EQ(world.leases.front().workstation, pc1_.key);
    EXPECT_EQ(world.leases.front().epoch, first.epoch);
    EXPECT_EQ(refused(resume(claim.fresh_session, pc2_, claim.fresh)), Refusal::session_ended) << "no session began";
}

TEST_P(AdmissionContract, S6_AnAnswerRefusesAndSilenceTakesOver) {
    const auto first_claim = login(alice_, pc1_);
    const auto first = granted(first_claim);
    auto claim = login(alice_, pc2_);
    claim.claim.probe_rounds = 1;
    claim.claim.evidence = {{alice_, first.epoch, true}};
    const auto refusal = std::get<Refuse>(ask<Admitted>(claim));
    EXPECT_EQ(refusal.code, Refusal::session_elsewhere);
    ASSERT_TRUE(refusal.holder.has_value());
    EXPECT_EQ(refusal.holder->session, first.session);
    EXPECT_TRUE(refusal.may_take_over);

    claim.claim.evidence = {{alice_, first.epoch, false}};
    const auto second = granted(claim);
    EXPECT_TRUE(second.account_was_connected);
    ASSERT_EQ(second.ends.size(), 1U);
    EXPECT_EQ(second.ends.front().cause, LeaseCause::superseded);
    EXPECT_TRUE(second.ends.front().session_displaced);
    EXPECT_EQ(refused(resume(first.session, pc1_, first_claim.fresh)), Refusal::superseded);
    (void)store().restart();
    EXPECT_EQ(refused(resume(first.session, pc1_, first_claim.fresh)), Refusal::superseded) << "and stays so (S12)";
}

TEST_P(AdmissionContract, S7_AnotherAccountEvictsADetachedLeaseAndItsSessionMayComeBack) {
    const auto claim = login(alice_, pc1_);
    const auto alice = granted(claim);
    EXPECT_TRUE(ask<LeaseChanged>(Detach{alice_, alice.epoch, LeaseCause::silent, now_}).applied);
    const auto bruno = granted(login(bruno_, pc1_));
    EXPECT_FALSE(bruno.account_was_connected);
    ASSERT_EQ(bruno.ends.size(), 1U);
    EXPECT_EQ(bruno.ends.front().lease.account, alice_);
    EXPECT_EQ(bruno.ends.front().cause, LeaseCause::evicted);
    {
        const auto busy = std::get<Refuse>(ask<Admitted>(resume(alice.session, pc1_, claim.fresh)));
        EXPECT_EQ(busy.code, Refusal::workstation_busy);
    }
    EXPECT_TRUE(ask<LeaseChanged>(EndLease{bruno_, bruno.epoch, false, true, LeaseCause::logout, now_}).applied);
    granted(resume(alice.session, pc1_, claim.fresh));
    const auto world = store().restart();
    EXPECT_EQ(world.leases.size(), 1U);
    EXPECT_NE(lease_of(world, alice_), nullptr);
}

TEST_P(AdmissionContract, S1_S2_AGrantThatEndsTwoLeasesEndsBoth) {
    const auto alice = granted(login(alice_, pc1_));
    const auto bruno = granted(login(bruno_, pc2_));
    EXPECT_TRUE(ask<LeaseChanged>(Detach{alice_, alice.epoch, LeaseCause::silent, now_}).applied);
    EXPECT_TRUE(ask<LeaseChanged>(Detach{bruno_, bruno.epoch, LeaseCause::silent, now_}).applied);
    const auto grant = granted(login(alice_, pc2_));
    EXPECT_EQ(grant.ends.size(), 2U);
    const auto world = store().restart();
    ASSERT_EQ(world.leases.size(), 1U);
    EXPECT_EQ(world.leases.front().workstation, pc2_.key);
    EXPECT_EQ(world.leases.front().account, alice_);
}

TEST_P(AdmissionContract, W1_ANewKeyUnderAKnownHintIsHeldAgainstTheLeaseThere) {
    const auto alice = granted(login(alice_, pc1_));
    Computer copy{"pc-1 again"};
    copy.hint = pc1_.hint;
    const auto probe = std::get<ProbeFirst>(ask<Admitted>(login(bruno_, copy)));
    ASSERT_EQ(probe.leases.size(), 1U);
    EXPECT_EQ(probe.leases.front().account, alice_);
    EXPECT_EQ(probe.leases.front().epoch, alice.epoch);
}

TEST_P(AdmissionContract, W1_TheEarlierKeyPrevailsOverALaterOneUnderItsHint) {
    const auto alice = granted(login(alice_, pc1_));
    EXPECT_TRUE(ask<LeaseChanged>(EndLease{alice_, alice.epoch, false, true, LeaseCause::logout, now_}).applied);
    Computer later{"pc-1 again"};
    later.hint = pc1_.hint;
    granted(login(bruno_, later));
    granted(login(alice_, pc1_));
}

TEST_P(AdmissionContract, ALockedAccountIsRefused) {
    store().lock(alice_);
    EXPECT_EQ(refused(login(alice_, pc1_)), Refusal::account_locked);
    EXPECT_TRUE(store().restart().leases.empty());
}

TEST_P(AdmissionContract, DetachIsCompareAndSetOnTheEpoch) {
    const auto first = granted(login(alice_, pc1_));
    const auto second = granted(login(alice_, pc1_));
    EXPECT_FALSE(ask<LeaseChanged>(Detach{alice_, first.epoch, LeaseCause::silent, now_}).applied);
    EXPECT_TRUE(ask<LeaseChanged>(Detach{alice_, second.epoch, LeaseCause::silent, now_}).applied);
    EXPECT_FALSE(ask<LeaseChanged>(Detach{alice_, second.epoch, LeaseCause::silent, now_}).applied);
    EXPECT_FALSE(ask<LeaseChanged>(Detach{bruno_, {1}, LeaseCause::silent, now_}).applied);
}

TEST_P(AdmissionContract, EndIsCompareAndSetOnTheEpochAndOnDetached) {
    const auto first = granted(login(alice_, pc1_));
    const auto second = granted(login(alice_, pc1_));
    EXPECT_FALSE(ask<LeaseChanged>(EndLease{alice_, first.epoch, false, false, LeaseCause::bye, now_}).applied);
    EXPECT_FALSE(ask<LeaseChanged>(EndLease{alice_, second.epoch, true, false, LeaseCause::grace_over, now_}).applied);
    EXPECT_TRUE(ask<LeaseChanged>(Detach{alice_, second.epoch, LeaseCause::silent, now_}).applied);
    EXPECT_TRUE(ask<LeaseChanged>(EndLease{alice_, second.epoch, true, false, LeaseCause::grace_over, now_}).applied);
    EXPECT_FALSE(ask<LeaseChanged>(EndLease{alice_, second.epoch, false, false, LeaseCause::bye, now_}).applied);
    EXPECT_TRUE(store().restart().leases.empty());
}

INSTANTIATE_TEST_SUITE_P(Stores, AdmissionContract,
                         ::testing::Values(StoreKind{"Memory", make_memory_store},
                                           StoreKind{"Sqlite", make_sqlite_store}),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace workspace::testing
