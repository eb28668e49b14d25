#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace workspace::server {

/// One line of a configuration file.
struct FileEntry {
    std::string key;
    std::vector<std::string> texts;  ///< one, or as many as its array has
    std::size_t line = 0;
    std::string mistake;  ///< not empty: why it is none that can be used
};

/// The keys of a TOML file, in its order. Throws Failure (usage) when it cannot be read or is not TOML.
[[nodiscard]] std::vector<FileEntry> read_toml(const std::filesystem::path& file);

/// As TOML writes it: a number and true or false as they are, all else in quotation marks.
[[nodiscard]] std::string toml_text(const std::string& text);

}  // namespace workspace::server
