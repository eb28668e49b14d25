// A server that starts on what another one left behind.

#include <algorithm>

#include "contract/support/sqlite_under_test.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {
namespace {

using namespace core;
using server::Database;

TEST(SqliteRestart, ALogOfWritesOfManyPiecesIsTakenUp) {
    SqliteUnderTest store;
    const AccountId alice = store.add_account("alice", "Alice", false);
    const RoomId room = store.add_room("Kitchen");
    const Fence fence = store.api_token_of(alice);
    Database beside(store.file(), Database::Mode::read_only);  // while it is open, nobody removes the log
    beside.execute("SELECT count(*) FROM rooms");
    const std::string body(8000, 'x');
    constexpr int kPosts = 100;
    for (int i = 0; i < kPosts; ++i) {
        const ClientId cid = id_of<ClientId>("cid " + std::to_string(i));
        (void)store.execute(Append{fence, alice, wire::Post{room, cid, {}, body}, {5}});
    }
    ASSERT_GT(std::filesystem::file_size(store.file().string() + "-wal"), 1'200'000U);

    const StoredWorld stored = store.restart();
    const auto found = std::find_if(stored.rooms.begin(), stored.rooms.end(),
                                    [&](const auto& known) { return known.room.id == room; });
    ASSERT_NE(found, stored.rooms.end());
    EXPECT_EQ(found->room.head, MessageSeq{kPosts});
}

}  // namespace
}  // namespace workspace::testing
