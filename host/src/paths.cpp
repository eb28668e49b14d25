#include "workspace/host/paths.hpp"

#include <cstdlib>
#include <stdexcept>

#include <pwd.h>
#include <unistd.h>

namespace workspace::host {
namespace {

std::filesystem::path home() {
    if (const char* value = std::getenv("HOME"); value != nullptr && *value == '/') {
        return value;
    }
    if (const passwd* entry = ::getpwuid(::getuid()); entry != nullptr && entry->pw_dir != nullptr) {
        return entry->pw_dir;
    }
    throw std::runtime_error("This user has no home folder: set HOME, or name a folder with --data-dir.");
}

std::filesystem::path from_variable(const char* name, const char* below_home) {
    if (const char* value = std::getenv(name); value != nullptr && *value == '/') {
        return value;
    }
    return home() / below_home;
}

}  // namespace

std::filesystem::path config_folder() {
    return from_variable("XDG_CONFIG_HOME", ".config") / "workspace";
}

std::filesystem::path default_data_dir() {
    return from_variable("XDG_DATA_HOME", ".local/share") / "workspace";
}

}  // namespace workspace::host
