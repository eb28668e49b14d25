#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "app/hub_driver.hpp"
#include "net/connection_places.hpp"
#include "net/tls_context.hpp"
#include "rest/router.hpp"

namespace workspace::server {

/// What HTTP connections lead to. Outlives them all.
struct HttpParts {
    HubDriver& driver;
    Router& router;
    const TlsContext& tls;
    bool allow_plain = false;  ///< for peers beyond this computer
};

/// Serves one accepted connection, TLS or plain by its first byte: requests go to the router, an upgrade at /ws becomes a
/// WebSocket connection. It owns itself.
void serve_http(boost::asio::ip::tcp::socket socket, ConnectionPlace place, const HttpParts& parts);

}  // namespace workspace::server
