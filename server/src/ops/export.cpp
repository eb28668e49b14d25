#include "ops/export.hpp"

#include <array>
#include <boost/json.hpp>

#include "store/schema.hpp"

namespace workspace::server {

namespace json = boost::json;

namespace {

/// A line for each row: its columns by name, those that are NULL left out. The columns are named here, so that a new one
/// is not given away by itself.
struct Table {
    const char* type;
    const char* sql;
};
constexpr std::array kTables{
    Table{"account", "SELECT id, login, name, locked, created FROM accounts ORDER BY id"},
    Table{"room", "SELECT id, name, kind, archived, creator, low, high, floor, head FROM rooms ORDER BY id"},
    Table{"member", "SELECT room, account FROM members ORDER BY room, account"},
    Table{
        "event",
        "SELECT room, seq, CASE kind WHEN 0 THEN 'message' WHEN 1 THEN 'edit' WHEN 2 THEN 'deletion' WHEN 3 THEN "
        "'reaction'"
        " WHEN 4 THEN 'created' WHEN 5 THEN 'joined' WHEN 6 THEN 'left' WHEN 7 THEN 'invited' WHEN 8 THEN 'archived'"
        " END AS kind, author, at, lower(hex(cid)) AS cid, reply_to, edited, deleted, target, emoji, given, whom, body"
        " FROM events ORDER BY room, seq"},
};

void write_rows(Database& database, const Table& table, std::ostream& out) {
    auto row = database.query(table.sql);
    while (row.step()) {
        json::object line{{"type", table.type}};
        for (int column = 0; column < row.columns(); ++column) {
            if (row.is_number(column)) {
                line[row.name(column)] = row.number(column);
            } else if (!row.is_null(column)) {
                line[row.name(column)] = row.text(column);
            }
        }
        out << line << "\n";
    }
}

}  // namespace

void export_all(Database& database, std::ostream& out) {
    const Snapshot snapshot(database);
    out << json::object{{"type", "workspace"}, {"version", WORKSPACE_VERSION}, {"schema", schema_of(database)}} << "\n";
    for (const auto& table : kTables) {
        write_rows(database, table, out);
    }
}

}  // namespace workspace::server
