#pragma once

#include <boost/beast/http/string_body.hpp>

#include "app/hub_driver.hpp"
#include "net/connection_places.hpp"
#include "net/transport.hpp"

namespace workspace::server {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// Takes over a connection whose HTTP request asks for the upgrade to WebSocket, and serves it until it is gone. The
/// connection owns itself. `address`: where the client is.
void serve_websocket(Transport transport, HttpRequest request, HubDriver& driver, ConnectionPlace place,
                     std::string address);

}  // namespace workspace::server
