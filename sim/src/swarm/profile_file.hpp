#pragma once

#include <filesystem>

#include "swarm/profile.hpp"

namespace workspace::sim {

/// A profile from a TOML file (docs/simulation.md); what it does not name stays as it is. Throws std::runtime_error with
/// words where it cannot be read, or names what there is not.
[[nodiscard]] Profile read_profile(const std::filesystem::path& file);

}  // namespace workspace::sim
