#pragma once

#include <string>
#include <vector>

#include "store/database.hpp"

namespace workspace::server {

/// What is wrong with the file itself: damaged pages, indexes that lack rows. At most a few sentences. Throws StoreError.
[[nodiscard]] std::vector<std::string> mistakes_of_pages(Database& database);

/// The same, and what contradicts the rules: rows that name what is not there, a log with a gap (M2), … Reads all of the
/// database, as of one moment; a server may write meanwhile. Throws StoreError.
[[nodiscard]] std::vector<std::string> mistakes_of(Database& database);

}  // namespace workspace::server
