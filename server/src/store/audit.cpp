#include "audit.hpp"

namespace workspace::server {

using namespace core;

void note_audit(Database& database, const AuditEntry& entry) {
    database.query("INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)")
        .bind(entry.at.ms)
        .bind(entry.actor)
        .bind(entry.action)
        .bind(entry.subject)
        .bind(entry.detail)
        .run();
    // A few of the oldest with each new one, so that no act takes long.
    database
        .query(
            "DELETE FROM audit WHERE id IN (SELECT id FROM audit ORDER BY id LIMIT 10)"
            " AND (at < ?1 OR id <= (SELECT max(id) FROM audit) - ?2)")
        .bind(entry.at.ms - kAuditMs)
        .bind(kAuditMax)
        .run();
}

std::vector<AuditEntry> audit_page(Database& database, std::int64_t before, std::int64_t limit) {
    std::vector<AuditEntry> entries;
    auto query = database.query(
        "SELECT id, at, actor, action, subject, detail FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?");
    query.bind(before).bind(limit);
    while (query.step()) {
        entries.push_back({.id = query.number(0),
                           .at = {query.number(1)},
                           .actor = query.text(2),
                           .action = query.text(3),
                           .subject = query.text(4),
                           .detail = query.text(5)});
    }
    return entries;
}

}  // namespace workspace::server
