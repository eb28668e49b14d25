#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace workspace::server {

/// What systemd is told of this process (sd_notify(3)); nothing happens where no service manager listens.
namespace service_manager {

/// It serves; `status` is shown by `systemctl status`.
void ready(const std::string& status);
/// It reads its configuration again; ready() follows.
void reloading();
void stopping();
/// How often alive() must be called for the watchdog; none where there is no watchdog.
[[nodiscard]] std::optional<std::chrono::microseconds> watchdog_period();
void alive();

}  // namespace service_manager

}  // namespace workspace::server
