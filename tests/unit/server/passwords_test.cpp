#include "auth/passwords.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <thread>

#include "host/temporary_folder.hpp"
#include "store/store_engine.hpp"

namespace workspace::server {
namespace {

using namespace std::chrono_literals;
using testing::TemporaryFolder;
using Found = std::optional<AccountRow>;

constexpr Argon2Cost kCheap{.memory_mib = 8, .ops = 1};
constexpr auto kPatience = 30s;

class Passwords : public ::testing::Test {
protected:
    Passwords() {
        StoreEngine engine(file_);
        Transaction transaction(engine.database());
        const AccountRow alice{.id = {},
                               .login = "alice",
                               .name = "Alice Martin",
                               .password_hash = hash_password(core::SecretText("correct horse"), kCheap)};
        EXPECT_TRUE(add_account(engine.database(), alice, {1}));
        transaction.commit();
    }

    [[nodiscard]] PasswordPool::Options options(unsigned threads, std::size_t queue) const {
        return {.database = file_, .cost = kCheap, .threads = threads, .queue = queue};
    }
    /// An hour after the one before, so that nothing counts against it.
    PasswordTry attempt(const std::string& name, const std::string& password) {
        now_ = now_ + kTriesForgottenAfter;
        return {.name = name,
                .password = core::SecretText(password),
                .address = "192.0.2.1",
                .workstation = {},
                .now = now_};
    }
    Found checked(PasswordPool& pool, const std::string& name, const std::string& password) {
        return answer_to(pool, attempt(name, password)).account;
    }
    /// Asks, as often as the queue is full, and waits for the answer.
    static PasswordChecked answer_to(PasswordPool& pool, const PasswordTry& asked) {
        const auto answer = std::make_shared<std::promise<PasswordChecked>>();
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (!pool.check(asked, [answer](PasswordChecked result) { answer->set_value(std::move(result)); })) {
            if (std::chrono::steady_clock::now() > deadline) {
                ADD_FAILURE() << "the queue stays full";
                return {};
            }
            std::this_thread::yield();
        }
        auto future = answer->get_future();
        if (future.wait_until(deadline) != std::future_status::ready) {
            ADD_FAILURE() << "no answer for " << asked.name;
            return {};
        }
        return future.get();
    }

