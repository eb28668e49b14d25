#include "passwords.hpp"

#include <sodium.h>
#include <array>
#include <memory>
#include <new>

namespace workspace::server {

std::string hash_password(const core::SecretText& password, Argon2Cost cost) {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    const auto& text = password.reveal();
    if (crypto_pwhash_str_alg(out.data(), text.data(), text.size(), cost.ops,
                              std::size_t{cost.memory_mib} * 1024 * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc();
    }
    return out.data();
}

namespace {

bool fits(const std::string& hash, const core::SecretText& password) {
    const auto& text = password.reveal();
    return crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

}  // namespace

PasswordPool::PasswordPool(Options options) : options_(std::move(options)) {
    std::array<char, 33> random{};
    randombytes_buf(random.data(), random.size() - 1);
    nobody_ = hash_password(core::SecretText(std::string(random.data(), random.size() - 1)), options_.cost);
    for (unsigned i = 0; i < options_.threads; ++i) {
        // opened here, so that a failure is the caller's
        threads_.emplace_back([this, database = std::make_unique<Database>(
                                         options_.database, Database::Mode::read_only)] { work(*database); });
    }
}

PasswordPool::~PasswordPool() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    waits_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
}

bool PasswordPool::check(PasswordTry attempt, Done done) {
    return ask([this, attempt = std::move(attempt), done = std::move(done)](Database& database) {
        done(checked(database, attempt));
    });
}

bool PasswordPool::change(PasswordTry attempt, core::SecretText fresh, Done done) {
    return ask(
        [this, attempt = std::move(attempt), fresh = std::move(fresh), done = std::move(done)](Database& database) {
            auto result = checked(database, attempt);
            if (result.account) {
                result.account->password_hash = hashed(fresh);
            }
            done(std::move(result));
        });
}

bool PasswordPool::hash(core::SecretText fresh, std::function<void(std::string)> done) {
    return ask([this, fresh = std::move(fresh), done = std::move(done)](Database&) { done(hashed(fresh)); });
}

bool PasswordPool::ask(Work work) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= options_.queue) {
            ++figures_.refused;
            return false;
        }
        waiting_.push_back(std::move(work));
    }
    waits_.notify_one();
    return true;
}

PasswordPool::Figures PasswordPool::figures() const {
    const std::lock_guard lock(mutex_);
    Figures figures = figures_;
    figures.waiting = waiting_.size();
    figures.waiting_max = options_.queue;
    return figures;
}

void PasswordPool::work(Database& database) {
    while (true) {
        std::unique_lock lock(mutex_);
        waits_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        if (stopping_) {
            return;
        }
        const auto next = std::move(waiting_.front());
        waiting_.pop_front();
        ++figures_.under_way;
        lock.unlock();
        next(database);
        lock.lock();
        --figures_.under_way;
        ++figures_.made;
    }
}

PasswordChecked PasswordPool::checked(Database& database, const PasswordTry& attempt) {
    std::optional<AccountRow> account;
    bool known = false;
    try {
        account = find_account(database, attempt.name);
        known = account && attempt.workstation && has_logged_in_from(database, account->id, *attempt.workstation);
    } catch (const StoreError&) {
        account.reset();  // answered like a wrong password; the store's own trouble shows at the next write
    }
    const auto from = known ? TriedFrom::workstation(*attempt.workstation) : TriedFrom::address(attempt.address);
    if (!guard_.may_try(attempt.name, from, attempt.now)) {
        return {.account = {}, .too_often = true};
    }
    if (!fits(account ? account->password_hash : nobody_, attempt.password) || !account) {
        guard_.was_wrong(attempt.name, from, attempt.now);
        return {};
    }
    guard_.was_right(attempt.name, from);
    return {.account = account->locked ? std::nullopt : std::move(account)};
}

std::string PasswordPool::hashed(const core::SecretText& fresh) const {
    try {
        return hash_password(fresh, options_.cost);
    } catch (const std::bad_alloc&) {
        return {};
    }
}

}  // namespace workspace::server
