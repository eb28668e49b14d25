#pragma once

#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace workspace::capture {

/// A file of lines, written by a thread of its own: whoever adds a line never waits for a disk. It takes no more lines
/// once it is full, once the disk is too slow (kWaitingMax bytes wait for it) or once a write failed; each is logged,
/// and what was taken before stays.
class CaptureFile {
public:
    static constexpr std::size_t kWaitingMax = std::size_t{16} * 1024 * 1024;

    /// Makes the file, readable by its owner alone. Throws std::runtime_error in words where there is one already, or
    /// where it cannot be made.
    CaptureFile(std::filesystem::path path, std::size_t bytes_max);
    /// Writes what waits.
    ~CaptureFile();
    CaptureFile(const CaptureFile&) = delete;
    CaptureFile& operator=(const CaptureFile&) = delete;

    /// False from the line on that it does not take.
    [[nodiscard]] bool add(std::string_view line);

private:
    void write_what_comes();
    void write_all(std::string_view text);
    /// Pre: `mutex_` is held.
    bool refuse(std::string_view why);

    std::filesystem::path path_;
    std::size_t room_;  ///< bytes that it may still grow by
    int file_ = -1;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string waiting_;
    bool taking_ = true;
    bool ending_ = false;
    std::thread writer_;
};

}  // namespace workspace::capture
