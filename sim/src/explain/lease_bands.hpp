#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "explain/history.hpp"
#include "workspace/core/hub/store_port.hpp"

namespace workspace::sim {

/// Leases and the number of connected people over time, from what the store did durably (P1).
class LeaseBands {
public:
    /// Whose program holds a lease from that workstation, as far as is known.
    using LaneOf = std::function<std::size_t(const core::WorkstationKey& key)>;

    LeaseBands(std::size_t bands_max, LaneOf lane_of) : bands_max_(bands_max), lane_of_(std::move(lane_of)) {}

    /// All leases are these now.
    void restart(History::Time now, const core::StoredWorld& stored);
    void carried_out(History::Time now, const core::StoreOperation& operation, const core::StoreResult& result);

    /// As of `now`: what goes on ends with it.
    [[nodiscard]] std::vector<History::Lease> bands(History::Time now) const;
    [[nodiscard]] std::vector<History::Count> counts() const { return {counts_.begin(), counts_.end()}; }

private:
    struct Holding {
        History::Lease band;
        bool bot = false;
    };

    void admitted(History::Time now, const core::Admit& operation, const core::Granted& granted);
    void detach(History::Time now, core::AccountId account);
    void end(History::Time now, core::AccountId account);
    void close(History::Time now, Holding& holding);
    void count(History::Time now);

    std::size_t bands_max_;
    LaneOf lane_of_;
    std::map<core::AccountId, Holding> held_;
    std::deque<History::Lease> past_;
    std::deque<History::Count> counts_;
};

}  // namespace workspace::sim
