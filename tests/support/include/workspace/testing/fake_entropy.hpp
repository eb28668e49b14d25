#pragma once

#include <cstdint>
#include <span>

#include "workspace/core/base/entropy.hpp"

namespace workspace::testing {

/// Both kinds of randomness from one seed (splitmix64): the same seed gives the same run on every machine.
class FakeEntropy : public core::Entropy {
public:
    explicit FakeEntropy(std::uint64_t seed) : state_(seed) {}

    void secret(std::span<std::uint8_t> out) override {
        for (std::uint8_t& byte : out) {
            byte = static_cast<std::uint8_t>(next() >> 56);
        }
    }
    std::uint64_t jitter(std::uint64_t bound) override { return next() % bound; }

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }

private:
    std::uint64_t state_;
};

}  // namespace workspace::testing
