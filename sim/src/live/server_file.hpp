#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkers/ledger.hpp"
#include "store/database.hpp"
#include "world/records.hpp"

namespace workspace::sim {

/// A real server's database: filled before its first start, and read beside it from then on.
class ServerFile final : public Records {
public:
    /// In a data folder that exists. Makes the database, without any room.
    explicit ServerFile(const std::filesystem::path& folder);

    // ---- before the first start
    core::AccountId add_person(const std::string& login, bool bot);
    core::RoomId add_room(const std::string& name);
    void close() { written_.reset(); }

    // ---- since then
    [[nodiscard]] std::int64_t people() const override;
    [[nodiscard]] std::optional<core::Interval> extent(core::RoomId room) const override;
    /// As of one moment.
    [[nodiscard]] std::map<core::RoomId, Ledger::Log> logs() const;
    [[nodiscard]] std::vector<core::Lease> leases() const;
    /// "ok", or what SQLite finds wrong.
    [[nodiscard]] std::string integrity() const;

private:
    [[nodiscard]] server::Database& reader() const;

    std::filesystem::path file_;
    std::unique_ptr<server::Database> written_;
    mutable std::unique_ptr<server::Database> read_;
};

}  // namespace workspace::sim
