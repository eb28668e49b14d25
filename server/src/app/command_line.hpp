#pragma once

namespace workspace::server {

/// The whole program; the exit code (app/exit_code.hpp).
int run_command_line(int argc, const char* const* argv);

}  // namespace workspace::server
