#pragma once

#include <filesystem>

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11 names it
class App;
}

namespace workspace::server {

/// `backup`, `restore`, `check` and `export`. `data_dir` is read when one of them runs.
void add_backup_commands(CLI::App& app, const std::filesystem::path& data_dir);

}  // namespace workspace::server
