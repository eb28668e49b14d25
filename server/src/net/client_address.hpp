#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>

namespace workspace::server {

/// Where a request comes from. A proxy on this computer may say for whom it asks, in the last entry of `X-Forwarded-For`;
/// nobody else is believed.
[[nodiscard]] std::string client_address(const boost::asio::ip::address& peer, std::string_view forwarded_for);

}  // namespace workspace::server
