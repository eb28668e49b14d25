#include "net/connection_places.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace workspace::server {
namespace {

using boost::asio::ip::make_address;

constexpr ConnectionBounds kBounds{.http = 4, .http_per_address = 2, .per_address = 3};

TEST(ConnectionPlaces, OneAddressHasItsShareAndNoMore) {
    ConnectionPlaces places(kBounds);
    std::vector<ConnectionPlace> held;
    for (int i = 0; i < 2; ++i) {
        auto place = places.take(make_address("192.0.2.1"));
        ASSERT_TRUE(place);
        held.push_back(std::move(*place));
    }
    EXPECT_FALSE(places.take(make_address("192.0.2.1")));
    EXPECT_TRUE(places.take(make_address("192.0.2.2")));
    held.clear();
    EXPECT_TRUE(places.take(make_address("192.0.2.1")));
}

TEST(ConnectionPlaces, AWebSocketCountsForItsAddressAndNotAmongHttp) {
    ConnectionPlaces places(kBounds);
    std::vector<ConnectionPlace> held;
    for (int i = 0; i < 3; ++i) {
        auto place = places.take(make_address("192.0.2.1"));
        ASSERT_TRUE(place) << i;
        place->upgraded();
        place->upgraded();  // said twice it counts once
        held.push_back(std::move(*place));
    }
    EXPECT_FALSE(places.take(make_address("192.0.2.1")));
    held.pop_back();
    EXPECT_TRUE(places.take(make_address("192.0.2.1")));
}

TEST(ConnectionPlaces, AllTogetherHaveTheirBound) {
    ConnectionPlaces places(kBounds);
    std::vector<ConnectionPlace> held;
    for (const auto* address : {"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"}) {
        auto place = places.take(make_address(address));
        ASSERT_TRUE(place);
        held.push_back(std::move(*place));
    }
    EXPECT_FALSE(places.take(make_address("192.0.2.5")));
    held.front().upgraded();
    EXPECT_TRUE(places.take(make_address("192.0.2.5")));
}

TEST(ConnectionPlaces, AMovedPlaceIsGivenBackOnce) {
    ConnectionPlaces places({.http = 1, .http_per_address = 1, .per_address = 1});
    {
        auto first = places.take(make_address("::1"));
        ASSERT_TRUE(first);
        const ConnectionPlace second = std::move(*first);
        EXPECT_FALSE(places.take(make_address("::1")));
    }
    EXPECT_TRUE(places.take(make_address("::1")));
}

TEST(ConnectionPlaces, AComputerIsItsIPv6NetworkAndAMappedAddressIsTheOneInIt) {
    ConnectionPlaces places({.http = 9, .http_per_address = 1, .per_address = 1});
    const auto first = places.take(make_address("2001:db8::1"));
    EXPECT_FALSE(places.take(make_address("2001:db8::2:3")));
    EXPECT_TRUE(places.take(make_address("2001:db8:0:1::1")));
    const auto mapped = places.take(make_address("::ffff:192.0.2.1"));
    EXPECT_FALSE(places.take(make_address("192.0.2.1")));
    EXPECT_TRUE(plain_address(make_address("::ffff:127.0.0.1")).is_loopback());
}

}  // namespace
}  // namespace workspace::server
