#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "net/connection_places.hpp"
#include "net/http_session.hpp"

namespace workspace::server {

/// The one port: lets in as many as may come (net/connection_places.hpp).
class Listener {
public:
    struct Options {
        std::string address = "127.0.0.1";
        std::uint16_t port = 4000;  ///< 0: any free one
        ConnectionBounds bounds;
    };
    /// Throws boost::system::system_error when the port cannot be had.
    Listener(boost::asio::io_context& io, const Options& options, const HttpParts& parts);
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
