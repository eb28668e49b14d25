#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

struct ssl_ctx_st;

namespace workspace::server {

enum class TlsVersion : std::uint8_t { v1_2, v1_3 };

/// Where certificate (with its chain) and key are: PEM; both may be in one file.
struct TlsFiles {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

/// What TLS connections are made with. A connection keeps what it was made with; reload() is for those to come.
/// I/O thread only.
class TlsContext {
public:
    /// Throws std::runtime_error, in words, when certificate or key cannot be used.
    TlsContext(TlsFiles files, TlsVersion at_least);

    [[nodiscard]] const std::shared_ptr<ssl_ctx_st>& current() const { return current_; }
    /// Of the certificate in use.
    [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }
    /// Reads the files again. Throws as the constructor does; then nothing has changed.
    void reload();

private:
    TlsFiles files_;
    TlsVersion at_least_;
    std::shared_ptr<ssl_ctx_st> current_;
    std::string fingerprint_;
};

}  // namespace workspace::server
