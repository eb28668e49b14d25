#include "workstation_rows.hpp"

namespace workspace::server {

std::vector<WorkstationRow> all_workstations(Database& database) {
    std::vector<WorkstationRow> workstations;
    auto query = database.query(
        "SELECT id, label, min(id) OVER (PARTITION BY hint), separate, last_seen FROM workstations ORDER BY id");
    while (query.step()) {
        workstations.push_back({.id = query.number(0),
                                .label = query.text(1),
                                .same_hint = query.number(2),
                                .separate = query.number(3) != 0,
                                .last_seen = {query.number(4)}});
    }
    return workstations;
}

bool set_separate(Database& database, std::int64_t id, bool separate) {
    database.query("UPDATE workstations SET separate = ? WHERE id = ?").bind(separate ? 1 : 0).bind(id).run();
    return database.changes() > 0;
}

}  // namespace workspace::server
