#pragma once

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "net/outbox.hpp"
#include "net/tls_session.hpp"

namespace workspace::server {

/// One accepted TCP connection, plain or under TLS, as one type: an asynchronous stream for Beast, and a way past it for
/// frames that are shared. It is moved only while nothing is under way; whoever owns it is kept alive by the handlers.
class Transport {
public:
    using Socket = boost::asio::ip::tcp::socket;
    using Error = boost::system::error_code;
    using executor_type = Socket::executor_type;

    explicit Transport(Socket socket);

    [[nodiscard]] executor_type get_executor() { return socket_.get_executor(); }
    [[nodiscard]] Socket& socket() { return socket_; }
    [[nodiscard]] bool is_open() const { return socket_.is_open(); }
    [[nodiscard]] bool encrypted() const { return tls_ != nullptr; }

    /// `handler(failed, first)`: the peer's first byte, which stays unread.
    template <class Handler>
    void async_peek(Handler handler) {
        const auto first = std::make_shared<char>();
        socket_.async_receive(
            boost::asio::buffer(first.get(), 1), Socket::message_peek,
            [first, handler = std::move(handler)](Error failed, std::size_t) mutable { handler(failed, *first); });
    }

    /// `handler(failed)`: from then on everything goes through TLS.
    template <class Handler>
    void async_handshake(const std::shared_ptr<ssl_ctx_st>& context, Handler&& handler) {
        tls_ = std::make_unique<TlsSession>(context, socket_.native_handle());
        boost::asio::async_compose<std::remove_reference_t<Handler>, void(Error)>(
            [this](auto& self, Error failed = {}) {
                if (failed) {
                    return self.complete(failed);
                }
                const auto progress = tls_->handshake();
                if (!wait(progress.step, self)) {
                    self.complete(error_of(progress.step));
                }
            },
            handler, socket_);
    }

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler) {
        if (!tls_) {
            socket_.async_read_some(buffers, std::forward<Handler>(handler));
            return;
        }
        boost::asio::async_compose<std::remove_reference_t<Handler>, void(Error, std::size_t)>(
            [this, room = first_of(buffers), begun = false](auto& self, Error failed = {}) mutable {
                if (failed) {
                    return self.complete(failed, 0);
                }
                if (!std::exchange(begun, true)) {  // never done before the caller has returned
                    return tls_->has_pending() ? boost::asio::post(get_executor(), std::move(self))
                                               : socket_.async_wait(Socket::wait_read, std::move(self));
                }
                const auto progress = tls_->read(room.data(), room.size());
                if (!wait(progress.step, self)) {
                    self.complete(error_of(progress.step), progress.bytes);
                }
            },
            handler, socket_);
    }

    template <class Buffers, class Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
        if (!tls_) {
            socket_.async_write_some(buffers, std::forward<Handler>(handler));
            return;
        }
        record_.resize(std::min(boost::asio::buffer_size(buffers), kRecordBytesMax));
        boost::asio::buffer_copy(boost::asio::buffer(record_), buffers);
        boost::asio::async_compose<std::remove_reference_t<Handler>, void(Error, std::size_t)>(
            [this, begun = false](auto& self, Error failed = {}) mutable {
                if (failed) {
                    return self.complete(failed, 0);
                }
                if (!std::exchange(begun, true)) {
                    return socket_.async_wait(Socket::wait_write, std::move(self));
                }
                const auto progress = tls_->write(record_.data(), record_.size());
                if (!wait(progress.step, self)) {
                    record_ = {};
                    self.complete(error_of(progress.step), progress.bytes);
                }
            },
            handler, socket_);
    }

    enum class Sent : std::uint8_t { all, blocked, broken };
    /// Writes what can be written without waiting. Not to be mixed with async_write_some.
    [[nodiscard]] Sent send(Outbox& outbox);

    /// Nothing more is written.
    void shut_down_send();
    void close();

private:
    static constexpr std::size_t kRecordBytesMax = 16 * 1024;  // of one TLS record (RFC 8446, 5.1)

    /// The first piece of the buffers that is not empty: who gets less than it asked for asks again.
    template <class Buffers>
    static boost::asio::mutable_buffer first_of(const Buffers& buffers) {
        const auto end = boost::asio::buffer_sequence_end(buffers);
        for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end; ++at) {
            if (const boost::asio::mutable_buffer piece(*at); piece.size() > 0) {
                return piece;
            }
        }
        return {};
    }
    template <class Self>
    bool wait(TlsStep step, Self& self) {
        if (step == TlsStep::wait_read) {
            socket_.async_wait(Socket::wait_read, std::move(self));
        } else if (step == TlsStep::wait_write) {
            socket_.async_wait(Socket::wait_write, std::move(self));
        }
        return step == TlsStep::wait_read || step == TlsStep::wait_write;
    }
    [[nodiscard]] static Error error_of(TlsStep step);
    [[nodiscard]] Sent send_plain(Outbox& outbox);
    [[nodiscard]] Sent send_encrypted(Outbox& outbox);

    Socket socket_;
    std::unique_ptr<TlsSession> tls_;  ///< none: plain
    std::string record_;               ///< being written, and not yet taken by the socket
};

}  // namespace workspace::server
