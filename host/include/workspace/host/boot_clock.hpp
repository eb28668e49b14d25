#pragma once

#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "workspace/core/base/time.hpp"

namespace workspace::host {

/// Both clocks. The monotonic one counts the time in which the computer slept (CLOCK_BOOTTIME), so that a laptop that
/// wakes up knows at once that its link is old (S9).
[[nodiscard]] core::Now read_clock();

/// One timer on that clock (a timerfd, because Asio's own timers stand still while the computer sleeps).
class BootTimer {
public:
    BootTimer(boost::asio::io_context& context, std::function<void()> on_expired);
    ~BootTimer();
    BootTimer(const BootTimer&) = delete;
    BootTimer& operator=(const BootTimer&) = delete;

    /// Replaces what was armed. A time that has passed expires at once; `never` disarms.
    void arm(core::MonotonicTime at);

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace workspace::host
