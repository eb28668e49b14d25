#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "checkers/ledger.hpp"
#include "world/stage.hpp"

/// What must be so when everything is healed and quiet, on a simulated stage and on a live one.
namespace workspace::sim {

using Complain = std::function<void(std::string rule, std::string sentence)>;

/// H1, H5, H6, M5, M8: whoever is in shows what is stored; whoever is not was told why.
void judge_views(const Stage& stage, const std::map<core::RoomId, Ledger::Log>& logs, const Complain& complain);
/// P5
void judge_counts(const Stage& stage, std::int64_t people, const Complain& complain);
/// M7
void judge_outboxes(const Stage& stage, const Complain& complain);

}  // namespace workspace::sim
