#include "net/connection_places.hpp"

#include <algorithm>
#include <utility>

namespace workspace::server {

namespace ip = boost::asio::ip;

struct ConnectionPlace::Books {
    struct Share {
        std::size_t all = 0;
        std::size_t http = 0;
    };
    std::size_t http = 0;
    std::map<ip::address, Share> shares;  ///< of those who have a connection: no more than there are connections
};

ConnectionPlace::ConnectionPlace(std::shared_ptr<Books> books, ip::address address)
    : books_(std::move(books)), address_(std::move(address)) {
    ++books_->http;
    auto& share = books_->shares[address_];
    ++share.all;
    ++share.http;
}

ConnectionPlace::~ConnectionPlace() {
    if (books_) {
        upgraded();
        const auto share = books_->shares.find(address_);
        if (--share->second.all == 0) {
            books_->shares.erase(share);
        }
    }
}

void ConnectionPlace::upgraded() {
    if (std::exchange(http_, false)) {
        --books_->http;
        --books_->shares[address_].http;
    }
}

ip::address plain_address(const ip::address& peer) {
    return peer.is_v6() && peer.to_v6().is_v4_mapped() ? ip::make_address_v4(ip::v4_mapped, peer.to_v6()) : peer;
}

namespace {

ip::address counted_as(const ip::address& peer) {
    auto address = plain_address(peer);
    if (address.is_v4() || address.is_loopback()) {
        return address;
    }
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
    return ip::address_v6(bytes);
}

}  // namespace

ConnectionPlaces::ConnectionPlaces(const ConnectionBounds& bounds)
    : bounds_(bounds), books_(std::make_shared<ConnectionPlace::Books>()) {}

std::optional<ConnectionPlace> ConnectionPlaces::take(const ip::address& peer) {
    const auto address = counted_as(peer);
    const auto share = books_->shares.find(address);
    const bool full = books_->http >= bounds_.http ||
                      (share != books_->shares.end() &&
                       (share->second.http >= bounds_.http_per_address || share->second.all >= bounds_.per_address));
    return full ? std::nullopt : std::optional(ConnectionPlace(books_, address));
}

}  // namespace workspace::server
