#pragma once

#include <string>
#include <vector>

#include "workspace/testing/hub_world.hpp"

namespace workspace::testing {

/// What is wrong with a server after whatever happened to it: its store is healed, time passes, everybody leaves, and
/// then comes back. Empty when all is well; else sentences that begin with a rule's name.
[[nodiscard]] std::vector<std::string> aftermath(HubWorld& world);

}  // namespace workspace::testing
