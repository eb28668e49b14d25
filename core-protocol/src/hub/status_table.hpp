#pragma once

#include <cstddef>
#include <map>

#include "hasher.hpp"
#include "workspace/core/wire/records.hpp"

namespace workspace::core::hub {

/// More than these would not fit a frame; whoever is beyond them is shown without a status.
inline constexpr std::size_t kStatusesTold = 10'000;

/// What people say of themselves, as stored: those that say something. Belongs to accounts, not to leases.
class StatusTable {
public:
    void put(const wire::Status& status) {
        if (status.plain()) {
            statuses_.erase(status.account);
        } else {
            statuses_.insert_or_assign(status.account, status);
        }
    }
    /// Null for one that says nothing, or nothing any more.
    [[nodiscard]] const wire::Status* find(AccountId account, WallTime now) const {
        const auto found = statuses_.find(account);
        const bool over = found == statuses_.end() || (found->second.until && *found->second.until <= now);
        return over ? nullptr : &found->second;
    }
    [[nodiscard]] const std::map<AccountId, wire::Status>& all() const { return statuses_; }

    void digest(Hasher& hasher) const {
        for (const auto& [account, status] : statuses_) {
            hasher.add(account.value);
            hasher.add(static_cast<std::uint64_t>(status.availability));
            hasher.add_private(status.text);
            hasher.add(status.until ? status.until->ms : 0);
        }
    }

private:
    std::map<AccountId, wire::Status> statuses_;
};

}  // namespace workspace::core::hub
