#include "workspace/host/boot_clock.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <system_error>

#include <sys/timerfd.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace workspace::host {

core::Now read_clock() {
    timespec boot{};
    ::clock_gettime(CLOCK_BOOTTIME, &boot);
    const auto since_boot = std::chrono::seconds{boot.tv_sec} + std::chrono::nanoseconds{boot.tv_nsec};
    const auto wall = std::chrono::system_clock::now().time_since_epoch();
    return {.mono = {std::chrono::duration_cast<core::Duration>(since_boot)},
            .wall = {std::chrono::duration_cast<std::chrono::milliseconds>(wall).count()}};
}

struct BootTimer::Impl : std::enable_shared_from_this<Impl> {
    Impl(boost::asio::io_context& context, std::function<void()> expired)
        : descriptor(context), on_expired(std::move(expired)) {
        const int number = ::timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
        if (number < 0) {
            throw std::system_error(errno, std::generic_category(), "timerfd_create");
        }
        descriptor.assign(number);
    }

    void wait() {
        descriptor.async_read_some(boost::asio::buffer(&expirations, sizeof expirations),
                                   [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
                                       if (error || self->on_expired == nullptr) {
                                           return;
                                       }
                                       const auto expired = self->on_expired;  // may end this timer
                                       expired();
                                       if (self->on_expired != nullptr) {
                                           self->wait();
                                       }
                                   });
    }

    boost::asio::posix::stream_descriptor descriptor;
    std::function<void()> on_expired;
    std::uint64_t expirations = 0;
};

BootTimer::BootTimer(boost::asio::io_context& context, std::function<void()> on_expired)
    : impl_(std::make_shared<Impl>(context, std::move(on_expired))) {
    impl_->wait();
}

BootTimer::~BootTimer() {
    impl_->on_expired = nullptr;
    boost::system::error_code ignored;
    impl_->descriptor.close(ignored);
}

void BootTimer::arm(core::MonotonicTime at) {
    itimerspec wish{};
    if (at != core::MonotonicTime::never()) {
        // A timerfd of zero is disarmed: the earliest moment that can be named is one nanosecond after the boot.
        const auto since_boot = std::max(std::chrono::nanoseconds{1}, std::chrono::nanoseconds{at.since_origin});
        const auto whole = std::chrono::duration_cast<std::chrono::seconds>(since_boot);
        wish.it_value.tv_sec = whole.count();
        wish.it_value.tv_nsec = (since_boot - whole).count();
    }
    if (::timerfd_settime(impl_->descriptor.native_handle(), TFD_TIMER_ABSTIME, &wish, nullptr) != 0) {
        throw std::system_error(errno, std::generic_category(), "timerfd_settime");
    }
}

}  // namespace workspace::host
