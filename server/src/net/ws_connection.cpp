#include "net/ws_connection.hpp"

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

/// A transport whose writes all go through one outbox, whoever makes them: frames of ours that are shared, and what Beast
/// writes (the handshake's answer, pongs, the close frame). So both can write and no two frames interleave.
class OutboxStream {
public:
    using executor_type = Transport::executor_type;

    explicit OutboxStream(Transport transport) : transport_(std::move(transport)) {}
    executor_type get_executor() { return transport_.get_executor(); }
    Transport& transport() { return transport_; }
    Outbox& outbox() { return outbox_; }
    const Outbox& outbox() const { return outbox_; }

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler) {
        transport_.async_read_some(buffers, std::forward<Handler>(handler));
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
                const auto executor = asio::get_associated_executor(completion, get_executor());
                transport_.socket().async_wait(
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
        if (waiting_ || !transport_.is_open()) {
            return;
        }
        if (transport_.send(outbox_) == Transport::Sent::blocked) {
            wait_until_writable();
        }  // where it is broken the reader will see that
    }

    /// Keeps whoever owns this alive while a wait is under way.
    void keep_alive_with(std::weak_ptr<void> owner) { owner_ = std::move(owner); }

private:
    void wait_until_writable() {
        waiting_ = true;
        transport_.socket().async_wait(tcp::socket::wait_write,
                                       [this, owner = owner_.lock()](boost::system::error_code failed) {
                                           waiting_ = false;
                                           if (!failed) {
                                               flush();
                                           }
                                       });
    }

    Transport transport_;
    Outbox outbox_;
    std::weak_ptr<void> owner_;
    bool waiting_ = false;
};

// Beast asks the next layer how to end; found by argument-dependent lookup.
[[maybe_unused]] void teardown(beast::role_type role, OutboxStream& stream, boost::system::error_code& failed) {
    websocket::teardown(role, stream.transport().socket(), failed);
}

template <class Handler>
void async_teardown(beast::role_type role, OutboxStream& stream, Handler&& handler) {
    stream.flush();
    stream.transport().shut_down_send();
    websocket::async_teardown(role, stream.transport().socket(), std::forward<Handler>(handler));
}

void beast_close_socket(OutboxStream& stream) {
    stream.transport().close();
}

/// Memory that a connection may keep for reading while it is idle.
constexpr std::size_t kIdleBufferBytes = 2048;
constexpr std::chrono::seconds kHandshakeWithin{10};

class WsConnection final : public Peer, public std::enable_shared_from_this<WsConnection> {
public:
    WsConnection(Transport transport, HubDriver& driver, ConnectionPlace place, std::string address)
        : stream_(std::move(transport)), driver_(driver), place_(std::move(place)), address_(std::move(address)) {}

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
    OutboxStream& layer() { return stream_.next_layer(); }

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
        layer().transport().close();
    }

    websocket::stream<OutboxStream, false> stream_;
    HubDriver& driver_;
    ConnectionPlace place_;
    std::string address_;
    beast::flat_buffer buffer_;
    std::optional<core::ConnectionId> id_;
    bool closing_ = false;
};

}  // namespace

void serve_websocket(Transport transport, HttpRequest request, HubDriver& driver, ConnectionPlace place,
                     std::string address) {
    std::make_shared<WsConnection>(std::move(transport), driver, std::move(place), std::move(address))
        ->start(std::move(request));
}

}  // namespace workspace::server
