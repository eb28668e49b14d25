#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "workspace/host/connection_settings.hpp"

namespace workspace::desktop {

/// What the login page offers: the environments of connection.json by name, and an address that is typed.
struct ServerChoice {
    struct Named {
        std::string name;
        host::Environment environment;
    };
    std::vector<Named> named;
    std::string url;  ///< what is chosen at first: http://host:port

    /// Index of the named one with that address, if any.
    [[nodiscard]] std::optional<std::size_t> index_of(const std::string& address) const;
};

/// `server` (an address) wins over `environment` (a name), that over what was used last in `data_dir`, that over the
/// mode of the settings. Throws std::runtime_error, in words, for an address or a name that cannot be used.
[[nodiscard]] ServerChoice choose_server(const host::ConnectionSettings& settings, const std::string& server,
                                         const std::string& environment, const std::filesystem::path& data_dir);

/// Makes `url` what choose_server begins with in this data folder; workspace-cli reads the same file.
void remember_server(const std::filesystem::path& data_dir, const std::string& url);

}  // namespace workspace::desktop
