#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "brain.hpp"

namespace workspace::core::hub {

[[nodiscard]] std::uint64_t digest_of(const Brain& brain, const Disguise& disguise);

/// One sentence a broken rule, beginning with the rule's name. Linear in the state.
[[nodiscard]] std::vector<std::string> broken_rules(const Brain& brain);

}  // namespace workspace::core::hub
