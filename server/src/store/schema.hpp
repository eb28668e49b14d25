#pragma once

#include "database.hpp"

namespace workspace::server {

/// "WKSP": tells this file from any other SQLite database.
inline constexpr std::int64_t kApplicationId = 0x574b5350;

/// Brings the file to this version's schema, each migration in a transaction of its own. Throws StoreError, in words
/// that say what to do, for a file that is not ours, damaged, or from a newer version.
void migrate(Database& database, const std::string& file);

}  // namespace workspace::server
