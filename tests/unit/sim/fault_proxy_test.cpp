#include "live/fault_proxy.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <thread>

#include <boost/asio/write.hpp>

namespace workspace::sim {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

/// What one end of a connection has heard.
struct End {
    explicit End(asio::io_context& context) : socket(context) {}
    tcp::socket socket;
    std::string heard;
    Error closed;

    void listen() {
        socket.async_read_some(asio::buffer(buffer_), [this](const Error& error, std::size_t size) {
            if (error) {
                closed = error;
                return;
            }
            heard.append(buffer_.data(), size);
            listen();
        });
    }
    void say(const std::string& text) { asio::write(socket, asio::buffer(text)); }

private:
    std::array<char, 4096> buffer_{};
};

/// A client, a server and the proxy between them, on this thread.
class FaultProxyTest : public ::testing::Test {
protected:
    FaultProxyTest() {
        link_.delay_min = link_.delay_max = {};
        acceptor_.async_accept(server_.socket, [this](const Error& error) {
            ASSERT_FALSE(error);
            server_.listen();
        });
    }
    void connect() {
        client_.socket.connect({asio::ip::address_v4::loopback(), proxy_.port()});
        client_.listen();
        client_.say("a");
        wait([this] { return server_.heard == "a"; });
    }
    /// Until it holds; fails after a minute.
    template <class Holds>
    void wait(Holds holds) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
        while (!holds() && std::chrono::steady_clock::now() < deadline) {
            turn();
        }
        ASSERT_TRUE(holds());
    }
    void turn() {
        while (agenda_.next() <= now()) {
            agenda_.take()();
        }
        context_.run_one_for(std::chrono::milliseconds{2});
    }
    /// What is under way from one end has been read by the proxy, as something that follows it on another way shows.
    void let_it_pass(End& from, End& to) {
        const std::size_t before = to.heard.size();
        from.say("!");
        wait([&] { return to.heard.size() > before; });
    }
    static core::MonotonicTime now() {
        return {std::chrono::duration_cast<core::Duration>(std::chrono::steady_clock::now().time_since_epoch())};
    }

    asio::io_context context_;
    Agenda agenda_;
    Link link_;
    tcp::acceptor acceptor_{context_, {asio::ip::address_v4::loopback(), 0}};
    std::uint16_t port_ = acceptor_.local_endpoint().port();
    End client_{context_};
    End server_{context_};
    FaultProxy proxy_{{.context = context_,
                       .now = [] { return now(); },
                       .at = [this](core::MonotonicTime at, Agenda::Work work) { agenda_.at(at, std::move(work)); },
                       .server_port = [this] { return port_; }},
                      link_,
                      1};
};

TEST_F(FaultProxyTest, CarriesBothWaysInOrderWhateverTheDelays) {
    link_.delay_max = core::milliseconds{3};
    connect();
    std::string all;
    for (int i = 0; i < 200; ++i) {
        const std::string text = std::to_string(i) + ' ';
        client_.say(text);
        all += text;
        turn();
    }
    wait([&] { return server_.heard.size() == 1 + all.size(); });
    EXPECT_EQ(server_.heard, "a" + all);
    server_.say("b");
    wait([&] { return client_.heard == "b"; });
}

TEST_F(FaultProxyTest, MoreThanALineHoldsComesThrough) {
    connect();
    const std::string much(1'000'000, 'x');
    asio::async_write(client_.socket, asio::buffer(much), [](const Error& error, std::size_t) { EXPECT_FALSE(error); });
    wait([&] { return server_.heard.size() == 1 + much.size(); });
}

TEST_F(FaultProxyTest, WhoGoesAwayIsNoticed) {
    connect();
    client_.say("bye");
    client_.socket.close();
    wait([&] { return !!server_.closed; });
    EXPECT_EQ(server_.heard, "abye");
    EXPECT_EQ(server_.closed, asio::error::eof);
}

TEST_F(FaultProxyTest, CutTellsBothEndsAfterWhatWasUnderWay) {
    connect();
    link_.delay_min = link_.delay_max = core::milliseconds{200};
    client_.say("under way");
    for (int i = 0; i < 5; ++i) {
        turn();
    }
    proxy_.cut();
    wait([&] { return client_.closed && server_.closed; });
    EXPECT_EQ(server_.heard, "aunder way");
    EXPECT_EQ(server_.closed, asio::error::eof);
}

TEST_F(FaultProxyTest, ResetTellsBothEndsAtOnce) {
    connect();
    link_.delay_min = link_.delay_max = core::seconds{100};
    client_.say("lost");
    for (int i = 0; i < 5; ++i) {
        turn();
    }
    proxy_.reset();
    wait([&] { return client_.closed && server_.closed; });
    EXPECT_EQ(server_.heard, "a");
    EXPECT_EQ(server_.closed, asio::error::connection_reset);
}

TEST_F(FaultProxyTest, HalfDarkNobodyIsTold) {
    connect();
    proxy_.darken(true, false);
    client_.say("into the void");
    let_it_pass(server_, client_);
    client_.socket.close();
    server_.say("still there?");
    for (int i = 0; i < 50; ++i) {
        turn();
    }
    EXPECT_EQ(server_.heard, "a");
    EXPECT_FALSE(server_.closed);
}

TEST_F(FaultProxyTest, ADarkClientIsToldOfACutAndTheServerIsNot) {
    connect();
    proxy_.darken(true, true);
    proxy_.cut();
    wait([&] { return !!client_.closed; });
    for (int i = 0; i < 50; ++i) {
        turn();
    }
    EXPECT_FALSE(server_.closed);
}

TEST_F(FaultProxyTest, WhoDoesNotReadIsNotServedAndThenIs) {
    connect();
    link_.stalled = true;
    server_.say("one");
    server_.say("two");
    for (int i = 0; i < 50; ++i) {
        turn();
    }
    EXPECT_EQ(client_.heard, "");
    link_.stalled = false;
    proxy_.read_again();
    wait([&] { return client_.heard == "onetwo"; });
}

TEST_F(FaultProxyTest, ANarrowLineTakesItsTime) {
    connect();
    link_.bytes_per_second = 10'000;
    const auto begin = std::chrono::steady_clock::now();
    server_.say(std::string(3000, 'x'));
    wait([&] { return client_.heard.size() == 3000; });
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds{290});
}

TEST_F(FaultProxyTest, WithoutAServerTheConnectionIsRefused) {
    port_ = 0;
    client_.socket.connect({asio::ip::address_v4::loopback(), proxy_.port()});
    client_.listen();
    wait([&] { return !!client_.closed; });
}

}  // namespace
}  // namespace workspace::sim
