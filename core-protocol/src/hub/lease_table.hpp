#pragma once

#include <map>
#include <optional>
#include <string>

#include "hasher.hpp"
#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"
#include "workspace/core/session/lease.hpp"

namespace workspace::core::hub {

/// What the hub knows of one lease. Changed only by answers of the store, except for `connection`.
struct LeaseRow {
    AccountId account;
    std::string name;
    bool bot = false;    ///< counted apart (P1)
    bool guest = false;  ///< sees no rooms to join (M5)
    WorkstationKey workstation;
    SessionId session;
    Epoch epoch;
    LeaseState state = LeaseState::live;
    std::optional<ConnectionId> connection;  ///< none as soon as it is lost, before the store says `detached`
    LeaseCause lost_by = LeaseCause::connection_closed;
    MonotonicTime grace_until;  ///< served; meaningful while there is no connection
    MonotonicTime active;       ///< served time of the last post or page
    bool asked = false;         ///< a Detach, or an EndLease after the grace, is under way
};

/// The lease rows, as the store's answers have made them so far: the count of the people here is the number of
/// connected users (P1).
class LeaseTable {
public:
    [[nodiscard]] const LeaseRow* find(AccountId account) const {
        const auto found = rows_.find(account);
        return found == rows_.end() ? nullptr : &found->second;
    }
    [[nodiscard]] LeaseRow* find(AccountId account) {
        const auto found = rows_.find(account);
        return found == rows_.end() ? nullptr : &found->second;
    }
    /// Null when the account's lease is another by now.
    [[nodiscard]] LeaseRow* find(AccountId account, Epoch epoch) {
        LeaseRow* row = find(account);
        return row != nullptr && row->epoch == epoch ? row : nullptr;
    }
    /// Null when nobody is connected from this workstation (S2).
    [[nodiscard]] const LeaseRow* on(const WorkstationKey& workstation) const {
        const auto found = on_.find(workstation);
        return found == on_.end() ? nullptr : find(found->second);
    }
    LeaseRow& put(LeaseRow row) {
        const AccountId account = row.account;
        erase(account);
        on_[row.workstation] = account;
        return rows_.insert_or_assign(account, std::move(row)).first->second;
    }
    void erase(AccountId account) {
        if (const auto found = rows_.find(account); found != rows_.end()) {
            const auto here = on_.find(found->second.workstation);
            if (here != on_.end() && here->second == account) {
                on_.erase(here);
            }
            rows_.erase(found);
        }
    }
    [[nodiscard]] const std::map<AccountId, LeaseRow>& rows() const { return rows_; }

    void digest(Hasher& hasher) const {
        for (const auto& [account, row] : rows_) {
            hasher.add(account.value);
            hasher.add(row.epoch.value);
            hasher.add_private(row.session);
            hasher.add_private(row.workstation);
            hasher.add(static_cast<std::uint64_t>(row.state));
            hasher.add(row.connection ? row.connection->value : std::uint64_t{0});
            hasher.add(row.grace_until.since_origin.count());
            hasher.add(row.asked);
        }
    }

private:
    std::map<AccountId, LeaseRow> rows_;
    std::map<WorkstationKey, AccountId> on_;  // the same rows, by workstation
};

}  // namespace workspace::core::hub
