#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "commands/colours.hpp"
#include "play/play.hpp"

namespace workspace::sim {

/// `S4 at 3.051 s: … [admission]`
[[nodiscard]] std::string line_of(const Broken& broken, Colours colours = Colours{false});
/// `12.346`, with so many digits after the point.
[[nodiscard]] std::string with_digits(double value, int digits);
/// Simulated client-seconds a second of real time, and what was done.
[[nodiscard]] std::string speed_text(std::int64_t client_seconds, double seconds);

struct Read {
    std::filesystem::path path;
    std::string text;
    Parsed parsed;
};
/// Throws std::runtime_error with words where it cannot be read.
[[nodiscard]] Read read_scenario(const std::filesystem::path& path);
/// Files, and those in folders that end in .scn, in the order of their paths. Throws UsageError where there is none.
[[nodiscard]] std::vector<Read> read_scenarios(const std::vector<std::string>& paths);
/// The command that plays it again.
[[nodiscard]] std::string replay_of(const Read& read, std::uint64_t seed, const std::string& bug = {});
/// The mistakes, one a line, as `file:line:column: words`.
[[nodiscard]] std::string mistakes_text(const Read& read);

}  // namespace workspace::sim
