// A database of version 1, with people, rooms and messages, under this program.

#include "contract/support/sqlite_under_test.hpp"
#include "store/accounts.hpp"
#include "store/schema.hpp"
#include "store/search.hpp"

namespace workspace::testing {
namespace {

using namespace core;
using server::Database;
using Seqs = std::vector<std::int64_t>;

/// Two people, General and Kitchen, three messages, a lease: as the first version left them.
constexpr const char* kContents = R"sql(
INSERT INTO meta VALUES ('body_key', zeroblob(32));
INSERT INTO accounts (id, login, name, password, epoch, created)
    VALUES (1, 'alice', 'Alice', 'none', 4, 1), (2, 'bruno', 'Bruno', 'none', 0, 1);
UPDATE accounts SET bot = 1 WHERE id = 2;
INSERT INTO rooms (id, name, epoch, head) VALUES (1, 'General', x'0102030405060708', 3),
                                                 (2, 'Kitchen', x'1112131415161718', 0);
INSERT INTO events (room, seq, author, cid, at, changed, fingerprint, body)
    VALUES (1, 1, 1, x'000102030405060708090a0b0c0d0e01', 100, 1, zeroblob(16), 'one'),
           (1, 2, 2, x'000102030405060708090a0b0c0d0e02', 200, 2, zeroblob(16), 'for @carla and @all'),
           (1, 3, 1, x'000102030405060708090a0b0c0d0e03', 300, 3, zeroblob(16), 'three');
INSERT INTO workstations (id, key, hint, label, first_seen, last_seen)
    VALUES (1, zeroblob(32), zeroblob(32), 'pc-1', 1, 1);
INSERT INTO sessions (id, account, workstation, state, newest, created)
    VALUES (zeroblob(16), 1, zeroblob(32), 'good', zeroblob(32), 1);
INSERT INTO leases (account, workstation, hint, os_boot, session, epoch, state, since)
    VALUES (1, zeroblob(32), zeroblob(32), zeroblob(16), zeroblob(16), 4, 'live', 1);
)sql";

void write_version_1(const std::filesystem::path& file) {
    Database database(file, Database::Mode::read_write);
    server::Transaction transaction(database);
    database.execute(server::kMigration1);
    database.execute(kContents);
    database.execute(("PRAGMA application_id = " + std::to_string(server::kApplicationId)).c_str());
    database.execute("PRAGMA user_version = 1");
    transaction.commit();
}

class SqliteMigration : public ::testing::Test {
protected:
    template <class Answer>
    Answer ask(const StoreOperation& operation) {
        return std::get<Answer>(store_.execute(operation));
    }
    wire::ReadMarker marker(AccountId reader) {
        return std::get<std::vector<wire::ReadMarker>>(ask<MarkersResult>(ReadMarkers{reader, {kGeneral}})).at(0);
    }

