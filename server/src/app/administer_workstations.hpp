#pragma once

#include <cstdint>

#include "app/data_folder.hpp"

/// The subcommands about workstations (W1). Each throws Failure.
namespace workspace::server {

void list_workstations(const DataFolder& folder);
/// Holds from the next login on.
void separate_workstation(const DataFolder& folder, std::int64_t id, bool separate);

}  // namespace workspace::server
