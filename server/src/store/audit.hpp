#pragma once

#include <string>
#include <vector>

#include "database.hpp"
#include "workspace/core/base/time.hpp"

/// What administrators and the operator did, and what was done with passwords and codes: who, what, to whom, when.
/// Entries are added in the transaction of the act itself and are never rewritten. No secrets, no messages.
namespace workspace::server {

/// The actor where no account acts: whoever runs the server.
inline constexpr const char* kOperator = "operator";
/// Kept for a year, and the last so many: the oldest go first.
inline constexpr std::int64_t kAuditMs = 365LL * 24 * 3600 * 1000;
inline constexpr std::int64_t kAuditMax = 100'000;

struct AuditEntry {
    std::int64_t id = 0;  ///< ascending
    core::WallTime at;
    std::string actor;
    std::string action;
    std::string subject;
    std::string detail;
};

void note_audit(Database& database, const AuditEntry& entry);
/// The newest first, below `before`.
[[nodiscard]] std::vector<AuditEntry> audit_page(Database& database, std::int64_t before, std::int64_t limit);

}  // namespace workspace::server
