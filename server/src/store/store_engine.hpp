#pragma once

#include <array>
#include <filesystem>
#include <optional>

#include "database.hpp"
#include "workspace/core/hub/store_port.hpp"

namespace workspace::server {

using BodyKey = std::array<std::uint8_t, 32>;

/// hub/store_port.hpp on SQLite. Each function runs inside the caller's transaction and calls the core's pure rules with
/// the rows it reads; nothing here decides by itself. Split by subject: leases.cpp, posts.cpp, reads.cpp.
class StoreEngine {
public:
    /// Opens or makes the file. Throws StoreError, in words.
    explicit StoreEngine(const std::filesystem::path& file);

    /// Makes every lease `detached` (S10) and reads what a hub must know.
    [[nodiscard]] core::StoredWorld start(core::WallTime now);

    /// Carries out one ordered operation, or ReadPage. Throws StoreError when the database fails.
    [[nodiscard]] core::StoreResult execute(const core::StoreOperation& operation);

    /// Moves what the log of writes holds into the file; checked. Throws StoreError.
    void checkpoint();
    /// Pages that wait in the log of writes since the last checkpoint.
    [[nodiscard]] int wal_pages() const { return wal_pages_; }

    [[nodiscard]] Database& database() { return database_; }

private:
    core::StoreResult run(const core::Admit& admit);
    core::StoreResult run(const core::Detach& detach);
    core::StoreResult run(const core::EndLease& end);
    core::StoreResult run(const core::Append& append);
    core::StoreResult run(const core::ReadSync& read);
    core::StoreResult run(const core::ReadPage& read);

    [[nodiscard]] BodyKey body_key();

    Database database_;
    BodyKey body_key_;
    int wal_pages_ = 0;
};

/// Reads a stretch of a log on any connection to the file: ReadPage needs no order, so it may run beside the writer.
[[nodiscard]] core::ReadResult read_page(Database& database, const core::ReadPage& read);
[[nodiscard]] core::ReadResult read_sync(Database& database, const core::ReadSync& read);

/// Is `account` a member of this room, and which one is it (M5)? Everyone is a member of every room until membership
/// exists; this is its one home.
struct MemberRoom {
    core::wire::Room room;
};
[[nodiscard]] std::optional<MemberRoom> room_of_member(Database& database, core::AccountId account, core::RoomId room);

}  // namespace workspace::server
