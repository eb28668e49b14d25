#pragma once

#include <vector>

#include "database.hpp"
#include "workspace/core/wire/records.hpp"

namespace workspace::server {

/// The statuses that say something, by account.
[[nodiscard]] std::vector<core::wire::Status> all_statuses(Database& database);

}  // namespace workspace::server
