#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// Files that only their owner may read. Errors are std::runtime_error, in words that name the path.
namespace workspace::host {

/// Makes `folder` and what is missing above it; what it makes has mode 0700. An existing folder is left as it is.
void make_private_folder(const std::filesystem::path& folder);

/// The whole file; none when it does not exist. Throws when it cannot be read or is longer than `bytes_max`.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max);

/// Replaces `file` at once or not at all, on disk when this returns; mode 0600.
void write_private_file(const std::filesystem::path& file, std::string_view text);

/// Renames a file that cannot be used to `NAME.broken-N`, N the first free number; returns the new path.
std::filesystem::path move_aside(const std::filesystem::path& file);

}  // namespace workspace::host
