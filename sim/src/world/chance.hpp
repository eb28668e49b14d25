#pragma once

#include <cstdint>
#include <string_view>

#include "workspace/core/base/time.hpp"
#include "workspace/testing/fake_entropy.hpp"

namespace workspace::sim {

/// Randomness by name: each stream depends on the seed and its own name alone, so that a scenario from which a line was
/// taken away meets the same delays in what is left of it (the shrinker lives on that).
[[nodiscard]] inline std::uint64_t seed_of(std::uint64_t seed, std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325ULL ^ seed;
    for (const char c : name) {
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
    }
    return testing::FakeEntropy{hash}.next();
}

/// One stream.
class Chance : public testing::FakeEntropy {
public:
    Chance(std::uint64_t seed, std::string_view name) : FakeEntropy(seed_of(seed, name)) {}

    /// In [from, to].
    [[nodiscard]] std::int64_t between(std::int64_t from, std::int64_t to) {
        return from + static_cast<std::int64_t>(jitter(static_cast<std::uint64_t>(to - from) + 1));
    }
    [[nodiscard]] core::Duration between(core::Duration from, core::Duration to) {
        return core::Duration{between(from.count(), to.count())};
    }
    [[nodiscard]] bool one_in(std::uint64_t n) { return jitter(n) == 0; }
    template <class Container>
    [[nodiscard]] const auto& of(const Container& all) {
        return all[jitter(all.size())];
    }
};

}  // namespace workspace::sim
