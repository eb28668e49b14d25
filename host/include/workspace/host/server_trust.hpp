#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "workspace/host/server_url.hpp"

/// Which servers may be told a secret: trust on first use. A certificate that an authority vouches for is good; any other
/// a person looks at once, by its fingerprint, and from then on the server must show that one.
namespace workspace::host {

/// What a server showed of itself under TLS.
struct ServerCertificate {
    std::string fingerprint;  ///< SHA-256, pairs of upper-case digits with colons
    bool vouched = false;     ///< by an authority that this computer trusts, for the name that was asked for
};

/// `text` as a fingerprint is written here, from any case, with or without colons; none when it is not 32 bytes.
[[nodiscard]] std::optional<std::string> parse_fingerprint(std::string_view text);

/// The certificates that were accepted here: DIR/trusted-servers, mode 0600, lines of `host:port fingerprint`.
/// Errors are std::runtime_error, in words that name the file.
class TrustedServers {
public:
    explicit TrustedServers(const std::filesystem::path& data_dir);

    [[nodiscard]] std::optional<std::string> find(const ServerUrl& server) const;
    void remember(const ServerUrl& server, const std::string& fingerprint);
    /// Whether there was anything to forget.
    bool forget(const ServerUrl& server);

private:
    [[nodiscard]] std::map<std::string, std::string> read() const;
    void write(const std::map<std::string, std::string>& pins) const;

    std::filesystem::path file_;
};

enum class Trust : std::uint8_t {
    trusted,
    unknown,  ///< nobody vouches for it, and no person has accepted it
    changed   ///< another one than was accepted: a stop, whoever vouches for it
};
[[nodiscard]] Trust judge(const ServerCertificate& shown, const std::optional<std::string>& accepted);

/// What stopped a connection.
struct UntrustedCertificate {
    Trust why = Trust::unknown;  ///< not `trusted`
    ServerCertificate shown;
    std::optional<std::string> accepted;
};

/// Why a connection does not go on, with the fingerprints to compare; empty for `trusted`.
[[nodiscard]] std::string words_of(Trust trust, const ServerCertificate& shown,
                                   const std::optional<std::string>& accepted);

}  // namespace workspace::host
