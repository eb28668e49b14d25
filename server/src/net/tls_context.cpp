#include "net/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <spdlog/spdlog.h>
#include <stdexcept>
#include <utility>

#include "net/certificate.hpp"

namespace workspace::server {

namespace {

[[noreturn]] void fail(const std::string& words) {
    std::string reason;
    if (const auto code = ERR_peek_error(); code != 0) {
        const char* text = ERR_reason_error_string(code);
        reason = text != nullptr ? std::string(" (") + text + ")" : "";
    }
    ERR_clear_error();
    throw std::runtime_error(words + reason + ".");
}

std::shared_ptr<SSL_CTX> context_of(const TlsFiles& files, TlsVersion at_least) {
    ERR_clear_error();
    std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    if (!context || SSL_CTX_set_min_proto_version(
                        context.get(), at_least == TlsVersion::v1_2 ? TLS1_2_VERSION : TLS1_3_VERSION) != 1) {
        fail("OpenSSL does not start");
    }
    SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                           SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);  // nothing outlives a connection
    SSL_CTX_set_num_tickets(context.get(), 0);
    // an idle connection gives its buffers back (32 KiB each way); a write may be tried again from another place
    SSL_CTX_set_mode(context.get(),
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    // a key that is encrypted is refused: OpenSSL would ask on the terminal, and the server would stand still
    SSL_CTX_set_default_passwd_cb(context.get(), [](char*, int, int, void*) { return -1; });
    if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate.c_str()) != 1) {
        fail("cannot use the certificate " + files.certificate.string());
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1) {
        fail("cannot use the key " + files.key.string() + " with the certificate " + files.certificate.string());
    }
    return context;
}

}  // namespace

TlsContext::TlsContext(TlsFiles files, TlsVersion at_least) : files_(std::move(files)), at_least_(at_least) {
    reload();
}

void TlsContext::reload() {
    auto context = context_of(files_, at_least_);
    const auto& certificate = *SSL_CTX_get0_certificate(context.get());
    if (has_ended(certificate)) {
        spdlog::warn("the certificate {} was good until {}: clients may refuse it", files_.certificate.string(),
                     end_of(certificate));
    }
    fingerprint_ = fingerprint_of(certificate);
    current_ = std::move(context);
}

}  // namespace workspace::server
