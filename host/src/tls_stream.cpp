#include "tls_stream.hpp"

#include <array>
#include <memory>
#include <stdexcept>
#include <string>

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <boost/asio/ip/address.hpp>

namespace workspace::host {
namespace {

struct Free {
    void operator()(X509* it) const { X509_free(it); }
};

std::string fingerprint_of(const X509& certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (X509_digest(&certificate, EVP_sha256(), digest.data(), &size) != 1) {
        throw std::runtime_error("OpenSSL cannot hash a certificate");
    }
    constexpr std::string_view kHexDigits = "0123456789ABCDEF";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        text.append(1, kHexDigits[digest[i] >> 4U]).append(1, kHexDigits[digest[i] & 0xfU]);
    }
    return parse_fingerprint(text).value_or(std::string());
}

}  // namespace

boost::asio::ssl::context make_tls_context() {
    boost::asio::ssl::context context(boost::asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    boost::system::error_code ignored;  // without authorities none can vouch
    context.set_default_verify_paths(ignored);
    // the handshake goes on whatever is found; OpenSSL keeps the finding for certificate()
    context.set_verify_mode(boost::asio::ssl::verify_none);
    return context;
}

void TlsStream::expect(const ServerUrl& server) {
    SSL* ssl = stream_.native_handle();
    boost::system::error_code not_an_address;
    static_cast<void>(boost::asio::ip::make_address(server.host, not_an_address));
    auto name = server.host;
    const bool worked =
        not_an_address
            // what the macro SSL_set_tlsext_host_name does, without its old-style cast
            ? SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1 &&
                  SSL_set1_host(ssl, name.c_str()) == 1
            : X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name.c_str()) == 1;
    if (!worked) {
        throw std::runtime_error("OpenSSL cannot ask for " + server.host);
    }
}

ServerCertificate TlsStream::certificate() {
    SSL* ssl = stream_.native_handle();
    const std::unique_ptr<X509, Free> shown(SSL_get1_peer_certificate(ssl));
    if (!shown) {
        return {};
    }
    return {.fingerprint = fingerprint_of(*shown), .vouched = SSL_get_verify_result(ssl) == X509_V_OK};
}

}  // namespace workspace::host
