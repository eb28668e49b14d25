#include "contract/support/sqlite_under_test.hpp"

#include <sodium.h>
#include <unistd.h>
#include <chrono>
#include <stdexcept>

#include "store/accounts.hpp"
#include "store/room_rows.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {

using namespace core;

namespace {

constexpr std::chrono::seconds kPatience{30};
constexpr WallTime kSomeTime{1'700'000'000'000};

}  // namespace

ScratchFolder::ScratchFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "workspace-store-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("cannot make a folder for a test");
    }
    path_ = name;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

SqliteUnderTest::SqliteUnderTest(const std::function<void(const std::filesystem::path&)>& prepare) {
    if (sodium_init() < 0) {
        throw std::runtime_error("libsodium does not start");
    }
    if (prepare) {
        prepare(file());
    }
    (void)restart();
}

SqliteUnderTest::~SqliteUnderTest() {
    store_.reset();
}

StoredWorld SqliteUnderTest::restart() {
    store_.reset();
    const server::Store::Hooks hooks{.answers_wait =
                                         [this] {
                                             const std::lock_guard lock(mutex_);
                                             answers_wait_ = true;
                                             changed_.notify_all();
                                         },
                                     .fatal =
                                         [this](const std::string& why) {
                                             const std::lock_guard lock(mutex_);
                                             fatal_ = why;
                                             changed_.notify_all();
                                         }};
    store_ = std::make_unique<server::Store>(file(), hooks);
    return store_->start(kSomeTime);
}

std::string SqliteUnderTest::fatal_words() {
    const std::lock_guard lock(mutex_);
    return fatal_;
}

std::vector<server::Store::Answer> SqliteUnderTest::wait_answers() {
    {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, kPatience, [this] { return answers_wait_ || !fatal_.empty(); })) {
            throw std::runtime_error("the store did not answer");
        }
        answers_wait_ = false;
    }
    return store_->take();
}

StoreResult SqliteUnderTest::execute(const StoreOperation& operation) {
    const Ticket ticket{next_ticket_++};
    store_->ask(ticket, operation);
    auto answers = wait_answers();
    if (answers.size() != 1) {
        throw std::runtime_error("one question, " + std::to_string(answers.size()) + " answers: " + fatal_words());
    }
    auto& answered = std::get<server::Store::Answered>(answers.front());
    if (answered.ticket != ticket) {
        throw std::runtime_error("the answer is to another question");
    }
    return std::move(answered.result);
}

StoreResult SqliteUnderTest::execute_failing(const StoreOperation& operation) {
    job([this](server::Database& database) {
        commits_before_failure_ = 1;  // this job's own
        sqlite3_commit_hook(
            database.handle(),
            [](void* commits) -> int {
                auto& before = *static_cast<int*>(commits);
                return --before == -1 ? 1 : 0;
            },
            &commits_before_failure_);
    });
    StoreResult result = execute(operation);
    job([](server::Database& database) { sqlite3_commit_hook(database.handle(), nullptr, nullptr); });
    return result;
}

bool SqliteUnderTest::job(std::function<void(server::Database&)> work) {
    bool committed = false;
    store_->ask(server::Store::Job{.work = std::move(work), .done = [&](bool done) { committed = done; }});
    for (const auto& answer : wait_answers()) {
        std::get<std::function<void()>>(answer)();
    }
    return committed;
}

AccountId SqliteUnderTest::add_account(const std::string& login, const std::string& name, bool bot) {
    std::optional<AccountId> account;
    job([&](server::Database& database) {
        account = server::add_account(database,
                                      {.id = {},
                                       .login = login,
                                       .name = name,
                                       .password_hash = "none",
                                       .role = bot ? server::Role::bot : server::Role::member},
                                      kSomeTime);
    });
    return account.value();
}

RoomId SqliteUnderTest::add_room(const std::string& name) {
    std::optional<RoomId> room;
    job([&](server::Database& database) { room = server::add_room(database, name); });
    return room.value();
}

void SqliteUnderTest::lock(AccountId account) {
    job([&](server::Database& database) {
        database.query("UPDATE accounts SET locked = 1 WHERE id = ?").bind(account.value).run();
    });
}

void SqliteUnderTest::make_guest(AccountId account) {
    job([&](server::Database& database) {
        server::set_role(database, account, server::Role::guest);
        database.query("DELETE FROM members WHERE account = ? AND room IN (SELECT id FROM rooms WHERE auto_join)")
            .bind(account.value)
            .run();
    });
}

void SqliteUnderTest::make_administrator(AccountId account) {
    job([&](server::Database& database) { server::set_role(database, account, server::Role::administrator); });
}

Fence SqliteUnderTest::rest_session_of(AccountId account) {
    const auto id = id_of<SessionId>("rest of " + std::to_string(account.value));
    job([&](server::Database& database) {
        EXPECT_TRUE(server::add_rest_session(database, id, account, 0, kSomeTime));
    });
    return RestFence{id};
}

Fence SqliteUnderTest::api_token_of(AccountId account) {
    std::int64_t id = 0;
    job([&](server::Database& database) {
        id = server::add_api_token(database, account, "wst_" + std::to_string(account.value), "test", "read post",
                                   kSomeTime)
                 .value();
    });
    return ApiTokenFence{id};
}

std::unique_ptr<StoreUnderTest> make_sqlite_store() {
    return std::make_unique<SqliteUnderTest>();
}

}  // namespace workspace::testing
