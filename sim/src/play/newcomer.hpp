#pragma once

#include "world/stage.hpp"

namespace workspace::sim {

/// Has to be among the people of a stage, and has to be nobody in the scenario.
inline constexpr const char* kNewcomer = "newcomer";

/// A server that has come to rest is no good if nobody gets in: somebody who was never there logs in and says something.
void let_a_newcomer_in(Stage& stage);

}  // namespace workspace::sim
