#include "net/tls_session.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <new>

namespace workspace::server {

TlsSession::TlsSession(const std::shared_ptr<ssl_ctx_st>& context, int socket) : ssl_(SSL_new(context.get())) {
    if (!ssl_ || SSL_set_fd(ssl_.get(), socket) != 1) {
        throw std::bad_alloc();
    }
    SSL_set_accept_state(ssl_.get());
}

void TlsSession::Free::operator()(ssl_st* ssl) const {
    SSL_free(ssl);
}

TlsProgress TlsSession::judge(int result, std::size_t bytes) const {
    if (result > 0) {
        return {TlsStep::done, bytes};
    }
    switch (SSL_get_error(ssl_.get(), result)) {
        case SSL_ERROR_WANT_READ: return {TlsStep::wait_read, 0};
        case SSL_ERROR_WANT_WRITE: return {TlsStep::wait_write, 0};
        case SSL_ERROR_ZERO_RETURN: return {TlsStep::closed, 0};
        default: return {TlsStep::failed, 0};
    }
}

TlsProgress TlsSession::handshake() {
    ERR_clear_error();
    return judge(SSL_do_handshake(ssl_.get()), 0);
}

TlsProgress TlsSession::read(void* out, std::size_t most) {
    ERR_clear_error();
    std::size_t bytes = 0;
    const int result = SSL_read_ex(ssl_.get(), out, most, &bytes);
    return judge(result, bytes);
}

TlsProgress TlsSession::write(const void* bytes, std::size_t size) {
    ERR_clear_error();
    std::size_t put = 0;
    const int result = SSL_write_ex(ssl_.get(), bytes, size, &put);
    return judge(result, put);
}

bool TlsSession::has_pending() const {
    return SSL_has_pending(ssl_.get()) == 1;
}

void TlsSession::say_end() {
    ERR_clear_error();
    if (SSL_is_init_finished(ssl_.get()) == 1) {
        SSL_shutdown(ssl_.get());
    }
    ERR_clear_error();
}

}  // namespace workspace::server
