#include "secret_hash.hpp"

#include <sodium.h>

namespace workspace::server {

std::array<std::uint8_t, 32> hash_of(const std::string& secret) {
    std::array<std::uint8_t, 32> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const std::uint8_t*>(secret.data()), secret.size(),
                       nullptr, 0);
    return hash;
}

}  // namespace workspace::server
