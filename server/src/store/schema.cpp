#include "schema.hpp"

#include <array>

#include "mention_rows.hpp"
#include "word_index.hpp"

namespace workspace::server {
namespace {

/// One a version; never edited once released.
struct Migration {
    const char* sql;
    void (*then)(Database&) = [](Database&) {};  ///< what SQL cannot say, in the same transaction
};
const std::array kMigrations{Migration{kMigration1}, Migration{kMigration2, fill_mentions}, Migration{kMigration3},
                             Migration{kMigration4, fill_word_index}};

std::int64_t pragma(Database& database, const char* sql) {
    auto query = database.query(sql);
    query.step();
    return query.number(0);
}

}  // namespace

std::int64_t newest_schema() {
    return static_cast<std::int64_t>(kMigrations.size());
}

std::int64_t schema_of(Database& database) {
    return pragma(database, "PRAGMA user_version");
}

void migrate(Database& database, const std::string& file) {
    const auto version = schema_of(database);
    const auto application = pragma(database, "PRAGMA application_id");
    const bool fresh = version == 0 && pragma(database, "SELECT count(*) FROM sqlite_schema") == 0;
    if (!fresh && application != kApplicationId) {
        throw StoreError(file + " is not a database of Workspace. Choose another --data-dir, or move that file away.",
                         SQLITE_NOTADB, false);
    }
    if (version < 0) {
        throw StoreError(file + " is damaged: no version of Workspace writes schema " + std::to_string(version) +
                             ". Restore a backup; nothing was changed.",
                         SQLITE_CORRUPT, false);
    }
    const auto newest = newest_schema();
    if (version > newest) {
        throw StoreError(file + " was written by a newer version of Workspace (schema " + std::to_string(version) +
                             ", this program knows " + std::to_string(newest) +
                             "). Install that version or a newer one; nothing was changed.",
                         SQLITE_MISMATCH, false);
    }
    for (auto next = version; next < newest; ++next) {
        Transaction transaction(database);
        const Migration& migration = kMigrations.at(static_cast<std::size_t>(next));
        database.execute(migration.sql);
        migration.then(database);
        database.execute(("PRAGMA application_id = " + std::to_string(kApplicationId)).c_str());
        database.execute(("PRAGMA user_version = " + std::to_string(next + 1)).c_str());
        transaction.commit();
    }
}

}  // namespace workspace::server
