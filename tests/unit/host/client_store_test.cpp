#include "workspace/host/client_store.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temporary_folder.hpp"
#include "workspace/host/private_files.hpp"

namespace workspace::host {
namespace {

using core::client::OutboxEntry;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::TemporaryFolder;
using testing::words_thrown_by;

constexpr const char* kServer = "ws://127.0.0.1:4000/ws";

core::client::SavedSession session(std::uint8_t number) {
    core::client::SavedSession saved;
    saved.session.value.fill(number);
    saved.refresh.value.fill(static_cast<std::uint8_t>(number + 100));
    saved.account = {.id = {number}, .name = "Alice"};
    saved.login = "alice";
    return saved;
}

OutboxEntry entry(std::uint8_t number, std::string body) {
    core::ClientId cid;
    cid.value.fill(number);
    return {
        .post = core::wire::Post{core::RoomId{3}, cid, {}, std::move(body)}, .made = {1'000 + number}, .author = {5}};
}

TEST(ClientStore, BeginsEmptyAndPrivate) {
    const TemporaryFolder folder;
    ClientStore store(folder.path() / "data", kServer);
    const auto restored = store.load();
    EXPECT_FALSE(restored.session);
    EXPECT_THAT(restored.outbox, IsEmpty());
    struct stat facts{};
    ASSERT_EQ(::stat((folder.path() / "data" / "client.db").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(ClientStore, S14_TheSessionOutlivesTheProcess) {
    const TemporaryFolder folder;
    {
        ClientStore store(folder.path(), kServer);
        store.save_session(session(1));
        store.save_session(session(2));
        EXPECT_TRUE(store.commit());
    }
    const auto restored = ClientStore(folder.path(), kServer).load();
    ASSERT_TRUE(restored.session);
    EXPECT_EQ(restored.session->session, session(2).session);
    EXPECT_EQ(restored.session->refresh, session(2).refresh);
    EXPECT_EQ(restored.session->account, session(2).account);
    EXPECT_EQ(restored.session->login, "alice");
}

TEST(ClientStore, M7_TheOutboxKeepsItsOrderAndItsBytes) {
    const TemporaryFolder folder;
    const std::string odd("a\0b \xf0\x9f\x98\x80", 8);
    {
        ClientStore store(folder.path(), kServer);
        store.save_outbox(entry(9, "first"));
        store.save_outbox(entry(1, odd));
        store.save_outbox(entry(5, "third"));
        store.forget_outbox(entry(9, "").cid());
        store.commit();
    }
    EXPECT_THAT(ClientStore(folder.path(), kServer).load().outbox, ElementsAre(entry(1, odd), entry(5, "third")));
}

TEST(ClientStore, WhatIsNotCommittedIsNotThere) {
    const TemporaryFolder folder;
    {
        ClientStore store(folder.path(), kServer);
        store.save_outbox(entry(1, "never committed"));
    }
    ClientStore store(folder.path(), kServer);
    EXPECT_THAT(store.load().outbox, IsEmpty());
    EXPECT_FALSE(store.commit()) << "nothing to commit";
}

TEST(ClientStore, OneServersSessionIsNeverGivenBackForAnother) {
    const TemporaryFolder folder;
    {
        ClientStore store(folder.path(), kServer);
        store.save_session(session(1));
        store.save_outbox(entry(1, "for the first"));
        store.commit();
    }
    ClientStore other(folder.path(), "ws://elsewhere:4000/ws");
    EXPECT_FALSE(other.load().session);
    EXPECT_THAT(other.load().outbox, IsEmpty());
    other.forget_session();
    other.commit();
    EXPECT_TRUE(ClientStore(folder.path(), kServer).load().session);
}

TEST(ClientStore, ABrokenFileIsMovedAsideWithoutASecretInTheWords) {
    const TemporaryFolder folder;
    folder.write("client.db", std::string(8192, 'x'));
    ClientStore store(folder.path(), kServer);
    ASSERT_THAT(store.warnings(), SizeIs(1));
    EXPECT_THAT(store.warnings().front(), HasSubstr("client.db.broken-1"));
    EXPECT_EQ(read_file(folder.path() / "client.db.broken-1", 10'000), std::string(8192, 'x'));
    store.save_session(session(1));
    store.commit();
    EXPECT_TRUE(store.load().session);
}

TEST(ClientStore, ARowThatTheProtocolDoesNotTakeIsNotUsed) {
    const TemporaryFolder folder;
    ClientStore store(folder.path(), kServer);
    store.save_outbox(entry(1, "not \xff text"));
    auto nowhere = entry(2, "hello");
    std::get<core::wire::Post>(nowhere.post).room = {0};
    store.save_outbox(nowhere);
    store.save_outbox(entry(3, "hello"));
    auto unreadable = session(1);
    unreadable.account.name = "Al\xffice";
    store.save_session(unreadable);
    store.commit();
    EXPECT_THAT(store.load().outbox, ElementsAre(entry(3, "hello")));
    EXPECT_FALSE(store.load().session);
}

TEST(ClientStore, M7_AnythingThatIsPostedIsKept) {
    const TemporaryFolder folder;
    core::ClientId cid;
    cid.value.fill(7);
    const OutboxEntry edit{.post = core::wire::Edit{core::RoomId{3}, cid, {}, core::MessageSeq{4}, "better"},
                           .made = {1'000},
                           .author = {5}};
    {
        ClientStore store(folder.path(), kServer);
        store.save_outbox(edit);
        store.commit();
    }
    EXPECT_THAT(ClientStore(folder.path(), kServer).load().outbox, ElementsAre(edit));
}

TEST(ClientStore, M7_TheOutboxOfVersion1IsKept) {
    const TemporaryFolder folder;
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open((folder.path() / "client.db").c_str(), &handle), SQLITE_OK);
    const std::string version1 =
        "CREATE TABLE session (server TEXT PRIMARY KEY, session BLOB NOT NULL, refresh BLOB NOT NULL,"
        " account INTEGER NOT NULL, account_name TEXT NOT NULL, login TEXT NOT NULL) STRICT;"
        "CREATE TABLE outbox (made_order INTEGER PRIMARY KEY AUTOINCREMENT, server TEXT NOT NULL,"
        " author INTEGER NOT NULL, cid BLOB NOT NULL, room INTEGER NOT NULL, body TEXT NOT NULL,"
        " made_ms INTEGER NOT NULL, UNIQUE (server, cid)) STRICT;"
        "INSERT INTO outbox (server, author, cid, room, body, made_ms) VALUES ('" +
        std::string(kServer) +
        "', 5, x'01010101010101010101010101010101', 3, 'a \"quoted\" line' || char(10) || 'and another', 1001);"
        "PRAGMA user_version = 1;";
    ASSERT_EQ(sqlite3_exec(handle, version1.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
    sqlite3_close(handle);
    EXPECT_THAT(ClientStore(folder.path(), kServer).load().outbox,
                ElementsAre(entry(1, "a \"quoted\" line\nand another")));
}

TEST(ClientStore, AFileOfANewerVersionIsLeftAlone) {
    const TemporaryFolder folder;
    {
        const ClientStore made(folder.path(), kServer);
    }
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open((folder.path() / "client.db").c_str(), &handle), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(handle, "PRAGMA user_version = 99", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
    EXPECT_THAT(words_thrown_by([&] { const ClientStore store(folder.path(), kServer); }), HasSubstr("newer version"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "client.db.broken-1"));
}

TEST(ClientStore, AFailedBatchLeavesNothingBehind) {
    const TemporaryFolder folder;
    ClientStore store(folder.path(), kServer);
    sqlite3* rival = nullptr;
    ASSERT_EQ(sqlite3_open((folder.path() / "client.db").c_str(), &rival), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(rival, "DROP TABLE outbox", nullptr, nullptr, nullptr), SQLITE_OK);
    store.save_session(session(1));
    EXPECT_THAT(words_thrown_by([&] { store.save_outbox(entry(1, "x")); }), HasSubstr("client.db"));
    EXPECT_FALSE(store.commit()) << "the batch was rolled back";
    sqlite3_close(rival);
}

}  // namespace
}  // namespace workspace::host
