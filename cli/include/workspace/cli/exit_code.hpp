#pragma once

#include "workspace/core/client/events.hpp"

namespace workspace::cli {

/// What a script learns from the end of workspace-cli; docs/cli.md has the same table.
enum class ExitCode : int {
    ok = 0,
    failed = 1,       ///< something unexpected; standard error says what
    usage = 2,        ///< the command line is wrong
    unreachable = 3,  ///< no connection to the server
    refused = 4,      ///< wrong name or password, no session, account locked: log in (again)
    held = 5,         ///< the account is connected elsewhere, or this workstation is busy with another account
    stopped = 6,      ///< the session was displaced or ended by somebody else
    local = 7,        ///< the data folder or the settings cannot be used
    untrusted = 8,    ///< the server's certificate is unknown, or another than was accepted; nothing was sent
};

/// The code for a client that stands still because of `stop`.
[[nodiscard]] ExitCode exit_code_of(const core::client::Stop& stop);

}  // namespace workspace::cli
