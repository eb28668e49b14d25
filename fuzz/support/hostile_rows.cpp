#include "hostile_rows.hpp"

#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>

#include "target.hpp"

namespace workspace::fuzz {
namespace {

constexpr int kEditsMax = 12;

using Connection = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Connection open(const std::filesystem::path& file) {
    sqlite3* database = nullptr;
    require(sqlite3_open(file.c_str(), &database) == SQLITE_OK, "SQLite opens a good file");
    return {database, sqlite3_close};
}

Statement prepare(sqlite3* database, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr);  // of a table that is gone: none
    return {statement, sqlite3_finalize};
}

/// What may fail, fails: the input asked for it.
void run(sqlite3* database, const std::string& sql) {
    sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
}

std::vector<std::string> words(sqlite3* database, const std::string& sql) {
    std::vector<std::string> found;
    const Statement query = prepare(database, sql);
    while (query && sqlite3_step(query.get()) == SQLITE_ROW) {
        found.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(query.get(), 0)));
    }
    return found;
}

std::string quoted(const std::string& name) {
    return "\"" + name + "\"";
}

}  // namespace

HostileRows::HostileRows(const std::filesystem::path& good) {
    {
        const Connection database = open(good);
        run(database.get(),
            "PRAGMA journal_mode = DELETE; PRAGMA writable_schema = ON;"
            "UPDATE sqlite_schema SET sql = replace(replace(replace(sql, ') STRICT, WITHOUT', ') WITHOUT'),"
            " ') STRICT', ')'), ' NOT NULL', '') WHERE type = 'table' AND name NOT LIKE 'sqlite_%';"
            "PRAGMA writable_schema = RESET");
        for (const std::string& name : words(
                 database.get(), "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
            tables_.push_back({name, words(database.get(), "SELECT name FROM pragma_table_info('" + name + "')")});
            require(!tables_.back().columns.empty(), "a table has columns");
        }
    }
    require(!tables_.empty(), "the program made tables");
    std::ifstream in(good, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
}

void HostileRows::write(const std::filesystem::path& file, Choices& choices) const {
    for (const char* companion : {"", "-wal", "-shm", "-journal"}) {
        std::filesystem::remove(file.string() + companion);
    }
    std::ofstream(file, std::ios::binary) << bytes_;
    std::vector<std::pair<std::size_t, char>> damage;
    {
        const Connection database = open(file);
        run(database.get(),
            "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA ignore_check_constraints = ON; BEGIN");
        for (int edits = 0; edits < kEditsMax && !choices.empty(); ++edits) {
            const std::uint8_t letter = choices.byte();
            if (letter == '#') {
                damage.emplace_back(choices.below(bytes_.size()), static_cast<char>(choices.byte()));
            } else if (letter == '.') {
                break;  // the rest is for what is done with the file
            } else {
                spoil(database.get(), choices);
            }
        }
        run(database.get(), "COMMIT");
    }
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    for (const auto& [at, byte] : damage) {
        out.seekp(static_cast<std::streamoff>(at));
        out.put(byte);
    }
}

void HostileRows::spoil(sqlite3* database, Choices& choices) const {
    const Table& table = tables_[choices.below(tables_.size())];
    switch (choices.below(16)) {
        case 0:
        case 1: insert(database, table, choices); break;
        case 2: run(database, "DELETE FROM " + quoted(table.name)); break;
        case 3: run(database, "DROP TABLE " + quoted(table.name)); break;
        case 4: run(database, "PRAGMA user_version = " + std::to_string(choices.digit() - 1)); break;
        case 5: run(database, "PRAGMA application_id = " + std::to_string(choices.wide())); break;
        case 6:
            run(database, "ALTER TABLE " + quoted(table.name) + " DROP COLUMN " +
                              quoted(table.columns[choices.below(table.columns.size())]));
            break;
        default: change(database, table, choices);
    }
}

void HostileRows::change(sqlite3* database, const Table& table, Choices& choices) const {
    const std::string column = quoted(table.columns[choices.below(table.columns.size())]);
    const std::string name = quoted(table.name);
    std::string sql = "UPDATE OR REPLACE " + name + " SET " + column + " = coalesce(?1, " + some_cell(choices) + ")";
    if (choices.flag()) {
        sql += " WHERE " + column + " = (SELECT " + column + " FROM " + name + " LIMIT 1 OFFSET " +
               std::to_string(choices.below(8)) + ")";
    }
    explain(sql);
    const Statement update = prepare(database, sql);
    if (update) {
        bind_value(update.get(), 1, choices);
        sqlite3_step(update.get());
    }
}

void HostileRows::insert(sqlite3* database, const Table& table, Choices& choices) const {
    std::string sql = "INSERT OR REPLACE INTO " + quoted(table.name) + " VALUES (";
    for (std::size_t i = 1; i <= table.columns.size(); ++i) {
        sql += (i > 1 ? ", " : "") + std::string("coalesce(?") + std::to_string(i) + ", " + some_cell(choices) + ")";
    }
    explain(sql + ")");
    const Statement row = prepare(database, sql + ")");
    for (std::size_t i = 1; row && i <= table.columns.size(); ++i) {
        bind_value(row.get(), static_cast<int>(i), choices);
    }
    if (row) {
        sqlite3_step(row.get());
    }
}

/// What stands somewhere else in the file already; or nothing.
std::string HostileRows::some_cell(Choices& choices) const {
    if (choices.below(4) == 0) {
        return "NULL";
    }
    const Table& table = tables_[choices.below(tables_.size())];
    return "(SELECT " + quoted(table.columns[choices.below(table.columns.size())]) + " FROM " + quoted(table.name) +
           " LIMIT 1 OFFSET " + std::to_string(choices.below(4)) + ")";
}

void HostileRows::bind_value(sqlite3_stmt* statement, int index, Choices& choices) const {
    constexpr std::array<std::int64_t, 8> kEdges{std::numeric_limits<std::int64_t>::min(),
                                                 std::numeric_limits<std::int64_t>::max(),
                                                 std::numeric_limits<std::int64_t>::max() - 1,
                                                 -1,
                                                 std::int64_t{1} << 53,
                                                 (std::int64_t{1} << 53) - 1,
                                                 std::int64_t{1} << 31,
                                                 0};
    constexpr std::array<int, 8> kSizes{16, 32, 8, 64, 0, 15, 33, 100'000};
    switch (choices.below(8)) {
        case 0: sqlite3_bind_int64(statement, index, choices.digit()); break;
        case 1: sqlite3_bind_int64(statement, index, kEdges[choices.below(kEdges.size())]); break;
        case 2: sqlite3_bind_double(statement, index, static_cast<double>(choices.wide()) / 3); break;
        case 3: {
            const std::string_view text = choices.line();
            sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
            break;
        }
        case 4:
        case 5: {
            const std::string blob(static_cast<std::size_t>(kSizes[choices.below(kSizes.size())]),
                                   static_cast<char>(choices.byte()));
            sqlite3_bind_blob(statement, index, blob.data(), static_cast<int>(blob.size()), SQLITE_TRANSIENT);
            break;
        }
        default: sqlite3_bind_null(statement, index);  // another cell, where one was named
    }
}

}  // namespace workspace::fuzz
