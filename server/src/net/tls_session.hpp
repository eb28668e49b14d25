#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

struct ssl_st;
struct ssl_ctx_st;

namespace workspace::server {

/// What one step came to: it is done, or tried again when the socket can be read or written, or never.
enum class TlsStep : std::uint8_t { done, wait_read, wait_write, closed, failed };

struct TlsProgress {
    TlsStep step = TlsStep::failed;
    std::size_t bytes = 0;
};

/// The server's end of TLS on one non-blocking socket, which stays its owner's. No step waits, and each one says what
/// it would wait for; so it goes where a bare write would go (net/transport.hpp).
class TlsSession {
public:
    TlsSession(const std::shared_ptr<ssl_ctx_st>& context, int socket);

    [[nodiscard]] TlsProgress handshake();
    [[nodiscard]] TlsProgress read(void* out, std::size_t most);
    /// After wait_write the same bytes must be given again.
    [[nodiscard]] TlsProgress write(const void* bytes, std::size_t size);
    /// Whether something was taken from the socket that read() has not looked at.
    [[nodiscard]] bool has_pending() const;
    /// Says that nothing more comes, if that can be said without waiting.
    void say_end();

private:
    [[nodiscard]] TlsProgress judge(int result, std::size_t bytes) const;

    struct Free {
        void operator()(ssl_st* ssl) const;
    };
    std::unique_ptr<ssl_st, Free> ssl_;
};

}  // namespace workspace::server
