#include "workspace/host/system_entropy.hpp"

#include <stdexcept>

#include <sodium.h>

namespace workspace::host {

void require_sodium() {
    if (sodium_init() < 0) {
        throw std::runtime_error("This system gives no random numbers (libsodium cannot start).");
    }
}

SystemEntropy::SystemEntropy() {
    require_sodium();
}

void SystemEntropy::secret(std::span<std::uint8_t> out) {
    randombytes_buf(out.data(), out.size());
}

std::uint64_t SystemEntropy::jitter(std::uint64_t bound) {
    std::uint64_t value = 0;
    randombytes_buf(&value, sizeof value);
    return value % bound;  // the bias is below 2^-40 for any bound that spreads things out
}

}  // namespace workspace::host
