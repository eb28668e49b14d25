#pragma once

#include <ostream>

#include "store/database.hpp"

namespace workspace::server {

/// People, rooms, members and all that was said, as lines of JSON, of one moment: what another program needs, and no
/// password, key, token or session. docs/operations.md has the fields. Throws StoreError.
void export_all(Database& database, std::ostream& out);

}  // namespace workspace::server
