#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "app/hub_driver.hpp"
#include "rest/router.hpp"

namespace workspace::server {

/// The one port: HTTP requests go to the router, upgrades at /ws become WebSocket connections.
class Listener {
public:
    struct Options {
        std::string address = "127.0.0.1";
        std::uint16_t port = 4000;            ///< 0: any free one
        std::size_t http_connections = 1000;  ///< that have not become WebSockets
    };
    /// Throws boost::system::system_error when the port cannot be had.
    Listener(boost::asio::io_context& io, const Options& options, HubDriver& driver, Router& router);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    void stop();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace workspace::server
