// What the database keeps for administrators, within its bounds.

#include "contract/support/sqlite_under_test.hpp"
#include "contract/support/store_under_test.hpp"
#include "store/audit.hpp"
#include "store/invitations.hpp"
#include "store/lease_rows.hpp"
#include "store/workstation_rows.hpp"

namespace workspace::testing {
namespace {

using namespace core;
using server::Database;

class SqliteAdministration : public ::testing::Test {
protected:
    void note(std::int64_t epoch, std::int64_t at) {
        store_.job(
            [&](Database& database) { server::note_lease(database, alice_, {epoch}, LeaseCause::granted, {at}); });
    }
    std::vector<std::int64_t> epochs() {
        std::vector<std::int64_t> found;
        store_.job([&](Database& database) {
            for (const auto& note : server::lease_history(database, alice_)) {
                found.push_back(note.epoch.value);
            }
        });
        return found;
    }

    SqliteUnderTest store_;
    AccountId alice_ = store_.add_account("alice", "Alice", false);
};

using Epochs = std::vector<std::int64_t>;

TEST_F(SqliteAdministration, LeaseTransitionsAreKeptForAWeek) {
    constexpr std::int64_t kThen = 1'600'000'000'000;
    note(1, kThen);
    note(2, kThen + 1);
    EXPECT_EQ(epochs(), (Epochs{2, 1}));
    note(3, kThen + server::kLeaseHistoryMs);
    EXPECT_EQ(epochs(), (Epochs{3, 2, 1})) << "a week, to the millisecond";
    note(4, kThen + server::kLeaseHistoryMs + 1);
    EXPECT_EQ(epochs(), (Epochs{4, 3, 2}));
    (void)store_.restart();  // at a later time
    EXPECT_TRUE(epochs().empty());
}

TEST_F(SqliteAdministration, OfEachAccountTheLastThousandAreKept) {
    store_.job([&](Database& database) {
        for (std::int64_t epoch = 1; epoch <= server::kLeaseHistoryMax + 5; ++epoch) {
            server::note_lease(database, alice_, {epoch}, LeaseCause::granted, {1'700'000'000'000});
        }
        server::note_lease(database, {77}, {1}, LeaseCause::granted, {1'700'000'000'000});
    });
    const auto kept = epochs();
    ASSERT_EQ(kept.size(), static_cast<std::size_t>(server::kLeaseHistoryMax));
    EXPECT_EQ(kept.front(), server::kLeaseHistoryMax + 5);
}

TEST_F(SqliteAdministration, EachTransitionIsNotedWithItsCause) {
    Admit admit;
    admit.claim.account = alice_;
    admit.claim.by_person = true;
    admit.now = {{}, {1'700'000'000'000}};
    const auto grant = std::get<Granted>(std::get<Admitted>(store_.execute(admit)));
    (void)store_.execute(Detach{alice_, grant.epoch, LeaseCause::silent, admit.now});
    (void)store_.execute(EndLease{alice_, grant.epoch, true, false, LeaseCause::grace_over, admit.now});
    std::vector<std::string> causes;
    store_.job([&](Database& database) {
        for (const auto& note : server::lease_history(database, alice_)) {
            causes.push_back(note.cause);
        }
    });
    EXPECT_EQ(causes, (std::vector<std::string>{"grace_over", "silent", "granted"}));
}

TEST_F(SqliteAdministration, TheAuditLogIsNotRewrittenAndForgetsTheOldest) {
    const auto add = [&](std::int64_t at) {
        store_.job([&](Database& database) {
            server::note_audit(database,
                               {.at = {at}, .actor = "alice", .action = "locked", .subject = "bruno", .detail = {}});
        });
    };
    const auto ids = [&] {
        std::vector<std::int64_t> found;
        store_.job([&](Database& database) {
            for (const auto& entry : server::audit_page(database, 1'000, 10)) {
                found.push_back(entry.id);
            }
        });
        return found;
    };
    add(1);
    add(2);
    EXPECT_FALSE(store_.job([](Database& database) { database.execute("UPDATE audit SET actor = 'nobody'"); }));
    EXPECT_EQ(ids(), (std::vector<std::int64_t>{2, 1}));
    add(2 + server::kAuditMs);
    EXPECT_EQ(ids(), (std::vector<std::int64_t>{3, 2}));
}

TEST_F(SqliteAdministration, W1_AWorkstationThatIsSeparateIsNobodysOther) {
    const auto bruno = store_.add_account("bruno", "Bruno", false);
    const auto others_of = [&](const WorkstationKey& key) {
        std::size_t found = 0;
        store_.job([&](Database& database) { found = server::leases_of_hint(database, {}, key).size(); });
        return found;
    };
    const auto separate = [&](std::int64_t id, bool on) {
        store_.job([&](Database& database) { EXPECT_TRUE(server::set_separate(database, id, on)); });
    };
    Admit admit;
    admit.claim.by_person = true;
    admit.claim.account = alice_;
    admit.claim.workstation = WorkstationKey{{1}};
    (void)std::get<Granted>(std::get<Admitted>(store_.execute(admit)));
    const WorkstationKey second{{2}};
    EXPECT_EQ(others_of(second), 1U);
    separate(1, true);
    EXPECT_EQ(others_of(second), 0U);
    separate(1, false);
    EXPECT_EQ(others_of(second), 1U);
    (void)store_.execute(Detach{alice_, {1}, LeaseCause::silent, {}});
    admit.claim.account = bruno;
    admit.claim.workstation = second;
    admit.fresh_session = SessionId{{2}};
    (void)std::get<Granted>(std::get<Admitted>(store_.execute(admit)));
    separate(2, true);
    EXPECT_EQ(others_of(second), 0U) << "nor has it others";
    store_.job([&](Database& database) {
        EXPECT_FALSE(server::set_separate(database, 77, true));
        const auto all = server::all_workstations(database);
        ASSERT_EQ(all.size(), 2U);
        EXPECT_EQ(all.at(1).same_hint, 1);
        EXPECT_TRUE(all.at(1).separate);
    });
}

TEST_F(SqliteAdministration, WhatIsOpenIsBounded) {
    store_.job([&](Database& database) {
        const server::NewInvitation invitation{.to = server::Role::member, .made_by = "alice", .now = {1}};
        for (std::int64_t made = 0; made < server::kInvitationsMax; ++made) {
            EXPECT_TRUE(server::add_invitation(database, "code " + std::to_string(made), invitation));
        }
        EXPECT_FALSE(server::add_invitation(database, "one more", invitation));
        auto later = invitation;
        later.now.ms += server::kInvitationSeconds * 1000;
        EXPECT_TRUE(server::add_invitation(database, "when they have expired", later));
    });
}

}  // namespace
}  // namespace workspace::testing
