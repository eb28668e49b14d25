#include "app/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

#include "app/exit_code.hpp"

namespace workspace::server {

DataFolder::DataFolder(std::filesystem::path path) : path_(std::move(path)) {
    std::error_code failed;
    const bool made = std::filesystem::create_directories(path_, failed);
    if (failed || !std::filesystem::is_directory(path_, failed)) {
        throw Failure(ExitCode::folder, "cannot use the data folder " + path_.string() + ": " +
                                            (failed ? failed.message() : "it is not a folder") +
                                            ". Choose another with --data-dir.");
    }
    if (made) {
        ::chmod(path_.c_str(), 0700);
    }
    if (::access(path_.c_str(), W_OK | X_OK) != 0) {
        throw Failure(ExitCode::folder, "cannot write in the data folder " + path_.string() + ": " +
                                            std::strerror(errno) +
                                            ". Give it to this user (chown), or choose another with --data-dir.");
    }
}

DataFolder DataFolder::existing(std::filesystem::path path) {
    std::error_code failed;
    if (!std::filesystem::exists(path / "workspace.db", failed)) {
        throw Failure(ExitCode::folder, "there is no database in " + path.string() +
                                            ". Name the folder that `workspace-server serve` uses with --data-dir.");
    }
    return DataFolder(std::move(path));
}

DataFolder::~DataFolder() {
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

void DataFolder::take() {
    const auto file = path_ / "lock";
    lock_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) {
        throw Failure(ExitCode::folder, "cannot make " + file.string() + ": " + std::strerror(errno) + ".");
    }
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        throw Failure(ExitCode::folder, "another workspace-server is serving " + path_.string() +
                                            ". Stop that one first, or choose another --data-dir.");
    }
}

void fail_for_store(const DataFolder& folder, const StoreError& error) {
    const auto file = folder.database().string();
    const int primary = error.code & 0xff;
    if (primary == SQLITE_NOTADB || primary == SQLITE_CORRUPT) {
        const bool ours = std::string(error.what()).starts_with(file);
        throw Failure(ExitCode::database,
                      ours ? error.what()
                           : file +
                                 " is damaged or not a database. Restore it from a backup, or move it away to begin "
                                 "with an empty one; it was left as it is.");
    }
    if (primary == SQLITE_MISMATCH) {
        throw Failure(ExitCode::database, error.what());
    }
    if (primary == SQLITE_BUSY) {
        throw Failure(ExitCode::database, file + " is held locked by another program. Close it, then try again.");
    }
    if (primary == SQLITE_FULL) {
        throw Failure(ExitCode::database, "the disk with " + file + " is full. Free some room, then try again.");
    }
    throw Failure(ExitCode::database, "cannot use " + file + ": " + error.what() + ".");
}

}  // namespace workspace::server
