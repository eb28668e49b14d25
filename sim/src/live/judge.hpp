#pragma once

#include "checkers/at_rest.hpp"
#include "live/live_stage.hpp"

namespace workspace::sim {

/// What a real server's file, and what its clients show, must be like when all is healed and quiet: H1, H5, H6, M1, M2, M3,
/// M5, M7, M8, P1, P5, S1, S2, S9. Says what is not (yet) so.
void judge(const LiveStage& stage, const Complain& complain);

}  // namespace workspace::sim
