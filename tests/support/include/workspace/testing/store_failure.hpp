#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace workspace::testing {

/// Which of a world's store operations, counted from 1 in the order of their answers, are answered with StoreFailed.
struct StoreFailure {
    std::uint64_t operation = 0;  ///< 0: none
    bool and_all_after = false;   ///< as on a full disk

    [[nodiscard]] bool hits(std::uint64_t number) const {
        return operation != 0 && (and_all_after ? number >= operation : number == operation);
    }
};

/// Each of `operations` failing in turn, alone and with all that follow it. Where they are many, evenly spread samples
/// that together do not carry out many more than `bound` operations.
[[nodiscard]] inline std::vector<StoreFailure> each_failing(std::uint64_t operations, std::uint64_t bound) {
    constexpr std::uint64_t kMost = 60;
    constexpr std::uint64_t kAtLeast = 1;
    std::vector<StoreFailure> failures;
    if (operations == 0) {
        return failures;
    }
    const std::uint64_t affordable = std::clamp(bound / operations, kAtLeast, kMost);
    const std::uint64_t samples = std::min(operations, affordable);
    for (std::uint64_t i = 0; i < samples; ++i) {
        const std::uint64_t operation = 1 + (2 * i + 1) * operations / (2 * samples);
        failures.push_back({operation, false});
        failures.push_back({operation, true});
    }
    return failures;
}

}  // namespace workspace::testing
