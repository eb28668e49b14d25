#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "store/accounts.hpp"
#include "workspace/core/base/bytes.hpp"

namespace workspace::server {

/// What one password check costs. The default takes about 100 ms; an operator may choose less on a small machine.
struct Argon2Cost {
    std::uint32_t memory_mib = 64;  ///< 8 .. 1024
    std::uint32_t ops = 2;          ///< passes, 1 .. 10
};

/// Argon2id in libsodium's own text form, with a fresh salt. Throws std::bad_alloc when the memory is not to be had.
[[nodiscard]] std::string hash_password(const core::SecretText& password, Argon2Cost cost);

/// Checks names and passwords on a few threads with a bounded queue, so that a flood of logins starves nobody. Each
/// thread reads accounts on its own connection to the file. A name that does not exist takes as long as a wrong
/// password (S8).
class PasswordPool {
public:
    struct Options {
        std::filesystem::path database;
        Argon2Cost cost;
        unsigned threads = 2;
        std::size_t queue = 256;
    };
    /// Called on a thread of the pool; the account, when the password fits and it is not locked.
    using Done = std::function<void(std::optional<AccountRow>)>;

    explicit PasswordPool(Options options);
    ~PasswordPool();
    PasswordPool(const PasswordPool&) = delete;
    PasswordPool& operator=(const PasswordPool&) = delete;

    /// False when the queue is full: `done` is not called then.
    [[nodiscard]] bool check(std::string name, core::SecretText password, Done done);
    /// The same; the account comes with the hash of `fresh`, which nobody has stored yet. The hash is empty when there is
    /// no memory for it.
    [[nodiscard]] bool change(std::string name, core::SecretText password, core::SecretText fresh, Done done);

    struct Figures {
        std::size_t waiting = 0;
        std::size_t waiting_max = 0;
        std::size_t under_way = 0;
        std::uint64_t made = 0;
        std::uint64_t refused = 0;  ///< no room in the queue
    };
    /// From any thread.
    [[nodiscard]] Figures figures() const;

private:
    struct Question {
        std::string name;
        core::SecretText password;
        std::optional<core::SecretText> fresh;
        Done done;
    };
    bool ask(Question question);
    [[nodiscard]] std::optional<AccountRow> answer_to(const Question& question, Database& database) const;
    void work(Database& database);

    Options options_;
    std::string nobody_;  ///< a hash that no password fits
    mutable std::mutex mutex_;
    Figures figures_;  ///< of what waits, figures() says itself
    std::condition_variable waits_;
    std::deque<Question> questions_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace workspace::server
