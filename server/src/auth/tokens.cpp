#include "tokens.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>
#include <boost/json.hpp>
#include <fstream>
#include <stdexcept>
#include <vector>

namespace workspace::server {
namespace json = boost::json;

namespace {

constexpr std::string_view kHeader = R"({"alg":"EdDSA","typ":"JWT"})";
constexpr std::size_t kTokenMax = 2048;

std::string to_base64(std::string_view bytes) {
    std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    out.resize(out.find('\0'));
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr,
                          &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
        return std::nullopt;
    }
    out.resize(size);
    return out;
}

const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::optional<AccessClaims> claims_from(const std::string& payload) {
    boost::system::error_code failed;
    const auto value = json::parse(payload, failed);
    const auto* object = failed ? nullptr : value.if_object();
    if (object == nullptr) {
        return std::nullopt;
    }
    AccessClaims claims;
    const auto* kind = object->if_contains("kind");
    const auto* sid = object->if_contains("sid");
    if (kind == nullptr || !kind->is_string() || sid == nullptr || !sid->is_string()) {
        return std::nullopt;
    }
    if (kind->as_string() != "ws" && kind->as_string() != "rest") {
        return std::nullopt;
    }
    claims.kind = kind->as_string() == "ws" ? AccessClaims::Kind::ws : AccessClaims::Kind::rest;
    const auto session = core::SessionId::from_hex(std::string_view(sid->as_string()));
    const auto number = [&](const char* name) {
        const auto* field = object->if_contains(name);
        return field != nullptr && field->is_int64() ? field->as_int64() : std::int64_t{-1};
    };
    if (!session || number("sub") < 1 || number("exp") < 0 || number("ep") < 0) {
        return std::nullopt;
    }
    claims.session = *session;
    claims.account = {number("sub")};
    claims.epoch = {number("ep")};
    claims.expires = number("exp");
    return claims;
}

}  // namespace

TokenSigner::TokenSigner(const std::filesystem::path& key_file) {
    std::array<unsigned char, crypto_sign_SEEDBYTES> seed{};
    const int made = ::open(key_file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made >= 0) {
        randombytes_buf(seed.data(), seed.size());
        const auto put = ::write(made, seed.data(), seed.size());
        const bool durable = ::fsync(made) == 0;
        ::close(made);
        if (put != static_cast<ssize_t>(seed.size()) || !durable) {
            ::unlink(key_file.c_str());
            throw std::runtime_error("cannot write " + key_file.string() + ": is the disk full?");
        }
    } else {
        std::ifstream file(key_file, std::ios::binary);
        file.read(reinterpret_cast<char*>(seed.data()), static_cast<std::streamsize>(seed.size()));
        if (!file) {
            throw std::runtime_error("cannot read the key " + key_file.string() +
                                     ". Restore it from a backup, or remove it: REST sessions log in again then.");
        }
    }
    crypto_sign_seed_keypair(public_.data(), secret_.data(), seed.data());
    sodium_memzero(seed.data(), seed.size());
}

std::string TokenSigner::sign(const AccessClaims& claims) const {
    const json::object payload{{"sub", claims.account.value},
                               {"sid", claims.session.hex()},
                               {"ep", claims.epoch.value},
                               {"kind", claims.kind == AccessClaims::Kind::ws ? "ws" : "rest"},
                               {"exp", claims.expires}};
    std::string token = to_base64(kHeader) + "." + to_base64(json::serialize(payload));
    std::array<unsigned char, crypto_sign_BYTES> signature{};
    crypto_sign_detached(signature.data(), nullptr, raw(token), token.size(), secret_.data());
    return token + "." + to_base64({reinterpret_cast<const char*>(signature.data()), signature.size()});
}

std::optional<AccessClaims> TokenSigner::check(std::string_view token, core::WallTime now) const {
    static const std::string header = to_base64(kHeader) + ".";
    const auto dot = token.rfind('.');
    if (token.size() > kTokenMax || dot == std::string_view::npos || !token.starts_with(header) ||
        dot < header.size()) {
        return std::nullopt;
    }
    const auto signature = from_base64(token.substr(dot + 1));
    const auto signed_part = token.substr(0, dot);
    if (!signature || signature->size() != crypto_sign_BYTES ||
        crypto_sign_verify_detached(raw(*signature), raw(signed_part), signed_part.size(), public_.data()) != 0) {
        return std::nullopt;
    }
    const auto payload = from_base64(signed_part.substr(header.size()));
    auto claims = payload ? claims_from(*payload) : std::nullopt;
    return claims && claims->expires > now.ms / 1000 ? claims : std::nullopt;
}

namespace {

template <std::size_t Bytes>
std::string random_text(const char* prefix) {
    std::array<char, Bytes> random{};
    randombytes_buf(random.data(), random.size());
    return prefix + to_base64({random.data(), random.size()});
}

}  // namespace

std::string make_api_token() {
    return random_text<32>("wst_");
}

std::string make_invitation_code() {
    return random_text<16>("wsi_");
}

}  // namespace workspace::server
