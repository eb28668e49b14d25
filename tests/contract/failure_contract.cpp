// A batch that cannot be committed: each of its operations is answered with StoreFailed, and nothing of it was applied.

#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

#include "contract/support/store_under_test.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {
namespace {

using namespace core;

class FailureContract : public StoreContract {
protected:
    [[nodiscard]] bool fails(const StoreOperation& operation) {
        return std::holds_alternative<StoreFailed>(store().execute_failing(operation));
    }
    /// One operation of a kind, about rows that are there as far as its fields can say so.
    template <class Operation>
    [[nodiscard]] Operation sample() {
        Operation operation{};
        if constexpr (requires { operation.account = alice_; }) {
            operation.account = alice_;
        }
        if constexpr (requires { operation.author = alice_; }) {
            operation.author = alice_;
        }
        if constexpr (requires { operation.reader = alice_; }) {
            operation.reader = alice_;
        }
        if constexpr (requires { operation.room = room_; }) {
            operation.room = room_;
        }
        return operation;
    }
    /// Reads that other threads may answer are in no batch.
    template <class Operation, class Any = StoreOperation>
    static bool is_in_a_batch(const Operation& operation) {
        if constexpr (requires(const Any& any) { is_ordered(any); }) {
            return is_ordered(Any{operation});
        } else {
            return !std::is_same_v<Operation, ReadPage>;
        }
    }
    template <std::size_t... I>
    void every_kind_fails(std::index_sequence<I...> /*kinds*/) {
        (kind_fails(sample<std::variant_alternative_t<I, StoreOperation>>(), I), ...);
    }
    template <class Operation>
    void kind_fails(const Operation& operation, std::size_t kind) {
        if (is_in_a_batch(operation)) {
            EXPECT_TRUE(fails(operation)) << "operation " << kind << " of the port";
        }
    }
    Granted live() { return granted(login(alice_, pc1_)); }
};

TEST_P(FailureContract, EveryOperationOfAFailedBatchIsAnsweredSo) {
    every_kind_fails(std::make_index_sequence<std::variant_size_v<StoreOperation>>{});
    EXPECT_TRUE(store().restart().leases.empty());
}

TEST_P(FailureContract, S3_AFailedClaimTakesNoEpochAndBeginsNoSession) {
    const auto claim = login(alice_, pc1_);
    EXPECT_TRUE(fails(claim));
    EXPECT_TRUE(store().restart().leases.empty());
    EXPECT_EQ(refused(resume(claim.fresh_session, pc1_, claim.fresh)), Refusal::session_ended);
    const auto grant = granted(claim);
    EXPECT_EQ(grant.epoch, Epoch{1});
    EXPECT_FALSE(grant.account_was_connected);
}

TEST_P(FailureContract, S14_AFailedResumeLeavesTheTokenGoodAndTheLeaseAsItWas) {
    const auto claim = login(alice_, pc1_);
    const auto first = granted(claim);
    EXPECT_TRUE(fails(resume(first.session, pc1_, claim.fresh)));
    appended(post(alice_, first.epoch, "under the first epoch", "still the holder"));
    EXPECT_EQ(granted(resume(first.session, pc1_, claim.fresh)).epoch, Epoch{2});
}

TEST_P(FailureContract, S12_AFailedTakeoverDisplacesNobody) {
    const auto claim = login(alice_, pc1_);
    const auto holder = granted(claim);
    EXPECT_TRUE(ask<LeaseChanged>(Detach{alice_, holder.epoch, LeaseCause::silent, now_}).applied);
    EXPECT_TRUE(fails(login(alice_, pc2_)));  // a person's claim over a detached lease would get it
    const auto back = granted(resume(holder.session, pc1_, claim.fresh));
    EXPECT_TRUE(back.account_was_connected);
    EXPECT_EQ(back.epoch, Epoch{2});
}

TEST_P(FailureContract, S4_AFailedDetachOrEndLeavesTheLeaseLive) {
    const auto grant = live();
    EXPECT_TRUE(fails(Detach{alice_, grant.epoch, LeaseCause::silent, now_}));
    EXPECT_TRUE(fails(EndLease{alice_, grant.epoch, false, true, LeaseCause::logout, now_}));
    appended(post(alice_, grant.epoch, "after", "still live"));
    EXPECT_TRUE(ask<LeaseChanged>(EndLease{alice_, grant.epoch, false, false, LeaseCause::bye, now_}).applied);
}

TEST_P(FailureContract, S4_AFailedLogoutLeavesTheSessionGood) {
    const auto claim = login(alice_, pc1_);
    const auto grant = granted(claim);
    EXPECT_TRUE(fails(EndLease{alice_, grant.epoch, false, true, LeaseCause::logout, now_}));
    granted(resume(claim.fresh_session, pc1_, claim.fresh));
}

TEST_P(FailureContract, M1_M3_AFailedPostIsNotThereAndItsRepeatIsTheFirst) {
    const auto grant = live();
    const auto said = post(alice_, grant.epoch, "said", "hello");
    EXPECT_TRUE(fails(said));
    EXPECT_EQ(page(PageAnchor::after, 0, 10).room.head, MessageSeq{0});
    const auto other = post(alice_, grant.epoch, "other", "takes the seq that was free");
    EXPECT_EQ(appended(other).event.seq, MessageSeq{1});
    const auto again = appended(said);
    EXPECT_FALSE(again.duplicate);
    EXPECT_EQ(again.event.seq, MessageSeq{2});
    (void)store().restart();
    EXPECT_EQ(page(PageAnchor::after, 0, 10).events.size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Stores, FailureContract,
                         ::testing::Values(StoreKind{"Sqlite", &make_sqlite_store},
                                           StoreKind{"Memory", &make_memory_store}),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace workspace::testing
