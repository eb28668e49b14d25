#pragma once

#include <filesystem>

namespace workspace::host {

/// One process a data folder: a kernel-held lock (flock) on DIR/lock. It ends with the process, however that ends, so
/// that nothing can go stale.
class FolderLock {
public:
    /// Throws std::runtime_error, in words, when another process holds the folder.
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

    /// Whether some process holds it now. A folder that does not exist is held by nobody.
    [[nodiscard]] static bool is_held(const std::filesystem::path& folder);

private:
    int descriptor_ = -1;
};

}  // namespace workspace::host
