#pragma once

#include "workspace/cli/exit_code.hpp"
#include "workspace/cli/options.hpp"

namespace workspace::cli {

/// All of workspace-cli; `main` only calls it.
[[nodiscard]] int run(int argc, const char* const* argv);

/// The actions, one a file. They print to standard output, and what went wrong to standard error.
[[nodiscard]] ExitCode run_json(const Options& options, const Place& place);
[[nodiscard]] ExitCode run_chat(const Options& options, const Place& place);
[[nodiscard]] ExitCode run_login(const Options& options, const Place& place);
[[nodiscard]] ExitCode run_logout(const Options& options, const Place& place);
[[nodiscard]] ExitCode run_status(const Options& options, const Place& place);
[[nodiscard]] ExitCode run_trust(const Options& options, const Place& place);

}  // namespace workspace::cli
