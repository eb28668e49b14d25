#pragma once

#include <filesystem>

#include "app/data_folder.hpp"
#include "workspace/core/base/time.hpp"

/// A backup is a folder that holds what the data folder holds, of one moment: the database, keys, certificate, files; and
/// manifest.json, written last, with the size and the SHA-256 of each. All of it is 0600 in folders of 0700.
namespace workspace::server {

/// Makes one, while a server serves `from` or not. What was acknowledged before it began is in it. `out` is made, and must
/// be missing or empty. Throws Failure; a backup without a manifest is none.
void make_backup(const DataFolder& from, const std::filesystem::path& out, core::WallTime now);

/// Makes `data_dir`, which must be missing or empty, of a backup: checks every file against the manifest and the database
/// itself, brings it to this version, and draws new room epochs, so that clients drop what they cached of messages that
/// are no more (H3). Nobody is connected in it. All or nothing. Throws Failure.
void restore_backup(const std::filesystem::path& backup, const std::filesystem::path& data_dir);

/// Whether opening the database would bring it to a newer form. Throws Failure.
[[nodiscard]] bool needs_migration(const DataFolder& folder);
/// Keeps a backup of the folder in its own backups/, before that. Whoever calls has taken the folder: the database of a
/// running server is not changed under it. Throws Failure.
void back_up_before_migration(const DataFolder& folder, core::WallTime now);

}  // namespace workspace::server
