#pragma once

#include <sys/types.h>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace workspace::desktop {

/// One desktop client a computer, across its users (W2): a kernel-held lock (flock) on one file. The kernel lets go of it
/// when the process ends, however it ends: nothing here can go stale, and the file's contents mean nothing.
///
/// The folder: /var/lib/workspace/lock (made by the package, root's, mode 1777), else /run/lock, else /tmp. This is a
/// policy, not a security boundary (W3).
class MachineLock {
public:
    /// Names the lock file across processes, whatever path leads to it.
    struct FileId {
        dev_t device{};
        ino_t inode{};
    };

    MachineLock() = default;
    ~MachineLock();
    MachineLock(MachineLock&& other) noexcept;
    MachineLock& operator=(MachineLock&& other) noexcept;
    MachineLock(const MachineLock&) = delete;
    MachineLock& operator=(const MachineLock&) = delete;

    /// Opens the lock file of `folder`, making it where it is missing. Throws std::runtime_error, in words, where that is
    /// not possible.
    [[nodiscard]] static MachineLock open(const std::filesystem::path& folder);
    /// Takes the lock if nobody has it.
    [[nodiscard]] bool try_take();
    [[nodiscard]] FileId file() const { return file_; }

    /// The folder that all users of this computer agree on.
    [[nodiscard]] static std::filesystem::path default_folder();

private:
    int descriptor_ = -1;
    FileId file_;
};

/// The process that holds the lock, as the kernel tells (/proc/locks); none where it does not.
[[nodiscard]] std::optional<uid_t> holder_of(const MachineLock::FileId& file);

/// What people call this user of the operating system: "Alice Martin (alice)", "alice", or the number.
[[nodiscard]] std::string user_name_of(uid_t user);

}  // namespace workspace::desktop
