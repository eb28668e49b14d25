#pragma once

#include <filesystem>
#include <optional>

#include "rest/http.hpp"
#include "workspace/core/base/bytes.hpp"

namespace workspace::server {

/// Who may read the metrics: whoever has the token of the file; where there is no file, this computer alone.
class MetricsAccess {
public:
    static constexpr std::size_t kTokenBytesMin = 16;

    MetricsAccess() = default;
    /// Throws Failure when the file cannot be read, is open to all, or holds too short a token.
    explicit MetricsAccess(const std::filesystem::path& token_file);
    [[nodiscard]] bool admits(const RestRequest& request) const;

private:
    std::optional<core::SecretText> token_;
};

}  // namespace workspace::server
