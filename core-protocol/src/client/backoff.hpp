#pragma once

#include <algorithm>

#include "workspace/core/base/entropy.hpp"
#include "workspace/core/base/time.hpp"

namespace workspace::core::client {

/// Delays that double from `first` to `most`, each drawn from its upper half, so that a crowd does not stay in step.
class Backoff {
public:
    Backoff(Duration first, Duration most) : first_(first), most_(most) {}

    void reset() { failures_ = 0; }
    /// True until the first delay was drawn.
    [[nodiscard]] bool fresh() const { return failures_ == 0; }
    [[nodiscard]] Duration next(Entropy& entropy) {
        // 2^20 first delays are far over any `most`; the shift stays defined whatever the number of failures.
        const Duration full = std::min(most_, first_ * (std::int64_t{1} << std::min(failures_, 20)));
        failures_ = std::min(failures_ + 1, 20);
        const auto half = static_cast<std::uint64_t>(full.count() / 2);
        return Duration{static_cast<std::int64_t>(half + entropy.jitter(half + 1))};
    }

private:
    Duration first_;
    Duration most_;
    int failures_ = 0;
};

}  // namespace workspace::core::client
