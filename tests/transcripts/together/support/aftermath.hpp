#pragma once

#include <string>
#include <vector>

#include "together/support/world.hpp"

namespace workspace::testing::together {

/// What is wrong after whatever happened: everything is healed, time passes. Empty when all is well; else sentences
/// that begin with a rule's name.
[[nodiscard]] std::vector<std::string> aftermath(World& world);

}  // namespace workspace::testing::together
