#include "net/certificate.hpp"

#include <fcntl.h>
#include <ifaddrs.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace workspace::server {

namespace {

constexpr long kGoodForDays = 3650;
/// Clocks differ: good from the day before.
constexpr long kGoodSinceDays = -1;
constexpr std::size_t kCommonNameMax = 64;  // X.520

struct Free {
    void operator()(BIO* it) const { BIO_free(it); }
    void operator()(EVP_PKEY* it) const { EVP_PKEY_free(it); }
    void operator()(X509_EXTENSION* it) const { X509_EXTENSION_free(it); }
    void operator()(ifaddrs* it) const { ::freeifaddrs(it); }
};
template <class T>
using Held = std::unique_ptr<T, Free>;

[[noreturn]] void fail(const std::string& words, const std::filesystem::path& file) {
    throw std::runtime_error(words + " " + file.string() + (errno != 0 ? ": " : "") +
                             (errno != 0 ? std::generic_category().message(errno) : "") + ".");
}

void require(bool worked) {
    if (!worked) {
        throw std::runtime_error("OpenSSL could not make a certificate.");
    }
}

std::string text_in(BIO& memory) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(&memory, &data);
    return {data, static_cast<std::size_t>(size)};
}

bool is_address(const std::string& name) {
    boost::system::error_code failed;
    static_cast<void>(boost::asio::ip::make_address(name, failed));
    return !failed;
}

void add_extension(X509& certificate, int kind, const std::string& value) {
    const Held<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
    require(extension && X509_add_ext(&certificate, extension.get(), -1) == 1);
}

void name_it(X509& certificate, const std::vector<std::string>& names) {
    auto* subject = X509_get_subject_name(&certificate);
    const std::string common = names.front().substr(0, kCommonNameMax);
    require(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                       reinterpret_cast<const unsigned char*>(common.data()),
                                       static_cast<int>(common.size()), -1, 0) == 1 &&
            X509_set_issuer_name(&certificate, subject) == 1);
    std::string alternatives;
    for (const auto& name : names) {
        alternatives += (alternatives.empty() ? "" : ",") + std::string(is_address(name) ? "IP:" : "DNS:") + name;
    }
    add_extension(certificate, NID_subject_alt_name, alternatives);
}

Certificate self_signed(EVP_PKEY& key, const std::vector<std::string>& names) {
    Certificate certificate(X509_new());
    std::array<unsigned char, 16> serial{};
    require(certificate && RAND_bytes(serial.data(), serial.size()) == 1);
    serial[0] = (serial[0] & 0x7f) | 0x40;  // positive, and always as long
    BIGNUM* number = BN_bin2bn(serial.data(), serial.size(), nullptr);
    require(number != nullptr && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get())) != nullptr);
    BN_free(number);
    require(X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
            X509_time_adj_ex(X509_getm_notBefore(certificate.get()), kGoodSinceDays, 0, nullptr) != nullptr &&
            X509_time_adj_ex(X509_getm_notAfter(certificate.get()), kGoodForDays, 0, nullptr) != nullptr &&
            X509_set_pubkey(certificate.get(), &key) == 1);
    name_it(*certificate, names);
    add_extension(*certificate, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(*certificate, NID_key_usage, "critical,digitalSignature");
    add_extension(*certificate, NID_ext_key_usage, "serverAuth");
    require(X509_sign(certificate.get(), &key, EVP_sha256()) > 0);
    return certificate;
}

/// Opens, writes, syncs, closes.
bool put(const std::filesystem::path& path, int flags, std::string_view text) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
    const bool written =
        descriptor >= 0 &&
        (text.empty() || ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size())) &&
        ::fsync(descriptor) == 0;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    return written;
}

/// Only its owner may read it; never half a file under the name, and there after a power cut.
void write_private(const std::filesystem::path& file, const std::string& text) {
    const std::string draft = file.string() + ".new";
    ::unlink(draft.c_str());
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    if (!put(draft, O_WRONLY | O_CREAT | O_EXCL, text) || ::rename(draft.c_str(), file.c_str()) != 0 ||
        !put(folder, O_RDONLY | O_DIRECTORY, {})) {
        fail("cannot write", file);
    }
}

}  // namespace

void X509Free::operator()(x509_st* certificate) const {
    X509_free(certificate);
}

Certificate read_certificate(const std::filesystem::path& file) {
    errno = 0;
    const Held<BIO> opened(BIO_new_file(file.c_str(), "r"));
    if (!opened) {
        fail("cannot read the certificate", file);
    }
    Certificate certificate(PEM_read_bio_X509(opened.get(), nullptr, nullptr, nullptr));
    if (!certificate) {
        throw std::runtime_error(file.string() + " holds no certificate in PEM form.");
    }
    return certificate;
}

std::string fingerprint_of(const x509_st& certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    require(X509_digest(&certificate, EVP_sha256(), digest.data(), &size) == 1);
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        text.append(i == 0 ? "" : ":").append(1, kDigits[digest[i] >> 4U]).append(1, kDigits[digest[i] & 0xfU]);
    }
    return text;
}

std::string pem_of(const x509_st& certificate) {
    const Held<BIO> memory(BIO_new(BIO_s_mem()));
    require(memory && PEM_write_bio_X509(memory.get(), &certificate) == 1);
    return text_in(*memory);
}

std::string end_of(const x509_st& certificate) {
    const Held<BIO> memory(BIO_new(BIO_s_mem()));
    require(memory && ASN1_TIME_print_ex(memory.get(), X509_get0_notAfter(&certificate), ASN1_DTFLGS_ISO8601) == 1);
    return text_in(*memory);
}

bool has_ended(const x509_st& certificate) {
    return X509_cmp_current_time(X509_get0_notAfter(&certificate)) < 0;
}

std::vector<std::string> own_names() {
    std::array<char, 256> host{};
    std::vector<std::string> names;
    if (::gethostname(host.data(), host.size() - 1) == 0 && host[0] != '\0') {
        names.emplace_back(host.data());
    }
    names.insert(names.end(), {"localhost", "127.0.0.1", "::1"});
    ifaddrs* found = nullptr;
    const Held<ifaddrs> all(::getifaddrs(&found) == 0 ? found : nullptr);
    for (const auto* each = all.get(); each != nullptr; each = each->ifa_next) {
        std::array<char, INET6_ADDRSTRLEN> text{};
        const auto* address = each->ifa_addr;
        if (address != nullptr && address->sa_family == AF_INET) {
            ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text.data(), text.size());
        } else if (address != nullptr && address->sa_family == AF_INET6) {
            const auto& v6 = reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
            if (!IN6_IS_ADDR_LINKLOCAL(&v6)) {
                ::inet_ntop(AF_INET6, &v6, text.data(), text.size());
            }
        }
        if (text[0] != '\0' && std::find(names.begin(), names.end(), text.data()) == names.end()) {
            names.emplace_back(text.data());
        }
    }
    return names;
}

void make_self_signed(const std::filesystem::path& file, const std::vector<std::string>& names) {
    const Held<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const Held<BIO> memory(BIO_new(BIO_s_mem()));
    require(key && memory);
    const auto certificate = self_signed(*key, names);
    require(PEM_write_bio_PKCS8PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
            PEM_write_bio_X509(memory.get(), certificate.get()) == 1);
    std::string both = text_in(*memory);
    write_private(file, both);
    OPENSSL_cleanse(both.data(), both.size());
}

}  // namespace workspace::server
