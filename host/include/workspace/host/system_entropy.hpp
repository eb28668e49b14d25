#pragma once

#include "workspace/core/base/entropy.hpp"

namespace workspace::host {

/// The operating system's generator, by libsodium.
class SystemEntropy final : public core::Entropy {
public:
    SystemEntropy();
    void secret(std::span<std::uint8_t> out) override;
    std::uint64_t jitter(std::uint64_t bound) override;
};

/// Makes libsodium ready; may be called any number of times, from any thread. Throws std::runtime_error.
void require_sodium();

}  // namespace workspace::host
