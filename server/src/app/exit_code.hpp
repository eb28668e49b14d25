#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace workspace::server {

/// What `workspace-server` exits with; docs/operations.md has the table.
enum class ExitCode : std::uint8_t {
    ok = 0,
    failed = 1,  ///< anything without a code of its own
    usage = 2,
    database = 3,  ///< the database cannot be used: damaged, newer, not ours
    port = 4,      ///< the address cannot be listened on
    folder = 5,    ///< the data folder cannot be used, or another server has it
    refused = 6,   ///< the request makes no sense here: a name that is taken, an unknown account
    disk = 7,      ///< while serving, the disk no longer keeps what it is told
};

/// Ends the program with words for a person and a code.
struct Failure : std::runtime_error {
    Failure(ExitCode why, const std::string& words) : std::runtime_error(words), code(why) {}
    ExitCode code;
};

}  // namespace workspace::server
