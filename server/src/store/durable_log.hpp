#pragma once

#include "database.hpp"

namespace workspace::server {

/// Writes SQLite's log of writes (WAL) onto itself and syncs it, so that all that can be read of it is on the disk, too:
/// when a sync has failed, Linux still lets it be read, and has it nowhere (M1, S10;
/// docs/decisions/0008-the-log-of-writes-is-written-anew-at-each-start.md). The database must not have been written to
/// since it was opened. Throws StoreError.
void make_log_durable(Database& database);

}  // namespace workspace::server
