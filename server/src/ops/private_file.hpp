#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace workspace::server {

struct FileMark {
    std::uint64_t bytes = 0;
    std::string sha256;  ///< hexadecimal
    bool operator==(const FileMark&) const = default;
};

// Each throws std::system_error.

/// Size and hash of a file.
[[nodiscard]] FileMark mark_of(const std::filesystem::path& file);
/// Copies a file to one that must not be there yet, with mode 0600, onto the disk.
FileMark copy_private(const std::filesystem::path& from, const std::filesystem::path& to);
void write_private(const std::filesystem::path& file, const std::string& text);
/// What is named in a folder, or what was written in a file, is on the disk.
void sync_to_disk(const std::filesystem::path& file_or_folder);
/// Makes a folder with mode 0700, and those above it.
void make_private_folder(const std::filesystem::path& folder);

}  // namespace workspace::server
