#include "net/client_address.hpp"

#include <gtest/gtest.h>

namespace workspace::server {
namespace {

std::string from(const char* peer, const char* forwarded_for) {
    return client_address(boost::asio::ip::make_address(peer), forwarded_for);
}

TEST(ClientAddress, OnlyAProxyOnThisComputerIsBelieved) {
    EXPECT_EQ(from("192.0.2.1", ""), "192.0.2.1");
    EXPECT_EQ(from("192.0.2.1", "203.0.113.9"), "192.0.2.1");
    EXPECT_EQ(from("127.0.0.1", ""), "127.0.0.1");
    EXPECT_EQ(from("127.0.0.1", "203.0.113.9"), "203.0.113.9");
    EXPECT_EQ(from("::1", "2001:db8::7"), "2001:db8::7");
}

TEST(ClientAddress, TheLastEntryIsTheProxysOwn) {
    EXPECT_EQ(from("127.0.0.1", "198.51.100.1, 203.0.113.9 "), "203.0.113.9");
    EXPECT_EQ(from("127.0.0.1", "203.0.113.9,"), "127.0.0.1");
    EXPECT_EQ(from("127.0.0.1", "unknown"), "127.0.0.1");
    EXPECT_EQ(from("127.0.0.1", "  "), "127.0.0.1");
}

}  // namespace
}  // namespace workspace::server
