#pragma once

#include <filesystem>

/// Where a person's files lie (XDG base directory specification). Relative values of the variables are ignored, as
/// the specification asks.
namespace workspace::host {

/// $XDG_CONFIG_HOME/workspace, by default ~/.config/workspace.
[[nodiscard]] std::filesystem::path config_folder();
/// $XDG_DATA_HOME/workspace, by default ~/.local/share/workspace: session, outbox and workstation key.
[[nodiscard]] std::filesystem::path default_data_dir();

}  // namespace workspace::host
