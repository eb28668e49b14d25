#pragma once

#include <memory>
#include <optional>
#include <string>

#include "disk/disk.hpp"
#include "disk/disk_vfs.hpp"
#include "store/store_engine.hpp"
#include "world/store.hpp"

namespace workspace::sim {

/// The server's own store on a disk that breaks. Batches are those of its writer thread: one transaction from the first
/// operation to commit(), each operation in a savepoint.
///
/// Between crash() and start() the database is opened where it is needed, as by an administrator's command. A password's
/// "hash" is the password.
class SqliteStore final : public Store {
public:
    explicit SqliteStore(std::uint64_t seed);
    ~SqliteStore() override;

    core::AccountId add_account(const std::string& login, const std::string& password, bool bot) override;
    /// The one that is there, where the name is taken: a fresh database has a room "General".
    core::RoomId add_room(const std::string& name) override;
    std::optional<core::AccountId> check_password(const std::string& login, const std::string& password) override;
    std::int64_t password_version(core::AccountId account) override;

    core::StoredWorld start(core::Now now) override;
    [[nodiscard]] core::StoreResult execute(const core::StoreOperation& operation) override;
    [[nodiscard]] bool commit() override;
    void crash(bool power) override;
    [[nodiscard]] bool dead() const override { return fatal_ || disk_.killed(); }
    [[nodiscard]] bool has_last_batch() override;
    /// Stops as the server does: the log of writes is moved into the file.
    void close() override;
    [[nodiscard]] DiskSwitches* switches() override { return &disk_.switches(); }
    void rot() override { disk_.rot(kFile); }

    [[nodiscard]] std::vector<LogCopy> logs() override;
    [[nodiscard]] std::vector<core::Lease> leases() override;

    /// "ok", or what SQLite finds wrong with its file.
    [[nodiscard]] std::string integrity();
    [[nodiscard]] Disk& disk() { return disk_; }

    static constexpr const char* kFile = "/workspace.db";

private:
    /// Opens it where it is closed. Throws StoreError.
    server::StoreEngine& engine();
    server::Database& database() { return engine().database(); }
    void note(const server::StoreError& error) { fatal_ = fatal_ || error.fatal; }
    void begin_batch();
    void draw_checkpoint();
    void checkpoint_when_due();

    Chance ids_;
    Chance checkpoints_;
    Disk disk_;
    DiskVfs vfs_;
    std::optional<server::StoreEngine> engine_;
    std::optional<server::StoreEngine::Batch> batch_;
    std::int64_t batch_number_ = 0;  ///< is written with each batch
    bool batch_failed_ = false;
    bool fatal_ = false;              ///< what is on disk is no longer known
    std::int64_t checkpoint_at_ = 0;  ///< pages in the log of writes
};

}  // namespace workspace::sim
