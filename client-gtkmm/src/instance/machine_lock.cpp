#include "workspace/desktop/instance/machine_lock.hpp"

#include <fcntl.h>
#include <glibmm/ustring.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

#include "workspace/desktop/model/translate.hpp"

namespace workspace::desktop {
namespace {

constexpr const char* kFileName = "workspace-desktop.lock";
constexpr mode_t kForEveryUser = 0666;  // flock needs no more than reading, but any user may be the first
constexpr int kTries = 16;

[[noreturn]] void fail(const std::filesystem::path& file, int error) {
    throw std::runtime_error(Glib::ustring::compose(
        tr("The lock file %1 cannot be used: %2. Ask an administrator to make its folder writable "
           "for everybody, with the sticky bit (chmod 1777)."),
        file.string(), std::generic_category().message(error)));
}

/// Without O_CREAT first: in a folder with the sticky bit the kernel refuses O_CREAT on another user's file
/// (fs.protected_regular). With O_EXCL only where it is missing; whoever loses that race opens what the other made.
int open_or_make(const std::filesystem::path& file) {
    for (int i = 0; i < kTries; ++i) {
        int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (descriptor >= 0) {
            return descriptor;
        }
        if (errno != ENOENT) {
            fail(file, errno);
        }
        descriptor = ::open(file.c_str(), O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kForEveryUser);
        if (descriptor >= 0) {
            // Whatever the umask of the first user; a failure only means that others may not read it.
            [[maybe_unused]] const int changed = ::fchmod(descriptor, kForEveryUser);
            return descriptor;
        }
        if (errno != EEXIST) {
            fail(file, errno);
        }
    }
    fail(file, EAGAIN);
}

/// The process in a line of /proc/locks that is a lock on `file`: "1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF".
std::optional<pid_t> process_in(const std::string& line, const std::string& id) {
    std::istringstream words(line);
    std::string number;
    std::string kind;
    std::string how;
    std::string mode;
    pid_t process = 0;
    std::string file;
    words >> number >> kind >> how >> mode >> process >> file;
    return words && kind == "FLOCK" && file == id && process > 0 ? std::optional{process} : std::nullopt;
}

}  // namespace

MachineLock::~MachineLock() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

MachineLock::MachineLock(MachineLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), file_(other.file_) {}

MachineLock& MachineLock::operator=(MachineLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(file_, other.file_);
    return *this;
}

MachineLock MachineLock::open(const std::filesystem::path& folder) {
    MachineLock lock;
    const auto file = folder / kFileName;
    lock.descriptor_ = open_or_make(file);
    struct stat facts{};
    if (::fstat(lock.descriptor_, &facts) != 0) {
        fail(file, errno);
    }
    if (!S_ISREG(facts.st_mode)) {
        fail(file, EINVAL);
    }
    lock.file_ = {facts.st_dev, facts.st_ino};
    return lock;
}

bool MachineLock::try_take() {
    int result = 0;
    do {
        result = ::flock(descriptor_, LOCK_EX | LOCK_NB);
    } while (result != 0 && errno == EINTR);
    return result == 0;
}

std::filesystem::path MachineLock::default_folder() {
    for (const char* folder : {"/var/lib/workspace/lock", "/run/lock"}) {
        struct stat facts{};
        const bool there = ::stat(folder, &facts) == 0 && S_ISDIR(facts.st_mode);
        // Decided by what the folder is and not by who asks, so that all users agree on it.
        if (there && facts.st_uid == 0 && (facts.st_mode & S_IWOTH) != 0) {
            return folder;
        }
    }
    return "/tmp";
}

std::optional<uid_t> holder_of(const MachineLock::FileId& file) {
    std::array<char, 64> id{};
    std::snprintf(id.data(), id.size(), "%02x:%02x:%llu", major(file.device), minor(file.device),
                  static_cast<unsigned long long>(file.inode));
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        if (const auto process = process_in(line, id.data())) {
            struct stat facts{};
            if (::stat(("/proc/" + std::to_string(*process)).c_str(), &facts) == 0) {
                return facts.st_uid;
            }
        }
    }
    return std::nullopt;
}

std::string user_name_of(uid_t user) {
    constexpr std::size_t kEntryBytes = 16 * 1024;
    std::vector<char> buffer(kEntryBytes);
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr) {
        return std::to_string(user);
    }
    const std::string login = found->pw_name;
    const std::string full = std::string(found->pw_gecos == nullptr ? "" : found->pw_gecos);
    const std::string name = full.substr(0, full.find(','));
    return name.empty() || name == login ? login : name + " (" + login + ")";
}

}  // namespace workspace::desktop
