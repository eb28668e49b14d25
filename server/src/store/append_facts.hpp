#pragma once

#include "database.hpp"
#include "workspace/core/hub/store_port.hpp"

namespace workspace::server {

/// The rows that `decide_append` looks at: only those that the kind of post needs. `author_live` is the caller's.
[[nodiscard]] core::AppendFacts append_facts(Database& database, const core::Append& append);

}  // namespace workspace::server
