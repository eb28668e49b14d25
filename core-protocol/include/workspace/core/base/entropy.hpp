#pragma once

#include <cstdint>
#include <span>

namespace workspace::core {

/// Randomness, handed in. The two kinds never mix: secrets come from the operating system's generator in production,
/// jitter may come from anything; the simulator seeds both.
class Entropy {
public:
    virtual ~Entropy() = default;
    /// Fills `out` with bytes that no one can guess.
    virtual void secret(std::span<std::uint8_t> out) = 0;
    /// A number in [0, bound); bound > 0. For spreading things out, never for secrets.
    virtual std::uint64_t jitter(std::uint64_t bound) = 0;
};

template <class Id>
[[nodiscard]] Id draw_secret(Entropy& entropy) {
    Id id;
    entropy.secret(id.value);
    return id;
}

}  // namespace workspace::core
