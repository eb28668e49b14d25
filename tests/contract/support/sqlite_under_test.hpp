#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>

#include "contract/support/store_under_test.hpp"
#include "store/store.hpp"

namespace workspace::testing {

/// A folder of its own that goes away with it.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// The server's store with its threads, on a file in a scratch folder.
class SqliteUnderTest final : public StoreUnderTest {
public:
    /// `prepare` may write a database before the store opens it.
    explicit SqliteUnderTest(const std::function<void(const std::filesystem::path&)>& prepare = {});
    ~SqliteUnderTest() override;

    core::AccountId add_account(const std::string& login, const std::string& name, bool bot) override;
    core::RoomId add_room(const std::string& name) override;
    void lock(core::AccountId account) override;
    void make_guest(core::AccountId account) override;
    void make_administrator(core::AccountId account) override;
    core::Fence rest_session_of(core::AccountId account) override;
    core::Fence api_token_of(core::AccountId account) override;
    core::StoredWorld restart() override;
    core::StoreResult execute(const core::StoreOperation& operation) override;
    core::StoreResult execute_failing(const core::StoreOperation& operation) override;

    /// Runs on the writer thread, inside a transaction, and waits; whether it was committed.
    bool job(std::function<void(server::Database&)> work);
    /// Waits until there are answers, and takes them.
    std::vector<server::Store::Answer> wait_answers();
    [[nodiscard]] server::Store& store() { return *store_; }
    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "workspace.db"; }
    [[nodiscard]] std::string fatal_words();

private:
    ScratchFolder folder_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool answers_wait_ = false;
    std::string fatal_;
    std::unique_ptr<server::Store> store_;
    std::uint64_t next_ticket_ = 1;
    int commits_before_failure_ = 0;  ///< of the writer's thread; one fails, and then none
};

}  // namespace workspace::testing
