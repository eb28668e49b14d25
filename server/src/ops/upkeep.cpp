#include "ops/upkeep.hpp"

#include <spdlog/spdlog.h>
#include <csignal>

#include "ops/service_manager.hpp"

namespace workspace::server {

namespace asio = boost::asio;

Upkeep::Upkeep(asio::io_context& io, std::function<ServeOptions()> reread,
               std::function<void(const ServeOptions&)> take)
    : reread_(std::move(reread)), take_(std::move(take)), hangups_(io), watchdog_(io) {
    if (reread_) {
        hangups_.add(SIGHUP);
        wait_for_hangup();
    }
    if (const auto period = service_manager::watchdog_period()) {
        show_life(*period);
    }
}

void Upkeep::wait_for_hangup() {
    hangups_.async_wait([this](boost::system::error_code cancelled, int) {
        if (!cancelled) {
            reload();
            wait_for_hangup();
        }
    });
}

void Upkeep::reload() {
    service_manager::reloading();
    try {
        take_(reread_());
        spdlog::info("the configuration was read again");
        service_manager::ready("the configuration was read again");
    } catch (const std::exception& error) {
        spdlog::error("everything stays as it was: {}", error.what());
        service_manager::ready("a reload failed; see the log");
    }
}

void Upkeep::show_life(std::chrono::microseconds period) {
    service_manager::alive();
    watchdog_.expires_after(period);
    watchdog_.async_wait([this, period](boost::system::error_code cancelled) {
        if (!cancelled) {
            show_life(period);
        }
    });
}

}  // namespace workspace::server
