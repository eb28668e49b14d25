#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "checkers/ledger.hpp"
#include "world/stage.hpp"
#include "world/world.hpp"

namespace workspace::sim {

/// What came of a run, in words that do not depend on how it was played: what each room's log holds and who is in it, who
/// holds a lease, and what each program shows. By what it is about.
using Chronicle = std::map<std::string, std::string>;

[[nodiscard]] Chronicle chronicle_of(const Stage& stage, const std::map<core::RoomId, Ledger::Log>& logs,
                                     const std::set<core::AccountId>& leases);

/// Each difference as a sentence; at most 10, and how many more there are.
[[nodiscard]] std::vector<std::string> differences(const Chronicle& simulated, const Chronicle& live);

/// Takes it of a simulated world, when that has come to rest.
class ChronicleTaker : public Observer {
public:
    void settled(const World& world) override;
    /// Empty where it did not come to that.
    [[nodiscard]] const Chronicle& chronicle() const { return chronicle_; }

private:
    Chronicle chronicle_;
};

}  // namespace workspace::sim
