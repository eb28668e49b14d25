#pragma once

#include <string>
#include <string_view>

#include "workspace/host/connection_settings.hpp"

namespace workspace::host {

/// An address as it is connected to.
struct ServerUrl {
    std::string scheme;  ///< "http", "https", "ws" or "wss"
    std::string host;    ///< without the brackets of an IPv6 address
    std::string port;    ///< 80 or 443 where the address has none
    std::string path;    ///< "/" at least

    /// The host name or address with its port, as a Host header has it.
    [[nodiscard]] std::string authority() const;
    [[nodiscard]] bool encrypted() const { return scheme == "https" || scheme == "wss"; }
    /// Whether what is said stays on this computer.
    [[nodiscard]] bool is_loopback() const;
};

/// Throws std::runtime_error that says what an address looks like.
[[nodiscard]] ServerUrl parse_server_url(std::string_view text);

/// Both addresses of the server that `text` names by either: http://host:port or ws://host:port, `/ws` optional.
[[nodiscard]] Environment environment_of(std::string_view text);

}  // namespace workspace::host
