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

bool PasswordPool::check(std::string name, core::SecretText password, Done done) {
    return ask({std::move(name), std::move(password), std::nullopt, std::move(done)});
}

bool PasswordPool::change(std::string name, core::SecretText password, core::SecretText fresh, Done done) {
    return ask({std::move(name), std::move(password), std::move(fresh), std::move(done)});
}

bool PasswordPool::ask(Question question) {
    {
        const std::lock_guard lock(mutex_);
        if (questions_.size() >= options_.queue) {
            ++figures_.refused;
            return false;
        }
        questions_.push_back(std::move(question));
    }
    waits_.notify_one();
    return true;
}

PasswordPool::Figures PasswordPool::figures() const {
    const std::lock_guard lock(mutex_);
    Figures figures = figures_;
    figures.waiting = questions_.size();
    figures.waiting_max = options_.queue;
    return figures;
}

void PasswordPool::work(Database& database) {
    while (true) {
        std::unique_lock lock(mutex_);
        waits_.wait(lock, [this] { return stopping_ || !questions_.empty(); });
        if (stopping_) {
            return;
        }
        const auto question = std::move(questions_.front());
        questions_.pop_front();
        ++figures_.under_way;
        lock.unlock();
        auto answer = answer_to(question, database);
        lock.lock();
        --figures_.under_way;
        ++figures_.made;
        lock.unlock();
        question.done(std::move(answer));
    }
}

std::optional<AccountRow> PasswordPool::answer_to(const Question& question, Database& database) const {
    std::optional<AccountRow> account;
    try {
        account = find_account(database, question.name);
    } catch (const StoreError&) {
        account.reset();  // answered like a wrong password; the store's own trouble shows at the next write
    }
    const bool right = fits(account ? account->password_hash : nobody_, question.password);
    if (!right || !account || account->locked) {
        return std::nullopt;
    }
    if (question.fresh) {
        try {
            account->password_hash = hash_password(*question.fresh, options_.cost);
        } catch (const std::bad_alloc&) {
            account->password_hash.clear();
        }
    }
    return account;
}

}  // namespace workspace::server
