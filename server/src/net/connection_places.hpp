#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>

namespace workspace::server {

/// How many connections there may be. Those that speak HTTP, or have not said what they speak, are few and cheap to come
/// by, so they have a bound of their own. No address has more than its share, so that one cannot keep the others out.
struct ConnectionBounds {
    std::size_t http = 1000;  ///< that are not WebSockets
    std::size_t http_per_address = 500;
    std::size_t per_address = 10'000;  ///< of both kinds
};

class ConnectionPlaces;

/// What one connection occupies until it is gone.
class ConnectionPlace {
public:
    ConnectionPlace(ConnectionPlace&&) = default;
    ConnectionPlace& operator=(ConnectionPlace&&) = delete;
    ~ConnectionPlace();
    /// It has become a WebSocket: the hub's own bounds hold from here on.
    void upgraded();

private:
    friend class ConnectionPlaces;
    struct Books;
    ConnectionPlace(std::shared_ptr<Books> books, boost::asio::ip::address address);
    std::shared_ptr<Books> books_;  ///< none: moved from
    boost::asio::ip::address address_;
    bool http_ = true;
};

/// Who is let in by the listener. Of an IPv6 address its first 64 bits count: one computer has them all.
class ConnectionPlaces {
public:
    explicit ConnectionPlaces(const ConnectionBounds& bounds);
    /// None when there is no room.
    [[nodiscard]] std::optional<ConnectionPlace> take(const boost::asio::ip::address& peer);

private:
    ConnectionBounds bounds_;
    std::shared_ptr<ConnectionPlace::Books> books_;
};

/// ::ffff:127.0.0.1 is 127.0.0.1.
[[nodiscard]] boost::asio::ip::address plain_address(const boost::asio::ip::address& peer);

}  // namespace workspace::server
