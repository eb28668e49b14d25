// Sessions and their refresh tokens (S14): what is good, what is not, and what a lost `welcome` may cost (nothing).

#include "contract/support/store_under_test.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {
namespace {

using namespace core;

class SessionContract : public StoreContract {
protected:
    void bye(const Granted& grant) {
        EXPECT_TRUE(
            ask<LeaseChanged>(EndLease{grant.account.id, grant.epoch, false, false, LeaseCause::bye, now_}).applied);
    }
    RefreshToken other_{id_of<RefreshToken>("never given out")};
};

TEST_P(SessionContract, S4_ByeKeepsTheSessionAndLogoutEndsIt) {
    const auto claim = login(alice_, pc1_);
    bye(granted(claim));
    const auto again = resume(claim.fresh_session, pc1_, claim.fresh);
    const auto back = granted(again);
    EXPECT_EQ(back.session, claim.fresh_session);
    EXPECT_FALSE(back.account_was_connected);
    EXPECT_TRUE(ask<LeaseChanged>(EndLease{alice_, back.epoch, false, true, LeaseCause::logout, now_}).applied);
    EXPECT_EQ(refused(resume(claim.fresh_session, pc1_, again.fresh)), Refusal::session_ended);
    (void)store().restart();
    EXPECT_EQ(refused(resume(claim.fresh_session, pc1_, again.fresh)), Refusal::session_ended);
}

TEST_P(SessionContract, S14_ATokenThatWasUsedTwiceAgoIsNoLongerGood) {
    const auto first = login(alice_, pc1_);
    bye(granted(first));
    const auto second = resume(first.fresh_session, pc1_, first.fresh);
    bye(granted(second));
    const auto third = resume(first.fresh_session, pc1_, second.fresh);
    bye(granted(third));
    EXPECT_EQ(refused(resume(first.fresh_session, pc1_, first.fresh)), Refusal::session_ended);
    granted(resume(first.fresh_session, pc1_, third.fresh));
}

TEST_P(SessionContract, S14_LostWelcomesCostNothing) {
    const auto first = login(alice_, pc1_);
    bye(granted(first));
    for (int lost = 0; lost < 5; ++lost) {  // the client never gets the fresh one, and shows the same again
        bye(granted(resume(first.fresh_session, pc1_, first.fresh)));
        (void)store().restart();
    }
    const auto arrived = resume(first.fresh_session, pc1_, first.fresh);
    bye(granted(arrived));
    bye(granted(resume(first.fresh_session, pc1_, arrived.fresh)));
    EXPECT_EQ(refused(resume(first.fresh_session, pc1_, first.fresh)), Refusal::session_ended);
}

TEST_P(SessionContract, S14_TheLeaseOfTheSessionNeedsNoToken) {
    const auto claim = login(alice_, pc1_);
    const auto first = granted(claim);
    EXPECT_TRUE(ask<LeaseChanged>(Detach{alice_, first.epoch, LeaseCause::silent, now_}).applied);
    const auto back = granted(resume(first.session, pc1_, other_));
    EXPECT_TRUE(back.account_was_connected);
    bye(back);
    EXPECT_EQ(refused(resume(first.session, pc1_, other_)), Refusal::session_ended) << "the lease is gone";
}

TEST_P(SessionContract, ASessionIsGoodOnlyOnItsWorkstation) {
    const auto claim = login(alice_, pc1_);
    granted(claim);
    EXPECT_EQ(refused(resume(claim.fresh_session, pc2_, claim.fresh)), Refusal::session_ended);
}

TEST_P(SessionContract, AnUnknownSessionHasEnded) {
    EXPECT_EQ(refused(resume(id_of<SessionId>("never began"), pc1_, other_)), Refusal::session_ended);
    EXPECT_TRUE(store().restart().leases.empty());
}

TEST_P(SessionContract, S8_ADisplacedSessionIsToldSoOnlyWithItsToken) {
    const auto claim = login(alice_, pc1_);
    const auto first = granted(claim);
    EXPECT_TRUE(ask<LeaseChanged>(Detach{alice_, first.epoch, LeaseCause::silent, now_}).applied);
    granted(login(alice_, pc2_));
    EXPECT_EQ(refused(resume(first.session, pc1_, other_)), Refusal::session_ended);
    EXPECT_EQ(refused(resume(first.session, pc1_, claim.fresh)), Refusal::superseded);
}

TEST_P(SessionContract, S12_ALaterSessionOfTheSameWorkstationDisplacesTheEarlier) {
    const auto claim = login(alice_, pc1_);
    granted(claim);
    granted(login(alice_, pc1_));
    EXPECT_EQ(refused(resume(claim.fresh_session, pc1_, claim.fresh)), Refusal::superseded);
}

INSTANTIATE_TEST_SUITE_P(Stores, SessionContract,
                         ::testing::Values(StoreKind{"Memory", make_memory_store},
                                           StoreKind{"Sqlite", make_sqlite_store}),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace workspace::testing
