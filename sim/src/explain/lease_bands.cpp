#include "explain/lease_bands.hpp"

#include <algorithm>
#include <utility>

namespace workspace::sim {

void LeaseBands::restart(History::Time now, const core::StoredWorld& stored) {
    for (auto& [account, holding] : held_) {
        close(now, holding);
    }
    held_.clear();
    for (const core::Lease& lease : stored.leases) {
        const bool bot = std::find(stored.bots.begin(), stored.bots.end(), lease.account) != stored.bots.end();
        held_[lease.account] = {{lease.account_name, lease.workstation_label, lease.epoch.value,
                                 lease.state == core::LeaseState::live, lane_of_(lease.workstation), now, now},
                                bot};
    }
    count(now);
}

void LeaseBands::carried_out(History::Time now, const core::StoreOperation& operation,
                             const core::StoreResult& result) {
    const auto* changed = std::get_if<core::LeaseChanged>(&result);
    const bool applied = changed != nullptr && changed->applied;
    if (const auto* admit = std::get_if<core::Admit>(&operation)) {
        const auto* admitted_as = std::get_if<core::Admitted>(&result);
        if (admitted_as != nullptr && std::holds_alternative<core::Granted>(*admitted_as)) {
            admitted(now, *admit, std::get<core::Granted>(*admitted_as));
        }
    } else if (const auto* detached = std::get_if<core::Detach>(&operation); detached != nullptr && applied) {
        detach(now, detached->account);
    } else if (const auto* ended = std::get_if<core::EndLease>(&operation); ended != nullptr && applied) {
        end(now, ended->account);
    } else if (const auto* account = std::get_if<core::EndAccount>(&operation)) {
        const auto* answer = std::get_if<core::AccountEndResult>(&result);
        const auto* what = answer != nullptr ? std::get_if<core::AccountEnded>(answer) : nullptr;
        if (what != nullptr && what->lease) {
            end(now, account->account);
        }
    }
    count(now);
}

void LeaseBands::admitted(History::Time now, const core::Admit& operation, const core::Granted& granted) {
    for (const core::Displacement& displaced : granted.ends) {
        end(now, displaced.lease.account);
    }
    end(now, granted.account.id);
    held_[granted.account.id] = {{granted.account.name, operation.workstation_label, granted.epoch.value, true,
                                  lane_of_(operation.claim.workstation), now, now},
                                 granted.bot};
}

void LeaseBands::detach(History::Time now, core::AccountId account) {
    const auto found = held_.find(account);
    if (found != held_.end() && found->second.band.live) {
        close(now, found->second);
        found->second.band.live = false;
        found->second.band.from = now;
    }
}

void LeaseBands::end(History::Time now, core::AccountId account) {
    const auto found = held_.find(account);
    if (found != held_.end()) {
        close(now, found->second);
        held_.erase(found);
    }
}

void LeaseBands::close(History::Time now, Holding& holding) {
    holding.band.to = now;
    past_.push_back(holding.band);
    if (past_.size() > bands_max_) {
        past_.pop_front();
    }
}

void LeaseBands::count(History::Time now) {
    const auto bots = std::count_if(held_.begin(), held_.end(), [](const auto& held) { return held.second.bot; });
    const auto people = static_cast<std::int64_t>(held_.size()) - bots;
    if (!counts_.empty() && counts_.back().people == people && counts_.back().bots == bots) {
        return;
    }
    counts_.push_back({now, people, bots});
    if (counts_.size() > bands_max_) {
        counts_.pop_front();
    }
}

std::vector<History::Lease> LeaseBands::bands(History::Time now) const {
    std::vector<History::Lease> result(past_.begin(), past_.end());
    for (const auto& [account, holding] : held_) {
        result.push_back(holding.band);
        result.back().to = now;
    }
    return result;
}

}  // namespace workspace::sim
