#include "workspace/host/folder_lock.hpp"

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "descriptor.hpp"

namespace workspace::host {

FolderLock::FolderLock(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "lock";
    Descriptor opened(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!opened) {
        throw std::runtime_error("Cannot write to " + folder.string() + ": " + std::generic_category().message(errno) +
                                 ". Name a folder that you may write to.");
    }
    while (::flock(opened.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) {
            continue;
        }
        if (errno == EWOULDBLOCK) {
            throw std::runtime_error("Another program is using " + folder.string() +
                                     ": close it first, or name another folder.");
        }
        throw std::runtime_error("Cannot lock " + file.string() + ": " + std::generic_category().message(errno) + ".");
    }
    descriptor_ = opened.release();
}

FolderLock::~FolderLock() {
    ::close(descriptor_);
}

bool FolderLock::is_held(const std::filesystem::path& folder) {
    const Descriptor opened(::open((folder / "lock").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    return opened && ::flock(opened.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

}  // namespace workspace::host
