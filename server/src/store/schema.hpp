#pragma once

#include "database.hpp"

namespace workspace::server {

/// "WKSP": tells this file from any other SQLite database.
inline constexpr std::int64_t kApplicationId = 0x574b5350;

/// What brings a file from one version to the next: made of statements for SQLite. Bytes are raw, times are milliseconds
/// since 1970.
extern const char* const kMigration1;
extern const char* const kMigration2;
extern const char* const kMigration3;
extern const char* const kMigration4;

/// The version that this program writes.
[[nodiscard]] std::int64_t newest_schema();
/// The version that the file has; 0 for an empty one.
[[nodiscard]] std::int64_t schema_of(Database& database);

/// Brings the file to this version's schema, each migration in a transaction of its own. Throws StoreError, in words
/// that say what to do, for a file that is not ours, damaged, or from a newer version.
void migrate(Database& database, const std::string& file);

}  // namespace workspace::server
