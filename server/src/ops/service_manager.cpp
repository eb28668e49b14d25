#include "ops/service_manager.hpp"

#include <systemd/sd-daemon.h>
#include <ctime>

namespace workspace::server::service_manager {

namespace {

void tell(const std::string& state) {
    ::sd_notify(0, state.c_str());
}

}  // namespace

void ready(const std::string& status) {
    tell("READY=1\nSTATUS=" + status);
}

void reloading() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const auto micros = now.tv_sec * 1'000'000LL + now.tv_nsec / 1000;
    tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(micros));
}

void stopping() {
    tell("STOPPING=1");
}

std::optional<std::chrono::microseconds> watchdog_period() {
    std::uint64_t within = 0;
    if (::sd_watchdog_enabled(0, &within) <= 0) {
        return {};
    }
    return std::chrono::microseconds(within / 3);
}

void alive() {
    tell("WATCHDOG=1");
}

}  // namespace workspace::server::service_manager
