// What belongs to accounts: statuses, where their posts are (M7), and the end of all they hold (S13).

#include "contract/support/store_under_test.hpp"

namespace workspace::testing {
namespace {

using namespace core;
using wire::Availability;

class AccountContract : public TalkContract {
protected:
    StatusResult set(AccountId account, Availability availability, const std::string& text,
                     std::optional<WallTime> until = {}) {
        return ask<StatusResult>(SetStatus{LeaseFence{epochs_.at(account)}, {account, availability, text, until}});
    }
    AccountEnded end(AccountId account, std::optional<SecretText> password, std::optional<bool> locked) {
        const auto cause = password ? LeaseCause::password_changed : LeaseCause::revoked;
        return std::get<AccountEnded>(
            ask<AccountEndResult>(EndAccount{account, cause, std::move(password), locked, now_}));
    }
    Refusal not_ended(const EndAccount& end) { return std::get<Refusal>(ask<AccountEndResult>(end)); }
    [[nodiscard]] EndAccount lock_by(AccountId account, const Administrator& by) const {
        return {account, LeaseCause::revoked, {}, true, now_, {}, by};
    }
};

TEST_P(AccountContract, AStatusIsKeptUntilItSaysNothing) {
    EXPECT_TRUE(store().restart().statuses.empty());
    epochs_[alice_] = granted(login(alice_, pc1_)).epoch;
    epochs_[bruno_] = granted(login(bruno_, pc2_)).epoch;
    EXPECT_TRUE(std::holds_alternative<StatusSaved>(set(bruno_, Availability::available, "at lunch")));
    EXPECT_TRUE(std::holds_alternative<StatusSaved>(set(alice_, Availability::busy, "", WallTime{12345})));
    const std::vector<wire::Status> both{{alice_, Availability::busy, "", WallTime{12345}},
                                         {bruno_, Availability::available, "at lunch", {}}};
    EXPECT_EQ(store().restart().statuses, both);
    epochs_[bruno_] = granted(login(bruno_, pc2_)).epoch;
    set(bruno_, Availability::available, "");
    EXPECT_EQ(store().restart().statuses.size(), 1U);
}

TEST_P(AccountContract, S3_AStatusIsFenced) {
    epochs_[alice_].value += 1;
    EXPECT_EQ(std::get<Refusal>(set(alice_, Availability::away, "late")), Refusal::not_live);
    EXPECT_TRUE(store().restart().statuses.empty());
}

TEST_P(AccountContract, M7_PostsAreFoundByTheirIdsOfAnyKind) {
    const auto first = say(alice_, "one");
    now_.wall.ms += 5;
    const auto made = done(alice_, wire::CreateRoom{next_cid(), wire::RoomKind::closed, "Plans", {}});
    const auto found = ask<PostsFound>(FindPosts{alice_, {made.event.cid, next_cid(), first.event.cid}});
    const PostsFound expected{{made.event.cid, made.room, {1}, now_.wall},
                              {first.event.cid, room_, {1}, WallTime{now_.wall.ms - 5}}};
    EXPECT_EQ(found, expected);
    EXPECT_TRUE(ask<PostsFound>(FindPosts{bruno_, {first.event.cid}}).empty()) << "ids are each author's own";
}

TEST_P(AccountContract, S13_ANewPasswordEndsLeaseSessionsAndTokens) {
    const auto claim = login(bruno_, pc2_);
    const auto bruno = granted(claim);
    const auto rest = store().rest_session_of(bruno_);
    const auto token = store().api_token_of(bruno_);
    const auto others = store().rest_session_of(carla_);
    EXPECT_EQ(end(bruno_, SecretText("new"), {}).lease, bruno.epoch);
    EXPECT_EQ(refused(resume(claim.fresh_session, pc2_, claim.fresh)), Refusal::session_ended);
    for (const Fence& fence : {Fence{LeaseFence{bruno.epoch}}, rest, token}) {
        auto append = post(bruno_, bruno.epoch, "late", "too late");
        append.fence = fence;
        EXPECT_EQ(append_refused(append), Refusal::not_live);
    }
    auto append = post(carla_, {}, "other", "not concerned");
    append.fence = others;
    EXPECT_FALSE(appended(append).duplicate);
    for (const Lease& lease : store().restart().leases) {
        EXPECT_NE(lease.account, bruno_);
    }
}

TEST_P(AccountContract, S13_APasswordThatWasProvedBeforeIsNoLongerGood) {
    const auto proved_before = login(bruno_, pc2_);  // its version is 0
    end(bruno_, SecretText("new"), {});
    EXPECT_EQ(refused(proved_before), Refusal::bad_credentials);
    auto proved_now = login(bruno_, pc2_);
    proved_now.claim.password_version = 1;
    EXPECT_EQ(granted(proved_now).epoch.value, epochs_.at(bruno_).value + 1) << "epochs go on (S3)";
}

TEST_P(AccountContract, S13_ALockEndsAllAndAnotherLiftsIt) {
    const auto claim = login(bruno_, pc2_);
    const auto bruno = granted(claim);
    EXPECT_EQ(end(bruno_, {}, true).lease, bruno.epoch);
    EXPECT_EQ(refused(login(bruno_, pc2_)), Refusal::account_locked);
    EXPECT_FALSE(end(bruno_, {}, false).lease);
    granted(login(bruno_, pc2_));
    EXPECT_EQ(refused(resume(claim.fresh_session, pc2_, claim.fresh)), Refusal::session_ended);
}

TEST_P(AccountContract, S13_ADisplacedSessionEndsToo) {
    const auto claim = login(bruno_, pc2_);
    granted(claim);
    granted(login(bruno_, pc2_));
    EXPECT_EQ(refused(resume(claim.fresh_session, pc2_, claim.fresh)), Refusal::superseded);
    end(bruno_, SecretText("new"), {});
    EXPECT_EQ(refused(resume(claim.fresh_session, pc2_, claim.fresh)), Refusal::session_ended);
}

TEST_P(AccountContract, S13_AnAccountThatIsNotThereIsSaidSo) {
    EXPECT_EQ(not_ended({AccountId{77}, LeaseCause::revoked, SecretText("new"), true, now_}), Refusal::no_such_account);
}

TEST_P(AccountContract, S13_OfTwoNewPasswordsForOneOldOneTheLaterIsRefused) {
    const auto change = [&](const char* fresh) {
        return EndAccount{bruno_, LeaseCause::password_changed, SecretText(fresh), {}, now_, 0};
    };
    EXPECT_TRUE(std::holds_alternative<AccountEnded>(ask<AccountEndResult>(change("first"))));
    auto proved_now = login(bruno_, pc2_);
    proved_now.claim.password_version = 1;
    const auto bruno = granted(proved_now);
    EXPECT_EQ(not_ended(change("second")), Refusal::bad_credentials);
    EXPECT_TRUE(ask<LeaseChanged>(Detach{bruno_, bruno.epoch, LeaseCause::silent, now_}).applied) << "nothing ended";
}

TEST_P(AccountContract, S3_AnAdministratorsActIsFencedAndLooksAtTheRole) {
    const auto alices = store().rest_session_of(alice_);
    EXPECT_EQ(not_ended(lock_by(bruno_, {alice_, alices})), Refusal::not_allowed) << "a member";
    store().make_administrator(alice_);
    EXPECT_EQ(not_ended(lock_by(bruno_, {alice_, store().rest_session_of(carla_)})), Refusal::not_allowed)
        << "another's session";
    EXPECT_TRUE(std::holds_alternative<AccountEnded>(ask<AccountEndResult>(lock_by(bruno_, {alice_, alices}))));
    EXPECT_EQ(refused(login(bruno_, pc2_)), Refusal::account_locked);
    end(alice_, {}, {});
    EXPECT_EQ(not_ended(lock_by(carla_, {alice_, alices})), Refusal::not_allowed) << "a session that has ended";
}

INSTANTIATE_TEST_SUITE_P(Stores, AccountContract,
                         ::testing::Values(StoreKind{"Memory", make_memory_store},
                                           StoreKind{"Sqlite", make_sqlite_store}),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace workspace::testing
