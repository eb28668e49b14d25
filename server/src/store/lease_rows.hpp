#pragma once

#include <optional>
#include <vector>

#include "database.hpp"
#include "workspace/core/session/lease.hpp"

/// Rows of `leases` as the core's Lease.
namespace workspace::server {

[[nodiscard]] std::optional<core::Lease> lease_of_account(Database& database, core::AccountId account);
[[nodiscard]] std::optional<core::Lease> lease_of_workstation(Database& database, const core::WorkstationKey& key);
/// Leases of keys that were enrolled under the same hint before `key` was; any, when `key` is new (W1).
[[nodiscard]] std::vector<core::Lease> leases_of_hint(Database& database, const core::WorkstationHint& hint,
                                                      const core::WorkstationKey& key);
[[nodiscard]] std::vector<core::Lease> all_leases(Database& database);
/// Deletes the row, if the lease still has this epoch.
bool delete_lease(Database& database, core::AccountId account, core::Epoch epoch);
/// For `session history`: why a lease changed.
void note_lease(Database& database, core::AccountId account, core::Epoch epoch, core::LeaseCause cause,
                core::WallTime at);

}  // namespace workspace::server
