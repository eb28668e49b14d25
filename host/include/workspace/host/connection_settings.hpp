#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace workspace::host {

/// One way to reach a server, as `connection.json` names it.
struct Environment {
    std::string url;  ///< http://host:port, for REST
    std::string ws;   ///< ws://host:port/ws
    bool operator==(const Environment&) const = default;
};

/// `connection.json`, in the form that users of the predecessor have:
///
///   { "mode": "local",
///     "environments": { "local":      { "url": "http://localhost:4000", "ws": "ws://localhost:4000" },
///                       "proxmox":    { … }, "production": { … } } }
///
/// The user's file ($XDG_CONFIG_HOME/workspace/connection.json) lies over the system's (/etc/workspace/…): the mode is
/// the user's if it has one, and an environment of the user's replaces the system's of that name. A `ws` without a
/// path gets `/ws`; a missing `ws` is made from `url`.
struct ConnectionSettings {
    std::string mode = "local";
    std::map<std::string, Environment> environments;

    /// The environment that `mode` names; none if there is no such one.
    [[nodiscard]] std::optional<Environment> current() const;
};

/// Reads `files` in order, later ones over earlier ones; missing files are skipped. With none of them, `local` is
/// http://127.0.0.1:4000. Throws std::runtime_error that names the file, the place and what to do.
[[nodiscard]] ConnectionSettings load_connection_settings(const std::vector<std::filesystem::path>& files);
/// /etc/workspace/connection.json, then the user's.
[[nodiscard]] std::vector<std::filesystem::path> connection_files();
/// Writes the user's file (mode 0600, replaced atomically).
void save_connection_settings(const ConnectionSettings& settings, const std::filesystem::path& file);

}  // namespace workspace::host
