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

#include "auth/login_guard.hpp"
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

/// A name and a password, and where they come from.
struct PasswordTry {
    std::string name;
    core::SecretText password;
    std::string address;
    std::optional<core::WorkstationKey> workstation;  ///< whose key was proved
    core::MonotonicTime now;
};
struct PasswordChecked {
    std::optional<AccountRow> account;  ///< when the password fits and the account is not locked
    bool too_often = false;             ///< it was not looked at: too many wrong ones came before (LoginGuard)
};

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
    /// Called on a thread of the pool.
    using Done = std::function<void(PasswordChecked)>;

    explicit PasswordPool(Options options);
    ~PasswordPool();
    PasswordPool(const PasswordPool&) = delete;
    PasswordPool& operator=(const PasswordPool&) = delete;

    /// False when the queue is full: `done` is not called then.
    [[nodiscard]] bool check(PasswordTry attempt, Done done);
    /// The same; the account comes with the hash of `fresh`, which nobody has stored yet. The hash is empty when there is
    /// no memory for it.
    [[nodiscard]] bool change(PasswordTry attempt, core::SecretText fresh, Done done);
    /// The hash of `fresh`, empty when there is no memory for it.
    [[nodiscard]] bool hash(core::SecretText fresh, std::function<void(std::string)> done);

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
    using Work = std::function<void(Database&)>;
    bool ask(Work work);
    [[nodiscard]] PasswordChecked checked(Database& database, const PasswordTry& attempt);
    [[nodiscard]] std::string hashed(const core::SecretText& fresh) const;
    void work(Database& database);

    Options options_;
    std::string nobody_;  ///< a hash that no password fits
    LoginGuard guard_;
    mutable std::mutex mutex_;
    Figures figures_;  ///< of what waits, figures() says itself
    std::condition_variable waits_;
    std::deque<Work> waiting_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace workspace::server
