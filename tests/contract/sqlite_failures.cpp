// A batch that cannot be committed answers StoreFailed to each of its operations, and nothing of it was applied.

#include <atomic>
#include <future>

#include "contract/support/sqlite_under_test.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {
namespace {

using namespace core;
using server::Database;

/// All that is in the database, but what SQLite keeps for itself.
std::string contents(Database& database) {
    std::string all;
    std::vector<std::string> tables;
    {
        auto names = database.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
        while (names.step()) {
            tables.push_back(names.text(0));
        }
    }
    for (const std::string& table : tables) {
        sqlite3_exec(
            database.handle(), ("SELECT * FROM " + table).c_str(),
            [](void* into, int columns, char** values, char**) {
                for (int i = 0; i < columns; ++i) {
                    *static_cast<std::string*>(into) += values[i] == nullptr ? "NULL|" : std::string(values[i]) + "|";
                }
                return 0;
            },
            &all, nullptr);
        all += "\n" + table + "\n";
    }
    return all;
}

class SqliteFailures : public ::testing::Test {
protected:
    SqliteFailures() {
        bruno_ = store_.add_account("bruno", "Bruno", false);
        alice_ = store_.add_account("alice", "Alice", false);
        room_ = store_.add_room("Kitchen");
        fence_ = store_.api_token_of(alice_);
        (void)store_.execute(admit());
        say("one");
        say("two");
        store_.job([this](Database& database) {
            sqlite3_commit_hook(
                database.handle(), [](void* fails) { return static_cast<std::atomic<bool>*>(fails)->load() ? 1 : 0; },
                &commits_fail_);
        });
    }

    Admit admit() {
        Admit admit;
        admit.claim.account = alice_;
        admit.claim.workstation = pc_.key;
        admit.claim.hint = pc_.hint;
        admit.claim.os_boot = pc_.os_boot;
        admit.claim.by_person = true;
        admit.fresh_session = id_of<SessionId>("session " + std::to_string(++drawn_));
        admit.fresh = id_of<RefreshToken>("token " + std::to_string(drawn_));
        return admit;
    }
    ClientId cid() { return id_of<ClientId>("cid " + std::to_string(++drawn_)); }
    Append append(wire::AnyPost post) { return {fence_, alice_, std::move(post), {5}}; }
    void say(const std::string& body) { (void)store_.execute(append(wire::Post{room_, cid(), {}, body})); }

    /// One of each ordered operation and of each kind of post; each would be carried out.
    std::vector<StoreOperation> operations() {
        const RoomEpoch epoch = room_epoch();
        const auto plans = std::get<Appended>(
            std::get<AppendResult>(store_.execute(append(wire::CreateRoom{cid(), wire::RoomKind::open, "Plans", {}}))));
        const auto bakery = std::get<Appended>(std::get<AppendResult>(store_.execute(Append{
            store_.api_token_of(bruno_), bruno_, wire::CreateRoom{cid(), wire::RoomKind::open, "Bakery", {}}, {5}})));
        const Now now{};
        return {append(wire::Post{room_, cid(), {}, "for @bruno"}),
                append(wire::Edit{room_, cid(), {}, {1}, "uno"}),
                append(wire::React{room_, cid(), {}, {1}, "+1", true}),
                append(wire::Delete{room_, cid(), {}, {2}}),
                append(wire::CreateRoom{cid(), wire::RoomKind::direct, "", {"bruno"}}),
                append(wire::Join{bakery.room, cid()}),
                append(wire::Invite{plans.room, cid(), {}, "bruno"}),
                append(wire::Archive{plans.room, cid(), {}}),
                append(wire::Leave{plans.room, cid(), {}}),
                MarkRead{fence_, alice_, room_, epoch, {1}},
                SetStatus{fence_, {alice_, wire::Availability::busy, "busy", {}}},
                ReadSync{alice_, room_, {}},
                FindPosts{alice_, {cid()}},
                admit(),
                Detach{alice_, {2}, LeaseCause::silent, now},
                EndLease{alice_, {2}, false, true, LeaseCause::logout, now},
                EndAccount{alice_, LeaseCause::revoked, SecretText("new"), true, now}};
    }
    RoomEpoch room_epoch() {
        const auto read = store_.execute(ReadPage{alice_, room_, {PageAnchor::after, {0}, 1}});
        return std::get<LogSlice>(std::get<ReadResult>(read)).room.epoch;
    }
    std::string everything() {
        std::string all;
        store_.job([&](Database& database) { all = contents(database); });
        return all;
    }

    /// Asks while the writer is held up, together with a write of its own: both are in one batch.
    StoreResult in_a_batch_with_a_write(const StoreOperation& operation) {
        std::promise<void> go;
        auto asked = go.get_future().share();
        store_.store().ask(server::Store::Job{.work = [asked](Database&) { asked.wait(); }, .done = [](bool) {}});
        store_.store().ask(Ticket{4711}, operation);
        bool written = true;
        store_.store().ask(
            server::Store::Job{.work = [](Database& database) { database.execute("UPDATE meta SET value = value"); },
                               .done = [&](bool committed) { written = committed; }});
        go.set_value();
        std::optional<StoreResult> result;
        for (int answers = 0; answers < 3;) {
            for (auto& answer : store_.wait_answers()) {
                ++answers;
                if (auto* answered = std::get_if<server::Store::Answered>(&answer)) {
                    result = std::move(answered->result);
                } else {
                    std::get<std::function<void()>>(answer)();
                }
            }
        }
        EXPECT_NE(written, commits_fail_.load());
        return result.value();
    }

    AccountId alice_;
    AccountId bruno_;
    RoomId room_;
    Fence fence_;
    Computer pc_{"pc-1"};
    int drawn_ = 0;
    std::atomic<bool> commits_fail_{false};
    SqliteUnderTest store_;  // its threads go before what they look at
};

bool refuses(const Admitted& answer) {
    return !std::holds_alternative<Granted>(answer);
}
bool refuses(const LeaseChanged& answer) {
    return !answer.applied;
}
template <class Answer>
bool refuses(const std::variant<Answer, Refusal>& answer) {
    return std::holds_alternative<Refusal>(answer);
}
bool refuses(const PostsFound& /*answer*/) {
    return false;
}
bool refuses(const StoreFailed& /*answer*/) {
    return true;
}

TEST_F(SqliteFailures, AFailedCommitAnswersStoreFailedAndNothingOfItIsThere) {
    for (const StoreOperation& operation : operations()) {
        SCOPED_TRACE("operation " + std::to_string(operation.index()));
        const auto before = everything();
        commits_fail_ = true;
        EXPECT_TRUE(std::holds_alternative<StoreFailed>(in_a_batch_with_a_write(operation)));
        commits_fail_ = false;
        EXPECT_EQ(everything(), before);
        const auto again = in_a_batch_with_a_write(operation);
        EXPECT_FALSE(std::visit([](const auto& known) { return refuses(known); }, again)) << "asked again, it is done";
        if (!std::holds_alternative<ReadSync>(operation) && !std::holds_alternative<FindPosts>(operation)) {
            EXPECT_NE(everything(), before);
        }
    }
}

}  // namespace
}  // namespace workspace::testing