    static constexpr AccountId kAlice{1};
    static constexpr AccountId kBruno{2};
    static constexpr RoomId kGeneral{1};
    static constexpr RoomId kKitchen{2};
    SqliteUnderTest store_{write_version_1};
};

TEST_F(SqliteMigration, KeepsTheLogAndTheLease) {
    const auto slice = std::get<LogSlice>(ask<ReadResult>(ReadPage{kBruno, kGeneral, {PageAnchor::after, {0}, 10}}));
    EXPECT_EQ(slice.room.epoch.hex(), "0102030405060708");
    EXPECT_EQ(slice.room.head, MessageSeq{3});
    ASSERT_EQ(slice.events.size(), 3U);
    const wire::Event second{.seq = {2},
                             .cid = *ClientId::from_hex("000102030405060708090a0b0c0d0e02"),
                             .author = kBruno,
                             .author_name = "Bruno",
                             .at = {200},
                             .changed = {2},
                             .body = "for @carla and @all"};
    EXPECT_EQ(slice.events.at(1), second);
    const auto world = store_.restart();
    ASSERT_EQ(world.leases.size(), 1U);
    EXPECT_EQ(world.leases.front().epoch, Epoch{4});
    EXPECT_TRUE(world.statuses.empty());
}

TEST_F(SqliteMigration, EveryoneIsInEveryRoomAndSoAreThoseWhoCome) {
    const auto dora = store_.add_account("dora", "Dora", false);
    const auto world = store_.restart();
    ASSERT_EQ(world.rooms.size(), 2U);
    for (const StoredRoom& stored : world.rooms) {
        EXPECT_EQ(stored.members, (std::vector<AccountId>{kAlice, kBruno, dora}));
        EXPECT_EQ(stored.room.kind, wire::RoomKind::open);
        EXPECT_FALSE(stored.room.archived);
    }
    EXPECT_EQ(world.rooms.at(1).room.id, kKitchen);
}

TEST_F(SqliteMigration, WhatWasSaidBeforeCountsAsReadButForThoseWhoCome) {
    EXPECT_EQ(marker(kAlice), (wire::ReadMarker{kGeneral, {3}, {3}, 0, 0}));
    EXPECT_EQ(marker(store_.add_account("carla", "Carla", false)), (wire::ReadMarker{kGeneral, {0}, {3}, 3, 1}));
}

TEST_F(SqliteMigration, TheLogGoesOnAndOldMessagesChange) {
    const Fence fence = store_.api_token_of(kAlice);
    const auto posted = [&](wire::AnyPost post) {
        return std::get<Appended>(ask<AppendResult>(Append{fence, kAlice, std::move(post), {400}}));
    };
    const auto edited = posted(wire::Edit{kGeneral, ClientId{}, {}, {1}, "uno"});
    EXPECT_EQ(edited.event.seq, MessageSeq{4});
    EXPECT_EQ(edited.touched->body, "uno");
    const wire::CreateRoom taken{ClientId{{1}}, wire::RoomKind::open, "Kitchen", {}};
    EXPECT_EQ(std::get<Refusal>(ask<AppendResult>(Append{fence, kAlice, taken, {400}})), Refusal::name_taken);
}

TEST_F(SqliteMigration, BotsStayBotsAndTheOthersAreMembers) {
    std::vector<server::Role> roles;
    store_.job([&](Database& database) {
        for (const auto& account : server::all_accounts(database)) {
            roles.push_back(account.role);
        }
    });
    EXPECT_EQ(roles, (std::vector{server::Role::member, server::Role::bot}));
}

TEST_F(SqliteMigration, WhatWasSaidBeforeIsFound) {
    Database reading(store_.file(), Database::Mode::read_only);
    const server::WordSplitter splitter(reading);
    const auto found = [&](const std::string& typed) {
        Seqs seqs;
        const auto result = server::search(reading, splitter, {.reader = kBruno, .typed = typed});
        for (const auto& hit : std::get<server::SearchPage>(result).hits) {
            seqs.push_back(hit.event.seq.value);
        }
        return seqs;
    };
    EXPECT_EQ(found("three"), Seqs{3});
    const Fence fence = store_.api_token_of(kAlice);
    (void)store_.execute(Append{fence, kAlice, wire::Edit{kGeneral, ClientId{}, {}, {3}, "one more"}, {400}});
    EXPECT_EQ(found("three"), Seqs{});
    EXPECT_EQ(found("one"), (Seqs{3, 1}));
}

TEST_F(SqliteMigration, LeavesNothingThatDoesNotFit) {
    std::string integrity;
    bool all_keys_fit = false;
    EXPECT_TRUE(store_.job([&](Database& database) {
        auto check = database.query("PRAGMA integrity_check");
        integrity = check.step() ? check.text(0) : "nothing";
        auto keys = database.query("PRAGMA foreign_key_check");
        all_keys_fit = !keys.step();
    }));
    EXPECT_EQ(integrity, "ok");
    EXPECT_TRUE(all_keys_fit);
}

}  // namespace
}  // namespace workspace::testing
