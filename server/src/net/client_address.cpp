#include "client_address.hpp"

#include <algorithm>

namespace workspace::server {

std::string client_address(const boost::asio::ip::address& peer, std::string_view forwarded_for) {
    if (!peer.is_loopback()) {
        return peer.to_string();
    }
    auto last = forwarded_for.substr(forwarded_for.rfind(',') + 1);  // npos + 1 is 0
    last.remove_prefix(std::min(last.find_first_not_of(" \t"), last.size()));
    last = last.substr(0, last.find_last_not_of(" \t") + 1);
    boost::system::error_code failed;
    const auto said = boost::asio::ip::make_address(std::string(last), failed);
    return failed ? peer.to_string() : said.to_string();
}

}  // namespace workspace::server
