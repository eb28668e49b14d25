#pragma once

#include <filesystem>
#include <string>
#include <variant>

namespace workspace::desktop {

/// What a script learns from the end of workspace-desktop; docs/desktop.md has the same table.
enum class ExitCode : int {
    ok = 0,      ///< quit by the person, or the first window was raised
    failed = 1,  ///< something unexpected (no display …); standard error says what
    usage = 2,   ///< the command line is wrong
    held = 5,    ///< open already: for another user of this computer, or it does not answer
    local = 7,   ///< the data folder, the settings or the lock folder cannot be used
};

struct Options {
    std::filesystem::path data_dir;  ///< empty: the person's own
    std::filesystem::path lock_dir;  ///< empty: the computer's
    std::string server;              ///< an address; empty: by environment
    std::string environment;         ///< of connection.json; empty: what was used last, or its mode
    std::string workstation;         ///< empty: this computer; else a made-up one of that name, for tests
};

/// The options, or the exit code after help, version or a mistake was printed.
[[nodiscard]] std::variant<Options, ExitCode> parse_options(int argc, const char* const* argv);

}  // namespace workspace::desktop
