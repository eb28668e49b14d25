#include "workspace/host/private_files.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>

#include "descriptor.hpp"

namespace workspace::host {
namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path, int error) {
    throw std::runtime_error(what + " " + path.string() + ": " + std::generic_category().message(error) + ".");
}

void write_all(int descriptor, std::string_view text, const std::filesystem::path& file) {
    while (!text.empty()) {
        const ssize_t written = ::write(descriptor, text.data(), text.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            fail("Cannot write", file, errno);
        }
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::filesystem::path parent_of(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

}  // namespace

void make_private_folder(const std::filesystem::path& folder) {
    std::error_code error;
    if (std::filesystem::is_directory(folder, error)) {
        return;
    }
    if (folder.has_parent_path() && folder.parent_path() != folder) {
        make_private_folder(folder.parent_path());
    }
    if (!folder.empty() && ::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        fail("Cannot make the folder", folder, errno);
    }
    if (!folder.empty() && !std::filesystem::is_directory(folder, error)) {
        fail("Cannot use as a folder", folder, ENOTDIR);
    }
}

std::optional<std::string> read_file(const std::filesystem::path& file, std::size_t bytes_max) {
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return std::nullopt;
        }
        fail("Cannot read", file, errno);
    }
    std::string text;
    std::array<char, 4096> part{};
    while (true) {
        const ssize_t got = ::read(opened.get(), part.data(), part.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            fail("Cannot read", file, errno);
        }
        if (got == 0) {
            return text;
        }
        text.append(part.data(), static_cast<std::size_t>(got));
        if (text.size() > bytes_max) {
            fail("Cannot read", file, EFBIG);
        }
    }
}

void write_private_file(const std::filesystem::path& file, std::string_view text) {
    make_private_folder(parent_of(file));
    std::string name = file.string() + ".XXXXXX";
    Descriptor opened(::mkostemp(name.data(), O_CLOEXEC));  // made with mode 0600
    if (!opened) {
        fail("Cannot write", file, errno);
    }
    try {
        write_all(opened.get(), text, file);
        if (::fsync(opened.get()) != 0 || ::rename(name.c_str(), file.c_str()) != 0) {
            fail("Cannot write", file, errno);
        }
    } catch (...) {
        ::unlink(name.c_str());
        throw;
    }
    // The new name must survive a power cut as well.
    const Descriptor folder(::open(parent_of(file).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder || ::fsync(folder.get()) != 0) {
        fail("Cannot write", parent_of(file), errno);
    }
}

std::filesystem::path move_aside(const std::filesystem::path& file) {
    for (int number = 1;; ++number) {
        const std::filesystem::path aside = file.string() + ".broken-" + std::to_string(number);
        std::error_code error;
        if (std::filesystem::exists(std::filesystem::symlink_status(aside, error))) {
            continue;
        }
        if (::rename(file.c_str(), aside.c_str()) != 0) {
            fail("Cannot move aside", file, errno);
        }
        return aside;
    }
}

}  // namespace workspace::host
