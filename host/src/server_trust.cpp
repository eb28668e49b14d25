#include "workspace/host/server_trust.hpp"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "workspace/host/private_files.hpp"

namespace workspace::host {
namespace {

constexpr std::size_t kFileBytesMax = 1024 * 1024;
constexpr std::size_t kDigits = 64;

/// One server, however its address was written.
std::string key_of(const ServerUrl& server) {
    std::string key = server.authority();
    std::transform(key.begin(), key.end(), key.begin(), [](unsigned char c) { return std::tolower(c); });
    return key;
}

}  // namespace

std::optional<std::string> parse_fingerprint(std::string_view text) {
    std::string result;
    std::size_t digits = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == ':') {
            continue;
        }
        if (std::isxdigit(byte) == 0 || digits == kDigits) {
            return std::nullopt;
        }
        result.append(digits != 0 && digits % 2 == 0 ? ":" : "").append(1, static_cast<char>(std::toupper(byte)));
        ++digits;
    }
    return digits == kDigits ? std::optional(std::move(result)) : std::nullopt;
}

TrustedServers::TrustedServers(const std::filesystem::path& data_dir) : file_(data_dir / "trusted-servers") {}

std::optional<std::string> TrustedServers::find(const ServerUrl& server) const {
    const auto pins = read();
    const auto pin = pins.find(key_of(server));
    return pin == pins.end() ? std::nullopt : std::optional(pin->second);
}

void TrustedServers::remember(const ServerUrl& server, const std::string& fingerprint) {
    auto pins = read();
    pins.insert_or_assign(key_of(server), fingerprint);
    write(pins);
}

bool TrustedServers::forget(const ServerUrl& server) {
    auto pins = read();
    const bool known = pins.erase(key_of(server)) > 0;
    if (known) {
        write(pins);
    }
    return known;
}

/// A line that cannot be understood is no reason to go on without it: who reads it has to mend it.
std::map<std::string, std::string> TrustedServers::read() const {
    std::map<std::string, std::string> pins;
    std::istringstream text(read_file(file_, kFileBytesMax).value_or(std::string()));
    for (std::string line; std::getline(text, line);) {
        std::istringstream words(line);
        std::string server;
        std::string fingerprint;
        words >> server >> fingerprint;
        const auto parsed = parse_fingerprint(fingerprint);
        if (!parsed) {
            throw std::runtime_error(
                file_.string() + ": the line \"" + line +
                "\" is not a server with a fingerprint. Mend the file, or remove it to be asked anew.");
        }
        pins.insert_or_assign(server, *parsed);
    }
    return pins;
}

void TrustedServers::write(const std::map<std::string, std::string>& pins) const {
    std::string text;
    for (const auto& [server, fingerprint] : pins) {
        text.append(server).append(" ").append(fingerprint).append("\n");
    }
    write_private_file(file_, text);
}

Trust judge(const ServerCertificate& shown, const std::optional<std::string>& accepted) {
    if (accepted) {
        return *accepted == shown.fingerprint ? Trust::trusted : Trust::changed;
    }
    return shown.vouched ? Trust::trusted : Trust::unknown;
}

std::string words_of(Trust trust, const ServerCertificate& shown, const std::optional<std::string>& accepted) {
    switch (trust) {
        case Trust::trusted: break;
        case Trust::unknown:
            return "this server's certificate is not known here; its SHA-256 is " + shown.fingerprint +
                   ", which must be what `workspace-server certificate` prints there";
        case Trust::changed:
            return "THE SERVER'S CERTIFICATE HAS CHANGED: accepted here was " + accepted.value_or(std::string()) +
                   ", now it shows " + shown.fingerprint +
                   ". Somebody may be in between; nothing was sent. Ask who runs the server, and only if the "
                   "certificate was renewed, forget the old one: workspace-cli trust --forget";
    }
    return {};
}

}  // namespace workspace::host
