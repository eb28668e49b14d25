#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <optional>

#include "database.hpp"
#include "word_index.hpp"
#include "workspace/core/hub/store_port.hpp"

namespace workspace::server {

using BodyKey = std::array<std::uint8_t, 32>;

/// hub/store_port.hpp on SQLite: the ordered operations. Each function runs inside the caller's transaction and calls the
/// core's pure rules with the rows it reads; nothing here decides by itself. Split by subject: leases.cpp (Admit),
/// endings.cpp, posts.cpp, reads.cpp (ReadSync, FindPosts), read_markers.cpp, statuses.cpp.
class StoreEngine {
public:
    /// Opens or makes the file; `vfs` as in Database. Throws StoreError, in words.
    explicit StoreEngine(const std::filesystem::path& file, const char* vfs = nullptr);

    /// One transaction of operations. At its end the words of what was said in it go into the index, all at once: one
    /// after the other they would cost ten times as much.
    class Batch {
    public:
        explicit Batch(StoreEngine& engine) : engine_(engine), transaction_(engine.database_) {
            engine_.words_.forget();
        }
        void commit() {
            engine_.words_.write(engine_.database_);
            transaction_.commit();
        }

    private:
        StoreEngine& engine_;
        Transaction transaction_;
    };

    /// Makes every lease `detached` (S10) and reads what a hub must know.
    [[nodiscard]] core::StoredWorld start(core::WallTime now);

    /// Carries out one operation, in a Batch. Throws StoreError when the database fails.
    [[nodiscard]] core::StoreResult execute(const core::StoreOperation& operation);
    /// One of many in the caller's transaction: nothing of `work` is applied when it fails. Throws StoreError for what
    /// concerns them all.
    [[nodiscard]] core::StoreResult one_of_many(const std::function<core::StoreResult()>& work);

    /// Moves what the log of writes holds into the file; checked. Throws StoreError.
    void checkpoint();
    /// Pages that wait in the log of writes since the last checkpoint.
    [[nodiscard]] int wal_pages() const { return wal_pages_; }

    [[nodiscard]] Database& database() { return database_; }

private:
    core::StoreResult run(const core::Admit& admit);
    core::StoreResult run(const core::Detach& detach);
    core::StoreResult run(const core::EndLease& end);
    core::StoreResult run(const core::EndAccount& end);
    core::StoreResult run(const core::Append& append);
    core::StoreResult run(const core::ReadSync& read);
    core::StoreResult run(const core::FindPosts& find);
    core::StoreResult run(const core::MarkRead& mark);
    core::StoreResult run(const core::SetStatus& set);

    [[nodiscard]] BodyKey body_key();

    Database database_;
    BodyKey body_key_;
    WordIndex words_;
    int wal_pages_ = 0;
};

// What needs no order reads on any connection to the file, so it may run beside the writer.
[[nodiscard]] core::StoreResult read(Database& database, const core::ReadPage& page);
[[nodiscard]] core::StoreResult read(Database& database, const core::ReadMarkers& markers);
[[nodiscard]] core::StoreResult read(Database& database, const core::ReadMembers& members);
/// One of those; anything else is a mistake of the caller, and fails.
[[nodiscard]] core::StoreResult read_beside(Database& database, const core::StoreOperation& operation);

}  // namespace workspace::server
