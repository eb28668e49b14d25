#include "net/transport.hpp"

#include <sys/socket.h>
#include <array>
#include <cerrno>
#include <utility>

namespace workspace::server {

Transport::Transport(Socket socket) : socket_(std::move(socket)) {
    Error ignored;  // of a peer that has gone already
    socket_.non_blocking(true, ignored);
    socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
}

Transport::Error Transport::error_of(TlsStep step) {
    switch (step) {
        case TlsStep::done: return {};
        case TlsStep::closed: return boost::asio::error::eof;
        default: return boost::asio::error::connection_reset;
    }
}

Transport::Sent Transport::send(Outbox& outbox) {
    return tls_ ? send_encrypted(outbox) : send_plain(outbox);
}

Transport::Sent Transport::send_plain(Outbox& outbox) {
    std::array<iovec, Outbox::kGatherMax> pieces{};
    while (!outbox.empty()) {
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = outbox.gather(pieces);
        // not writev: that ends the process where the peer has gone (SIGPIPE)
        const auto put = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL);
        if (put > 0) {
            outbox.written(static_cast<std::size_t>(put));
        } else if (put < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            return Sent::blocked;
        } else if (put == 0 || errno != EINTR) {
            return Sent::broken;
        }
    }
    return Sent::all;
}

/// A record that the socket did not take is kept: OpenSSL wants the same bytes again, and the outbox may be shed.
Transport::Sent Transport::send_encrypted(Outbox& outbox) {
    while (!record_.empty() || !outbox.empty()) {
        if (record_.empty()) {
            record_ = outbox.take(kRecordBytesMax);
        }
        const auto progress = tls_->write(record_.data(), record_.size());
        if (progress.step == TlsStep::wait_write) {
            return Sent::blocked;
        }
        if (progress.step != TlsStep::done) {
            return Sent::broken;
        }
        record_.erase(0, progress.bytes);
    }
    record_ = {};  // an idle connection keeps no room for one
    return Sent::all;
}

void Transport::shut_down_send() {
    if (tls_ && record_.empty()) {
        tls_->say_end();
    }
    Error ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
}

void Transport::close() {
    Error ignored;
    socket_.close(ignored);
}

}  // namespace workspace::server
