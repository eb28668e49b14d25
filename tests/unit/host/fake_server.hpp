#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace workspace::testing {

/// A WebSocket server of one test, played by hand: each call blocks until it is done (the test's own time limit is the
/// limit). Frames go in and out as they are.
class FakeServer {
public:
    struct Options {
        std::string subprotocol = "workspace.v1";  ///< that it agrees to; empty: none
    };
    FakeServer();
    explicit FakeServer(Options options);
    ~FakeServer();
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;

    [[nodiscard]] std::string url() const;  ///< ws://127.0.0.1:PORT/ws
    /// Waits for the next connection; the one before is dropped.
    void accept();
    /// Takes the TCP connection and never says a word.
    void accept_silently();
    [[nodiscard]] const std::string& requested_path() const;
    void send(std::string_view text);
    void send_binary(std::string_view bytes);
    /// The next frame; none when the peer is gone.
    [[nodiscard]] std::optional<std::string> receive();
    void close(std::uint16_t code, std::string_view reason);
    void drop();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace workspace::testing
