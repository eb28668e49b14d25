#include "net/ws_connection.hpp"

#include <sys/socket.h>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <optional>

#include "net/outbox.hpp"
#include "workspace/core/base/limits.hpp"
#include "workspace/core/wire/messages.hpp"

namespace workspace::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = asio::ip::tcp;

namespace {

/// A socket whose writes all go through one outbox, whoever makes them: frames of ours that are shared, and what Beast
/// writes (the handshake's answer, pongs, the close frame). So both can write and no two frames interleave.
class OutboxSocket {
public:
    using executor_type = tcp::socket::executor_type;

    explicit OutboxSocket(tcp::socket socket) : socket_(std::move(socket)) {
        socket_.non_blocking(true);
        socket_.set_option(tcp::no_delay(true));
    }
    executor_type get_executor() { return socket_.get_executor(); }
    tcp::socket& socket() { return socket_; }
    Outbox& outbox() { return outbox_; }
    const Outbox& outbox() const { return outbox_; }

    template <class Buffers, class Handler>
    auto async_read_some(const Buffers& buffers, Handler&& handler) {
        return socket_.async_read_some(buffers, std::forward<Handler>(handler));
    }

    /// Beast's own writes. Done when the socket takes bytes again, so that a peer who sends pings and reads nothing
    /// makes Beast wait and not the outbox grow.
    template <class Buffers, class Handler>
    auto async_write_some(const Buffers& buffers, Handler&& handler) {
        return asio::async_initiate<Handler, void(boost::system::error_code, std::size_t)>(
            [this](auto&& completion, const Buffers& bytes) {
                auto piece = std::make_shared<std::string>(beast::buffers_to_string(bytes));
                const std::size_t size = piece->size();
                outbox_.push(std::move(piece), false);
                flush();
                const auto executor = asio::get_associated_executor(completion, socket_.get_executor());
                socket_.async_wait(
                    tcp::socket::wait_write,
                    asio::bind_executor(executor, [size, done = std::forward<decltype(completion)>(completion)](
                                                      boost::system::error_code failed) mutable {
                        done(failed, failed ? std::size_t{0} : size);
                    }));
            },
            handler, buffers);
    }

    /// Writes what it can without waiting; the rest when the socket is ready.
    void flush() {
        if (waiting_ || !socket_.is_open()) {
            return;
        }
        std::array<iovec, Outbox::kGatherMax> pieces{};
        while (!outbox_.empty()) {
            msghdr message{};
            message.msg_iov = pieces.data();
            message.msg_iovlen = outbox_.gather(pieces);
            // not writev: that ends the process where the peer has gone (SIGPIPE)
            const auto put = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL);
            if (put > 0) {
                outbox_.written(static_cast<std::size_t>(put));
            } else if (put < 0 && errno == EINTR) {
                continue;
            } else if (put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
                return wait_until_writable();
            } else {
                return;  // the reader will see that the socket is broken
            }
        }
    }

    /// Keeps whoever owns this alive while a wait is under way.
    void keep_alive_with(std::weak_ptr<void> owner) { owner_ = std::move(owner); }

private:
    void wait_until_writable() {
        waiting_ = true;
        socket_.async_wait(tcp::socket::wait_write, [this, owner = owner_.lock()](boost::system::error_code failed) {
            waiting_ = false;
            if (!failed) {
                flush();
            }
        });
    }

    tcp::socket socket_;
    Outbox outbox_;
    std::weak_ptr<void> owner_;
    bool waiting_ = false;
};

// Beast asks the next layer how to end; found by argument-dependent lookup.
[[maybe_unused]] void teardown(beast::role_type role, OutboxSocket& stream, boost::system::error_code& failed) {
    websocket::teardown(role, stream.socket(), failed);
}

template <class Handler>
void async_teardown(beast::role_type role, OutboxSocket& stream, Handler&& handler) {
    stream.flush();
    websocket::async_teardown(role, stream.socket(), std::forward<Handler>(handler));
}

void beast_close_socket(OutboxSocket& stream) {
    boost::system::error_code ignored;
    stream.socket().close(ignored);
}

/// Memory that a connection may keep for reading while it is idle.
constexpr std::size_t kIdleBufferBytes = 2048;
constexpr std::chrono::seconds kHandshakeWithin{10};

class WsConnection final : public Peer, public std::enable_shared_from_this<WsConnection> {
public:
    WsConnection(tcp::socket socket, std::string address, HubDriver& driver)
        : stream_(std::move(socket)), address_(std::move(address)), driver_(driver) {}

    void start(HttpRequest request) {
        stream_.next_layer().keep_alive_with(weak_from_this());
        stream_.read_message_max(core::kClientFrameBytesMax);
        stream_.set_option(websocket::stream_base::timeout{kHandshakeWithin, websocket::stream_base::none(),
                                                           /*keep_alive_pings=*/false});
        stream_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) {
            response.set(beast::http::field::sec_websocket_protocol, core::wire::kSubprotocol);
        }));
        const auto held = std::make_shared<HttpRequest>(std::move(request));
        stream_.async_accept(*held, [self = shared_from_this(), held](boost::system::error_code failed) {
            if (!failed) {
                self->id_ = self->driver_.connected(self, std::move(self->address_));
                self->read();
            }
        });
    }

    void push(const SharedFrame& frame, bool sheddable) override { layer().outbox().push(frame, sheddable); }
    std::size_t queued() const override { return stream_.next_layer().outbox().bytes(); }
    void shed() override { layer().outbox().shed(); }
    void flush() override { layer().flush(); }
    void close(core::CloseCode code) override {
        if (!closing_) {
            closing_ = true;
            stream_.async_close(websocket::close_reason(static_cast<std::uint16_t>(code)),
                                [self = shared_from_this()](boost::system::error_code) { self->gone(); });
        }
    }

private:
    OutboxSocket& layer() { return stream_.next_layer(); }

    void read() {
        stream_.async_read(buffer_, [self = shared_from_this()](boost::system::error_code failed, std::size_t) {
            self->arrived(failed);
        });
    }

    void arrived(boost::system::error_code failed) {
        if (failed || !id_) {
            return gone();
        }
        if (stream_.got_text()) {
            const auto data = buffer_.data();
            driver_.frame(*id_, {static_cast<const char*>(data.data()), data.size()});
        } else {
            driver_.violated(*id_, core::CloseCode::not_text);
        }
        buffer_.consume(buffer_.size());
        if (buffer_.capacity() > kIdleBufferBytes) {
            buffer_.shrink_to_fit();
        }
        read();
    }

    void gone() {
        if (id_) {
            driver_.disconnected(*std::exchange(id_, std::nullopt));
        }
        boost::system::error_code ignored;
        layer().socket().close(ignored);
    }

    websocket::stream<OutboxSocket, false> stream_;
    std::string address_;
    HubDriver& driver_;
    beast::flat_buffer buffer_;
    std::optional<core::ConnectionId> id_;
    bool closing_ = false;
};

}  // namespace

void serve_websocket(tcp::socket socket, HttpRequest request, std::string address, HubDriver& driver) {
    std::make_shared<WsConnection>(std::move(socket), std::move(address), driver)->start(std::move(request));
}

}  // namespace workspace::server
