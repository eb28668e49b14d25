#pragma once

#include <cstdint>
#include <span>

#include "workspace/core/base/entropy.hpp"

namespace workspace::testing {

/// The same numbers in each run (splitmix64).
class SeededEntropy final : public core::Entropy {
public:
    explicit SeededEntropy(std::uint64_t seed) : state_(seed) {}

    void secret(std::span<std::uint8_t> out) override {
        for (std::uint8_t& byte : out) {
            byte = static_cast<std::uint8_t>(next() >> 56);
        }
    }
    std::uint64_t jitter(std::uint64_t bound) override { return next() % bound; }

    [[nodiscard]] std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        return mixed ^ (mixed >> 31);
    }
    /// True in `of` of `in` draws.
    [[nodiscard]] bool chance(std::uint64_t of, std::uint64_t in) { return next() % in < of; }

private:
    std::uint64_t state_;
};

}  // namespace workspace::testing
