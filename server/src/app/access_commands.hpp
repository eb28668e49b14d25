#pragma once

#include <filesystem>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 names it
class App;
}

namespace workspace::server {

/// Adds what administer_access.hpp has to `app`; some of it to its commands `user` and `session`. `data_dir` is filled by
/// the time that a command runs.
void add_access_commands(CLI::App& app, const std::filesystem::path& data_dir);

}  // namespace workspace::server
