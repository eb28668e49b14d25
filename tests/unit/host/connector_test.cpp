#include "workspace/host/connector.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include "fake_server.hpp"

namespace workspace::host {
namespace {

using testing::FakeServer;
using ::testing::HasSubstr;

/// A connector on a thread of its own, and what it reported.
class Line {
public:
    explicit Line(const std::string& url)
        : connector_(context_, parse_server_url(url),
                     {.judge = {},
                      .opened = [this] { note([this] { opened_ = true; }); },
                      .frame = [this](std::string_view text) { note([&] { frames_.emplace_back(text); }); },
                      .closed =
                          [this](std::optional<std::uint16_t> code, const std::string& reason) {
                              note([&] {
                                  ++closings_;
                                  code_ = code;
                                  reason_ = reason;
                              });
                          }}),
          thread_([this] { context_.run(); }) {}
    ~Line() {
        context_.stop();
        thread_.join();
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    void on_thread(std::function<void(Connector&)> action) {
        boost::asio::post(context_, [this, action = std::move(action)] { action(connector_); });
    }
    void open() {
        on_thread([](Connector& connector) { connector.open(); });
    }
    void send(std::string text) {
        on_thread([text = std::move(text)](Connector& connector) { connector.send(text); });
    }
    void close() {
        on_thread([](Connector& connector) { connector.close(); });
    }
    void wait_opened() {
        wait([this] { return opened_; });
    }
    std::vector<std::string> wait_frames(std::size_t count) {
        wait([&] { return frames_.size() >= count; });
        const std::scoped_lock lock(mutex_);
        return frames_;
    }
    int closings() {
        const std::scoped_lock lock(mutex_);
        return closings_;
    }
    struct End {
        std::optional<std::uint16_t> code;
        std::string reason;
    };
    End wait_closed(int times = 1) {
        wait([&] { return closings_ >= times; });
        const std::scoped_lock lock(mutex_);
        return {code_, reason_};
    }

private:
    template <class Change>
    void note(Change change) {
        {
            const std::scoped_lock lock(mutex_);
            change();
        }
        changed_.notify_all();
    }
    template <class Holds>
    void wait(Holds holds) {
        std::unique_lock lock(mutex_);
        ASSERT_TRUE(changed_.wait_for(lock, std::chrono::seconds{30}, holds));
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool opened_ = false;
    int closings_ = 0;
    std::vector<std::string> frames_;
    std::optional<std::uint16_t> code_;
    std::string reason_;
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
    Connector connector_;
    std::thread thread_;
};

TEST(Connector, CarriesFramesBothWays) {
    FakeServer server;
    Line line(server.url());
    line.open();
    server.accept();
    EXPECT_EQ(server.requested_path(), "/ws");
    line.wait_opened();
    server.send("one");
    server.send("two");
    EXPECT_EQ(line.wait_frames(2), (std::vector<std::string>{"one", "two"}));
    line.send("hello");
    EXPECT_EQ(server.receive(), "hello");
}

TEST(Connector, GathersWhatPilesUpWithinTheServersBounds) {
    FakeServer server;
    Line line(server.url());
    line.open();
    server.accept();
    line.wait_opened();
    constexpr int kTexts = 1000;
    line.on_thread([](Connector& connector) {
        for (int number = 0; number < kTexts; ++number) {
            connector.send("message " + std::to_string(number));
        }
    });
    int next = 0;
    int frames = 0;
    while (next < kTexts) {
        const auto frame = server.receive();
        ASSERT_TRUE(frame);
        ++frames;
        EXPECT_LE(frame->size(), core::kClientFrameBytesMax);
        std::size_t lines = 0;
        for (std::size_t at = 0; at <= frame->size(); ++lines) {
            const std::size_t end = std::min(frame->find('\n', at), frame->size());
            EXPECT_EQ(frame->substr(at, end - at), "message " + std::to_string(next++));
            at = end + 1;
        }
        EXPECT_LE(lines, core::kMessagesPerFrameMax);
    }
    EXPECT_LT(frames, 20) << "gathered, not one frame a message";
}

TEST(Connector, LongTextsStayApart) {
    FakeServer server;
    Line line(server.url());
    line.open();
    server.accept();
    line.wait_opened();
    const std::string text(core::kClientFrameBytesMax - 10, 'x');
    line.on_thread([text](Connector& connector) {
        connector.send("first");
        connector.send(text);
        connector.send(text);
    });
    EXPECT_EQ(server.receive(), "first");
    EXPECT_EQ(server.receive(), text);
    EXPECT_EQ(server.receive(), text);
}

TEST(Connector, SendsWhatIsQueuedBeforeItCloses) {
    FakeServer server;
    Line line(server.url());
    line.open();
    server.accept();
    line.wait_opened();
    line.on_thread([](Connector& connector) {
        connector.send("one");
        connector.send("bye");
        connector.close();
    });
    std::string all;
    while (const auto frame = server.receive()) {
        all += *frame + "\n";
    }
    EXPECT_EQ(all, "one\nbye\n");
    line.wait_closed();
}

TEST(Connector, ReportsThePeersCloseCode) {
    FakeServer server;
    Line line(server.url());
    line.open();
    server.accept();
    line.wait_opened();
    server.close(4001, "used elsewhere");
    const auto end = line.wait_closed();
    EXPECT_EQ(end.code, 4001);
    EXPECT_EQ(end.reason, "used elsewhere");
}

TEST(Connector, ReportsALostConnectionWithoutACode) {
    FakeServer server;
    Line line(server.url());
    line.open();
    server.accept();
    line.wait_opened();
    server.drop();
    const auto end = line.wait_closed();
    EXPECT_FALSE(end.code);
    EXPECT_THAT(end.reason, HasSubstr("connection was lost"));
}

TEST(Connector, ADeadPeerCannotHoldTheClose) {
    FakeServer server;
    Line line(server.url());
    line.open();
    server.accept();
    line.wait_opened();
    line.close();  // the server reads nothing, so it answers nothing
    line.wait_closed();
}

TEST(Connector, SaysWhenNobodyListens) {
    std::string url;
    {
        const FakeServer gone;
        url = gone.url();
    }
    Line line(url);
    line.open();
    EXPECT_THAT(line.wait_closed().reason, HasSubstr("cannot be reached"));
}

TEST(Connector, AServerOfAnotherKindIsRefused) {
    FakeServer server({.subprotocol = ""});
    Line line(server.url());
    line.open();
    server.accept();
    EXPECT_THAT(line.wait_closed().reason, HasSubstr("does not speak workspace.v1"));
}

TEST(Connector, WhatIsNotTextEndsIt) {
    FakeServer server;
    Line line(server.url());
    line.open();
    server.accept();
    line.wait_opened();
    server.send_binary("\x01\x02");
    EXPECT_THAT(line.wait_closed().reason, HasSubstr("not text"));
}

TEST(Connector, AFrameBeyondTheBoundEndsIt) {
    FakeServer server;
    Line line(server.url());
    line.open();
    server.accept();
    line.wait_opened();
    std::thread sender([&] {
        try {
            server.send(std::string(core::kServerFrameBytesMax + 1, 'x'));
            EXPECT_FALSE(server.receive()) << "nothing but the close";
        } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the client hangs up in the middle
        }
    });
    line.wait_closed();
    sender.join();
    line.on_thread([](Connector& connector) { connector.send("ignored"); });
    line.open();
    server.accept();
    server.send("still works");
    EXPECT_EQ(line.wait_frames(1).front(), "still works");
}

TEST(Connector, AServerThatDoesNotSpeakTlsIsNamedAsSuch) {
    FakeServer server;
    Line line("wss" + server.url().substr(2));
    line.open();
    EXPECT_ANY_THROW(server.accept());  // a ClientHello is no HTTP request
    server.drop();
    EXPECT_THAT(line.wait_closed().reason, HasSubstr("TLS"));
}

TEST(Connector, CloseWhileOpeningIsReportedOnce) {
    FakeServer server;
    Line line(server.url());
    line.open();
    server.accept_silently();
    line.close();
    line.wait_closed();
    line.close();
    line.open();
    server.accept();
    line.wait_opened();
    server.drop();
    line.wait_closed(2);
}

TEST(Connector, WhatIsDroppedIsNotReported) {
    FakeServer server;
    Line line(server.url());
    line.open();
    server.accept();
    line.wait_opened();
    line.on_thread([](Connector& connector) { connector.drop(); });
    EXPECT_EQ(server.receive(), std::nullopt);
    line.open();
    server.accept();
    server.send("again");
    EXPECT_EQ(line.wait_frames(1), std::vector<std::string>{"again"});
    EXPECT_EQ(line.closings(), 0);
}

TEST(Connector, OpensAgainAfterAnEnd) {
    FakeServer server;
    Line line(server.url());
    for (int round = 1; round <= 3; ++round) {
        line.open();
        server.accept();
        server.send("round");
        line.wait_frames(static_cast<std::size_t>(round));
        server.drop();
        line.wait_closed(round);
    }
}

}  // namespace
}  // namespace workspace::host
