#include "hub_transcript.hpp"

/// A password change, a lock or a revocation ends everything before it is acknowledged (S13).
namespace workspace::testing {

class HubRevocation : public HubTranscript {
protected:
    void change_password(AccountId account, const std::string& password) {
        world().handle(hub::ApiEndAccount{Ticket{1}, account, LeaseCause::password_changed, SecretText{password}, {}});
    }
    void lock(AccountId account) {
        world().handle(hub::ApiEndAccount{Ticket{1}, account, LeaseCause::revoked, {}, true});
    }
    [[nodiscard]] bool acknowledged() { return world().api_answers().contains(Ticket{1}); }
};

TEST_F(HubRevocation, S13_APasswordChangeEndsLeaseAndSessionsAndClosesBeforeItIsAcknowledged) {
    auto client = live("alice", "pc-1");
    const wire::Welcome session = client.welcome();
    world().hold_store();
    change_password(alice, "new");
    world().advance(1s);
    EXPECT_FALSE(acknowledged());
    EXPECT_FALSE(client.closed());
    world().release_store();
    EXPECT_TRUE(acknowledged());
    EXPECT_EQ(client.closed(), CloseCode::password_changed);
    EXPECT_FALSE(connected(alice));
    auto back = resume("alice", "pc-1", session);
    EXPECT_EQ(back.refusal(), Refusal::session_ended);
    auto old = connect("alice", "pc-1");
    old.log_in();
    EXPECT_EQ(old.refusal(), Refusal::bad_credentials);
    auto now = connect("alice", "pc-1");
    now.log_in(std::nullopt, "new");
    world().advance(1s);
    EXPECT_TRUE(now.live());
    EXPECT_EQ(count(), 1);
}

TEST_F(HubRevocation, S13_APasswordThatWasProvedBeforeTheChangeLetsNobodyIn) {
    world().hold_store();
    change_password(alice, "new");
    auto late = connect("alice", "pc-1");
    late.log_in();  // proved with the old password, decided after the change
    world().release_store();
    EXPECT_TRUE(acknowledged());
    EXPECT_EQ(late.refusal(), Refusal::bad_credentials);
    EXPECT_FALSE(connected(alice));
}

TEST_F(HubRevocation, S13_AnAdmissionUnderWayIsEndedWithTheRest) {
    world().hold_store();
    auto client = connect("alice", "pc-1");
    client.log_in();
    change_password(alice, "new");
    world().release_store();
    EXPECT_TRUE(acknowledged());
    EXPECT_FALSE(client.live());
    EXPECT_FALSE(connected(alice));
}

TEST_F(HubRevocation, S13_ALockedAccountIsOutAndStaysOut) {
    auto client = live("alice", "pc-1");
    auto reader = live("bob", "pc-2");
    lock(alice);
    EXPECT_EQ(client.closed(), CloseCode::revoked);
    auto again = connect("alice", "pc-1");
    again.log_in();
    EXPECT_EQ(again.refusal(), Refusal::account_locked);
    world().advance(1s);
    EXPECT_EQ(count(), 1);
    EXPECT_TRUE(reader.live());
}

TEST_F(HubRevocation, S13_APostOfTheEndedBindingIsFenced) {
    auto client = live("alice", "pc-1");
    world().hold_store();
    change_password(alice, "new");
    client.post(general, cid(1), "one last word");
    world().release_store();
    EXPECT_TRUE(world().store().log(general).empty());
}

TEST_F(HubRevocation, S13_ADetachedLeaseEndsToo) {
    auto client = live("alice", "pc-1");
    client.cut();
    EXPECT_TRUE(connected(alice));
    lock(alice);
    EXPECT_TRUE(acknowledged());
    EXPECT_FALSE(connected(alice));
}

TEST_F(HubRevocation, S3_WhoIsNoAdministratorEndsNothing) {
    auto client = live("alice", "pc-1");
    auto other = live("bob", "pc-2");
    world().handle(hub::ApiEndAccount{
        Ticket{1}, alice, LeaseCause::revoked, {}, true, {}, Administrator{bob, LeaseFence{Epoch{1}}}});
    EXPECT_EQ(std::get<Refusal>(world().api_answers().at(Ticket{1})), Refusal::not_allowed);
    EXPECT_TRUE(client.live());
    world().store().make_administrator(bob);
    world().handle(hub::ApiEndAccount{
        Ticket{2}, alice, LeaseCause::revoked, {}, true, {}, Administrator{bob, LeaseFence{Epoch{1}}}});
    EXPECT_EQ(client.closed(), CloseCode::revoked);
    EXPECT_TRUE(other.live());
}

TEST_F(HubRevocation, S13_WhatTheStoreCouldNotWriteIsNotAcknowledged) {
    auto client = live("alice", "pc-1");
    world().fail_store(1);
    change_password(alice, "new");
    EXPECT_EQ(std::get<Refusal>(world().api_answers().at(Ticket{1})), Refusal::store_failed);
    EXPECT_TRUE(client.live());
}

}  // namespace workspace::testing
