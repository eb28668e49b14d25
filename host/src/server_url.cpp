#include "workspace/host/server_url.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

namespace workspace::host {
namespace {

constexpr std::array<std::string_view, 4> kSchemes{"http", "https", "ws", "wss"};

[[noreturn]] void refuse(std::string_view text) {
    throw std::runtime_error(
        "'" + std::string(text) +
        "' is not a server's address: write https://host:port, or http://host:port on the same computer.");
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; }) &&
           std::stoi(std::string(text)) <= 65535 && std::stoi(std::string(text)) > 0;
}

/// Names and addresses only: nothing that could end a header line or smuggle a user name in.
bool is_host(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_' || c == ':' || c >= 0x80;
    });
}

bool is_path(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c != 0x7f && c != '#'; });
}

}  // namespace

std::string ServerUrl::authority() const {
    return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + port;
}

bool ServerUrl::is_loopback() const {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

ServerUrl parse_server_url(std::string_view text) {
    const std::size_t colon = text.find("://");
    if (colon == std::string_view::npos) {
        refuse(text);
    }
    ServerUrl url;
    url.scheme = std::string(text.substr(0, colon));
    if (std::find(kSchemes.begin(), kSchemes.end(), url.scheme) == kSchemes.end()) {
        refuse(text);
    }
    std::string_view rest = text.substr(colon + 3);
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    url.path = slash == rest.size() ? "/" : std::string(rest.substr(slash));
    std::string_view authority = rest.substr(0, slash);

    std::string_view port;
    if (authority.starts_with('[')) {
        const std::size_t end = authority.find(']');
        if (end == std::string_view::npos) {
            refuse(text);
        }
        url.host = std::string(authority.substr(1, end - 1));
        port = authority.substr(end + 1);
    } else {
        const std::size_t end = std::min(authority.find(':'), authority.size());
        url.host = std::string(authority.substr(0, end));
        port = authority.substr(end);
    }
    if (!is_host(url.host) || !is_path(url.path) ||
        (!port.empty() && !(port.front() == ':' && is_port(port.substr(1))))) {
        refuse(text);
    }
    url.port = port.empty() ? (url.encrypted() ? "443" : "80") : std::string(port.substr(1));
    return url;
}

Environment environment_of(std::string_view text) {
    ServerUrl url = parse_server_url(text);
    while (url.path.ends_with('/') || url.path.ends_with("/ws")) {  // all of them: what is made of `url` is the same
        url.path.resize(url.path.size() - (url.path.ends_with('/') ? 1 : 3));
    }
    const std::string rest = "://" + url.authority() + url.path;
    const bool encrypted = url.encrypted();
    return {.url = (encrypted ? "https" : "http") + rest, .ws = (encrypted ? "wss" : "ws") + rest + "/ws"};
}

}  // namespace workspace::host