    core::MonotonicTime now_{};
    TemporaryFolder folder_;
    std::filesystem::path file_ = folder_.path() / "workspace.db";
};

TEST_F(Passwords, TheRightOneGivesTheAccount) {
    PasswordPool pool(options(1, 4));
    const auto account = checked(pool, "alice", "correct horse");
    ASSERT_TRUE(account);
    EXPECT_EQ(account->name, "Alice Martin");
    EXPECT_TRUE(checked(pool, "Alice", "correct horse"));  // names have no case
}

TEST_F(Passwords, AnythingElseGivesNothing) {
    PasswordPool pool(options(2, 4));
    EXPECT_FALSE(checked(pool, "alice", "correct horsf"));
    EXPECT_FALSE(checked(pool, "alice", "correct horse "));
    EXPECT_FALSE(checked(pool, "alice", ""));
    EXPECT_FALSE(checked(pool, "nobody", "correct horse"));
    EXPECT_FALSE(checked(pool, "", "correct horse"));
    EXPECT_FALSE(checked(pool, "alice'--", "correct horse"));
}

TEST_F(Passwords, ALockedAccountIsNotLetIn) {
    {
        StoreEngine engine(file_);
        engine.database().execute("UPDATE accounts SET locked = 1");
    }
    PasswordPool pool(options(1, 4));
    EXPECT_FALSE(checked(pool, "alice", "correct horse"));
}

TEST_F(Passwords, AnAccountMadeWhileServingIsFound) {
    PasswordPool pool(options(1, 4));
    EXPECT_FALSE(checked(pool, "bruno", "tr0ub4dor"));
    StoreEngine engine(file_);
    const AccountRow bruno{.id = {},
                           .login = "bruno",
                           .name = "Bruno",
                           .password_hash = hash_password(core::SecretText("tr0ub4dor"), kCheap)};
    EXPECT_TRUE(add_account(engine.database(), bruno, {1}));
    EXPECT_TRUE(checked(pool, "bruno", "tr0ub4dor"));
}

TEST_F(Passwords, AFloodIsAnsweredAtOnceInsteadOfQueued) {
    PasswordPool pool(options(1, 2));
    std::promise<void> entered;
    std::promise<void> release;
    std::atomic<int> done = 0;
    ASSERT_TRUE(pool.check(attempt("alice", "x"), [&](const PasswordChecked&) {
        ++done;
        entered.set_value();
        release.get_future().wait();
    }));
    ASSERT_EQ(entered.get_future().wait_for(kPatience), std::future_status::ready);  // the one thread is busy now
    const auto count = [&](const PasswordChecked&) { ++done; };
    EXPECT_TRUE(pool.check(attempt("alice", "x"), count));
    EXPECT_TRUE(pool.check(attempt("alice", "x"), count));
    EXPECT_FALSE(pool.check(attempt("alice", "x"), count));
    EXPECT_FALSE(pool.check(attempt("nobody", "x"), count));
    release.set_value();
    // those that were taken are answered in turn, and there is room again
    EXPECT_TRUE(checked(pool, "alice", "correct horse"));
    EXPECT_EQ(done, 3);
}

TEST_F(Passwords, S8_AnUnknownNameCostsAsMuchAsAWrongPassword) {
    PasswordPool pool(options(1, 4));
    const auto cost_of = [&](const std::string& name) {
        const auto begun = std::chrono::steady_clock::now();
        EXPECT_FALSE(checked(pool, name, "wrong"));
        return std::chrono::steady_clock::now() - begun;
    };
    auto known = cost_of("alice");
    auto unknown = cost_of("nobody");
    for (int i = 0; i < 8; ++i) {  // the least of several: what else the machine does only adds
        known = std::min(known, cost_of("alice"));
        unknown = std::min(unknown, cost_of("nobody"));
    }
    EXPECT_GT(unknown * 4, known);  // without the work it would be a hundredth
    EXPECT_GT(known * 4, unknown);
}

TEST_F(Passwords, AfterManyWrongOnesNoneIsLookedAtFromThere) {
    PasswordPool pool(options(1, 4));
    for (const char* name : {"nobody", "alice"}) {  // S8: the same, whether there is such an account or not
        auto asked = attempt(name, "wrong");
        for (int i = 0; i < kFreeTries; ++i) {
            EXPECT_FALSE(answer_to(pool, asked).too_often);
        }
        EXPECT_TRUE(answer_to(pool, asked).too_often);
    }
    auto right = attempt("alice", "correct horse");
    right.now = {now_.since_origin - kTriesForgottenAfter};  // just now, as it were
    EXPECT_TRUE(answer_to(pool, right).too_often);
    right.address = "198.51.100.7";
    EXPECT_TRUE(answer_to(pool, right).account) << "from elsewhere";
}

TEST_F(Passwords, StrangersTriesDoNotKeepAPersonsOwnWorkstationOut) {
    const core::WorkstationKey own{{1}};
    {
        StoreEngine engine(file_);
        engine.database().execute(
            "INSERT INTO workstations (key, hint, label, first_seen, last_seen)"
            " VALUES (x'0100000000000000000000000000000000000000000000000000000000000000', zeroblob(32), 'pc', 1, 1);"
            "INSERT INTO sessions (id, account, workstation, state, newest, created) SELECT zeroblob(16), 1, key, "
            "'ended',"
            " zeroblob(32), 1 FROM workstations");
    }
    PasswordPool pool(options(1, 4));
    auto strangers = attempt("alice", "wrong");
    strangers.workstation = core::WorkstationKey{{2}};
    for (int i = 0; i < 2 * kFreeTries; ++i) {
        (void)answer_to(pool, strangers);
    }
    auto right = strangers;
    right.password = core::SecretText("correct horse");
    EXPECT_TRUE(answer_to(pool, right).too_often) << "a stranger's computer, behind the same address";
    right.workstation = own;
    EXPECT_TRUE(answer_to(pool, right).account);
}

TEST_F(Passwords, HashesAreSaltedAndDoNotHoldThePassword) {
    const auto one = hash_password(core::SecretText("correct horse"), kCheap);
    EXPECT_NE(one, hash_password(core::SecretText("correct horse"), kCheap));
    EXPECT_TRUE(one.starts_with("$argon2id$"));
    EXPECT_NE(one.find("m=8192,t=1"), std::string::npos) << one;
    EXPECT_EQ(one.find("correct horse"), std::string::npos);
}

TEST_F(Passwords, APoolWithWorkWaitingEndsInOrder) {
    std::atomic<int> done = 0;
    {
        PasswordPool pool(options(2, 64));
        for (int i = 0; i < 32; ++i) {
            EXPECT_TRUE(pool.check(attempt("alice", "x"), [&](const PasswordChecked&) { ++done; }));
        }
    }
    EXPECT_LE(done, 32);  // what was not begun is dropped; nothing hangs, nothing is called later
}

TEST_F(Passwords, S13_AChangeGivesTheNewHashAndStoresNothing) {
    PasswordPool pool(options(1, 8));
    const auto changed = [&](const std::string& old) {
        std::promise<Found> answer;
        EXPECT_TRUE(pool.change(attempt("alice", old), core::SecretText("battery staple"),
                                [&](PasswordChecked result) { answer.set_value(std::move(result.account)); }));
        return answer.get_future().get();
    };
    EXPECT_FALSE(changed("wrong"));
    const auto account = changed("correct horse");
    ASSERT_TRUE(account);
    EXPECT_EQ(account->login, "alice");
    EXPECT_EQ(crypto_pwhash_str_verify(account->password_hash.c_str(), "battery staple", 14), 0);
    EXPECT_TRUE(checked(pool, "alice", "correct horse"));
    EXPECT_FALSE(checked(pool, "alice", "battery staple"));
}

}  // namespace
}  // namespace workspace::server
