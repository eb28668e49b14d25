#pragma once

#include <algorithm>
#include <cstdint>

#include "workspace/core/base/time.hpp"

namespace workspace::core::hub {

/// A token bucket that is one number: the time at which it will be full again (the generic cell rate algorithm).
class TokenBucket {
public:
    /// True, and one token less, if there is one. `per_second` 0: always.
    [[nodiscard]] bool take(MonotonicTime now, std::uint32_t per_second, std::uint64_t burst) {
        if (per_second == 0) {
            return true;
        }
        const Duration step{std::max<std::int64_t>(1, 1'000'000 / per_second)};
        const MonotonicTime after = std::max(full_at_, now) + step;
        if (after - now > step * static_cast<std::int64_t>(std::max<std::uint64_t>(1, burst))) {
            return false;
        }
        full_at_ = after;
        return true;
    }

private:
    MonotonicTime full_at_{};
};

/// Refusals a connection may run up, in bursts, before it is closed for flooding.
inline constexpr std::uint64_t kFloodBursts = 4;

enum class RateVerdict : std::uint8_t { pass, refuse, flood };

/// What one connection may send: `messages_per_second` with `messages_burst`; what exceeds it is refused, and who goes
/// on far beyond it is closed.
class RateLimit {
public:
    [[nodiscard]] RateVerdict judge(MonotonicTime now, std::uint32_t per_second, std::uint32_t burst) {
        if (messages_.take(now, per_second, burst)) {
            return RateVerdict::pass;
        }
        return refusals_.take(now, per_second, burst * kFloodBursts) ? RateVerdict::refuse : RateVerdict::flood;
    }

private:
    TokenBucket messages_;
    TokenBucket refusals_;
};

}  // namespace workspace::core::hub
