#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "ops/private_file.hpp"
#include "workspace/core/base/time.hpp"

namespace workspace::server {

/// What a backup is of, and what each of its files must be.
struct Manifest {
    std::string version;  ///< of the program that made it
    std::int64_t schema = 0;
    core::WallTime made;
    std::map<std::string, FileMark> files;  ///< by path in the backup, with "/"
};

inline constexpr const char* kManifestName = "manifest.json";

[[nodiscard]] std::string manifest_text(const Manifest& manifest);
/// Throws Failure when there is none, or it is not one that this program can have written: a path that leads out, say.
[[nodiscard]] Manifest read_manifest(const std::filesystem::path& backup);

}  // namespace workspace::server
