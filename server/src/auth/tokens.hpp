#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"

namespace workspace::server {

/// What an access token says. Good for `kind` ws: while the binding stands; for `rest`: while the session's row does.
struct AccessClaims {
    enum class Kind : std::uint8_t { ws, rest };
    Kind kind{};
    core::AccountId account;
    core::SessionId session;
    core::Epoch epoch;         ///< of the binding; 0 for rest
    std::int64_t expires = 0;  ///< seconds since 1970
};

inline constexpr std::int64_t kWsTokenSeconds = 600;
inline constexpr std::int64_t kRestTokenSeconds = 12 * 3600;

/// Signs and checks JSON web tokens (EdDSA). One key, one header; any other header is refused.
class TokenSigner {
public:
    /// Reads the key, or makes it (mode 0600). Throws std::runtime_error, in words.
    explicit TokenSigner(const std::filesystem::path& key_file);

    [[nodiscard]] std::string sign(const AccessClaims& claims) const;
    /// None for what we did not sign, or what has expired.
    [[nodiscard]] std::optional<AccessClaims> check(std::string_view token, core::WallTime now) const;

private:
    std::array<unsigned char, 32> public_{};
    std::array<unsigned char, 64> secret_{};
};

/// A new API token: "wst_" and 43 characters. Shown once, stored as a hash.
[[nodiscard]] std::string make_api_token();
/// A new code of an invitation or for a new password: "wsi_" and 22 characters, 128 random bits.
[[nodiscard]] std::string make_invitation_code();

}  // namespace workspace::server
