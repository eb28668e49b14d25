#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>

#include "app/serve.hpp"

namespace workspace::server {

/// What a service manager asks of a server that serves: to read its configuration again (SIGHUP), and to show that its loop
/// still turns (the watchdog). I/O thread only.
class Upkeep {
public:
    /// `take` gets the fresh options and may throw: everything stays as it was then.
    Upkeep(boost::asio::io_context& io, std::function<ServeOptions()> reread,
           std::function<void(const ServeOptions&)> take);

private:
    void wait_for_hangup();
    void reload();
    void show_life(std::chrono::microseconds period);

    std::function<ServeOptions()> reread_;
    std::function<void(const ServeOptions&)> take_;
    boost::asio::signal_set hangups_;
    boost::asio::steady_timer watchdog_;
};

}  // namespace workspace::server
