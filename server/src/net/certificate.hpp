#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

struct x509_st;

/// The certificate that clients know this server by. Errors are std::runtime_error, in words that name the file.
namespace workspace::server {

struct X509Free {
    void operator()(x509_st* certificate) const;
};
using Certificate = std::unique_ptr<x509_st, X509Free>;

/// The first certificate of a PEM file.
[[nodiscard]] Certificate read_certificate(const std::filesystem::path& file);

/// SHA-256 over the certificate, as `openssl x509 -fingerprint -sha256` prints it: pairs of digits with colons.
[[nodiscard]] std::string fingerprint_of(const x509_st& certificate);
[[nodiscard]] std::string pem_of(const x509_st& certificate);
/// "2036-11-28 10:00:00 GMT", as the certificate says it.
[[nodiscard]] std::string end_of(const x509_st& certificate);
[[nodiscard]] bool has_ended(const x509_st& certificate);

/// This computer's names and addresses, as far as it knows them.
[[nodiscard]] std::vector<std::string> own_names();

/// Makes a key (ECDSA P-256) and a certificate that it signs itself, good for ten years under `names` (DNS names or IP
/// addresses), and puts both into one file of mode 0600, at once or not at all.
void make_self_signed(const std::filesystem::path& file, const std::vector<std::string>& names);

}  // namespace workspace::server
