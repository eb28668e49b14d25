#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "workspace/core/client/client.hpp"

namespace workspace::host {

/// What a client keeps on disk: DIR/client.db (SQLite, mode 0600, WAL, synchronous=FULL), session and outbox for each
/// server. What came from one server, or was meant for it, is never given back for another.
///
/// A broken file is moved aside with a warning. Errors are std::runtime_error, in words, without secrets.
/// Not thread-safe.
class ClientStore {
public:
    /// `server` names the server whose rows are meant. Throws for a file of a newer version, and for a folder or disk
    /// that cannot be written.
    ClientStore(std::filesystem::path folder, std::string server);
    ~ClientStore();
    ClientStore(const ClientStore&) = delete;
    ClientStore& operator=(const ClientStore&) = delete;

    [[nodiscard]] core::client::Restored load();

    /// Writes are gathered into one commit; `commit` returns when they are on disk (M7), and says whether there was
    /// anything to commit. After a throw nothing of the batch was written.
    void save_session(const core::client::SavedSession& session);
    void forget_session();
    void save_outbox(const core::client::OutboxEntry& entry);
    void forget_outbox(core::ClientId cid);
    bool commit();

    /// What was mended at the start, in words.
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

private:
    class Database;
    void open();
    template <class Write>
    void within_batch(Write write);

    std::filesystem::path folder_;
    std::string server_;
    std::vector<std::string> warnings_;
    std::unique_ptr<Database> database_;
};

}  // namespace workspace::host
