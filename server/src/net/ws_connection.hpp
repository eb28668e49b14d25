#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/string_body.hpp>

#include "app/hub_driver.hpp"

namespace workspace::server {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// Takes over a socket whose HTTP request asks for the upgrade to WebSocket, and serves it until it is gone. The
/// connection owns itself. `address`: where the client is.
void serve_websocket(boost::asio::ip::tcp::socket socket, HttpRequest request, std::string address, HubDriver& driver);

}  // namespace workspace::server
