#include "workspace/host/server_url.hpp"

#include <gtest/gtest.h>

#include "temporary_folder.hpp"

namespace workspace::host {
namespace {

TEST(ServerUrl, TakesAddressesApart) {
    const auto url = parse_server_url("ws://example.org:4000/chat/ws");
    EXPECT_EQ(url.scheme, "ws");
    EXPECT_EQ(url.host, "example.org");
    EXPECT_EQ(url.port, "4000");
    EXPECT_EQ(url.path, "/chat/ws");
    EXPECT_EQ(url.authority(), "example.org:4000");
    EXPECT_FALSE(url.encrypted());
}

TEST(ServerUrl, KnowsThePortsOfTheSchemesAndBracketsOfAddresses) {
    EXPECT_EQ(parse_server_url("http://a").port, "80");
    EXPECT_EQ(parse_server_url("wss://a/").port, "443");
    const auto url = parse_server_url("ws://[::1]:4000/ws");
    EXPECT_EQ(url.host, "::1");
    EXPECT_EQ(url.authority(), "[::1]:4000");
}

TEST(ServerUrl, KnowsWhatStaysOnThisComputer) {
    EXPECT_TRUE(parse_server_url("http://localhost:1").is_loopback());
    EXPECT_TRUE(parse_server_url("http://127.0.0.9:1").is_loopback());
    EXPECT_TRUE(parse_server_url("http://[::1]:1").is_loopback());
    EXPECT_FALSE(parse_server_url("http://10.0.0.1:1").is_loopback());
    EXPECT_FALSE(parse_server_url("http://localhost.evil.example:1").is_loopback());
}

TEST(ServerUrl, RefusesWhatIsNotAnAddress) {
    for (const auto* text :
         {"", "localhost:4000", "ftp://a", "http://", "http://a:0", "http://a:99999", "http://a:b", "http://a b",
          "http://u:p@host:1", "http://a\r\nX: y", "http://[::1", "http://[::1]4000", "http://a/x y"}) {
        EXPECT_NE(testing::words_thrown_by([&] { static_cast<void>(parse_server_url(text)); }), "") << text;
    }
}

TEST(ServerUrl, EitherAddressNamesBoth) {
    const Environment wanted{"http://127.0.0.1:4000", "ws://127.0.0.1:4000/ws"};
    for (const auto* text : {"http://127.0.0.1:4000", "http://127.0.0.1:4000/", "ws://127.0.0.1:4000",
                             "ws://127.0.0.1:4000/ws", "ws://127.0.0.1:4000/ws/"}) {
        EXPECT_EQ(environment_of(text), wanted) << text;
    }
    EXPECT_EQ(environment_of("wss://a/chat/ws/ws"), environment_of(environment_of("wss://a/chat/ws/ws").url));
    EXPECT_EQ(environment_of("https://a/chat/ws"), (Environment{"https://a:443/chat", "wss://a:443/chat/ws"}));
}

}  // namespace
}  // namespace workspace::host
