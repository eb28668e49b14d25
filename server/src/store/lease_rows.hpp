#pragma once

#include <optional>
#include <string>
#include <vector>

#include "database.hpp"
#include "workspace/core/session/lease.hpp"

/// Rows of `leases` as the core's Lease.
namespace workspace::server {

[[nodiscard]] std::optional<core::Lease> lease_of_account(Database& database, core::AccountId account);
[[nodiscard]] std::optional<core::Lease> lease_of_workstation(Database& database, const core::WorkstationKey& key);
/// Leases of keys that were enrolled under the same hint before `key` was; any, when `key` is new (W1). Workstations that
/// an administrator set apart are nobody's others.
[[nodiscard]] std::vector<core::Lease> leases_of_hint(Database& database, const core::WorkstationHint& hint,
                                                      const core::WorkstationKey& key);
[[nodiscard]] std::vector<core::Lease> all_leases(Database& database);
/// Deletes the row, if the lease still has this epoch.
bool delete_lease(Database& database, core::AccountId account, core::Epoch epoch);
/// Why a lease changed: kept for a week, and of each account the last kLeaseHistoryMax.
inline constexpr std::int64_t kLeaseHistoryMs = 7LL * 24 * 3600 * 1000;
inline constexpr std::int64_t kLeaseHistoryMax = 1000;
void note_lease(Database& database, core::AccountId account, core::Epoch epoch, core::LeaseCause cause,
                core::WallTime at);
void forget_old_leases(Database& database, core::WallTime now);
struct LeaseNote {
    core::WallTime at;
    core::Epoch epoch;
    std::string cause;
};
/// The newest first.
[[nodiscard]] std::vector<LeaseNote> lease_history(Database& database, core::AccountId account);

}  // namespace workspace::server
