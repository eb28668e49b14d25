#pragma once

#include <string>
#include <vector>

#include "database.hpp"
#include "workspace/core/base/time.hpp"

/// Rows of `workstations`, for the operator.
namespace workspace::server {

struct WorkstationRow {
    std::int64_t id = 0;
    std::string label;
    std::int64_t same_hint = 0;  ///< the first workstation with the same hardware; its own id when there is no other
    bool separate = false;
    core::WallTime last_seen;
};
/// In the order of enrolment.
[[nodiscard]] std::vector<WorkstationRow> all_workstations(Database& database);
/// A computer of its own, or again one with the others of its hint (W1). False when there is none of this number.
[[nodiscard]] bool set_separate(Database& database, std::int64_t id, bool separate);

}  // namespace workspace::server
