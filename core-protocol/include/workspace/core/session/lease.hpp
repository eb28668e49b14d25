#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"

namespace workspace::core {

/// The right of one account to be connected, from one workstation (S1, S2). The row exists exactly while the account
/// counts as connected (P1).
///
///            grant                    silence 12 s, socket closed, server restarted
///   (none) --------> live --------------------------------------------------------> detached
///     ^               | ^                                                              |  |
///     |    logout, bye| |            resume, or another grant (next epoch)             |  |
///     |<--------------+ +--------------------------------------------------------------+  |
///     |                                                     grace over, logout, evicted   |
///     +-----------------------------------------------------------------------------------+
enum class LeaseState : std::uint8_t { live, detached };

struct Lease {
    AccountId account;
    std::string account_name;  ///< display name, for the words of a refusal
    WorkstationKey workstation;
    std::string workstation_label;
    WorkstationHint hint;
    OsBootId os_boot;
    SessionId session;
    Epoch epoch;
    LeaseState state{};
    WallTime since;  ///< when the account became connected, for words only

    bool operator==(const Lease&) const = default;
};

/// Why a lease ended or changed hands: kept for the operator, and decides how the old connection is closed.
enum class LeaseCause : std::uint8_t {
    granted,
    resumed,
    connection_closed,
    silent,
    server_restarted,
    grace_over,
    logout,
    bye,
    superseded,  ///< the same account, by a later claim (S5, S6)
    evicted,     ///< another account on the same workstation (S7)
    revoked,
    password_changed,
};

[[nodiscard]] std::string_view name_of(LeaseCause cause);

}  // namespace workspace::core
