#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "explain/history.hpp"
#include "play/play.hpp"

namespace workspace::sim {

/// A run that a recorder watched.
struct Explained {
    Outcome outcome;
    History history;
    Heading heading;
};

/// Plays the scenario that `text` is, with a recorder watching. `replay` is the command that plays it again. The text has
/// to be one without mistakes.
[[nodiscard]] Explained explain_text(const std::string& text, std::uint64_t seed, const std::string& replay);

/// Writes the page of a run; throws std::runtime_error with words where the file cannot be written.
void write_page(const std::filesystem::path& path, const Explained& explained);

}  // namespace workspace::sim
