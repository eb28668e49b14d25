#pragma once

#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "workspace/host/server_trust.hpp"
#include "workspace/host/server_url.hpp"

namespace workspace::host {

/// What this computer's TLS connections are made with. Certificates are looked at after the handshake (server_trust.hpp).
[[nodiscard]] boost::asio::ssl::context make_tls_context();

/// A TCP socket, under TLS where the address asks for it, as one type: Beast is compiled for it once.
class TlsStream {
public:
    using Socket = boost::asio::ip::tcp::socket;
    using executor_type = Socket::executor_type;

    TlsStream(boost::asio::io_context& io, boost::asio::ssl::context& tls, bool encrypted)
        : stream_(io, tls), encrypted_(encrypted) {}

    [[nodiscard]] executor_type get_executor() { return stream_.get_executor(); }
    [[nodiscard]] Socket& socket() { return stream_.next_layer(); }

    /// Asks for `server` by name, and notes whether its certificate fits that name.
    template <class Handler>
    void async_handshake(const ServerUrl& server, Handler&& handler) {
        expect(server);
        stream_.async_handshake(boost::asio::ssl::stream_base::client, std::forward<Handler>(handler));
    }
    /// After the handshake.
    [[nodiscard]] ServerCertificate certificate();

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler) {
        encrypted_ ? stream_.async_read_some(buffers, std::forward<Handler>(handler))
                   : socket().async_read_some(buffers, std::forward<Handler>(handler));
    }
    template <class Buffers, class Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
        encrypted_ ? stream_.async_write_some(buffers, std::forward<Handler>(handler))
                   : socket().async_write_some(buffers, std::forward<Handler>(handler));
    }

private:
    void expect(const ServerUrl& server);

    boost::asio::ssl::stream<Socket> stream_;
    bool encrypted_;
};

}  // namespace workspace::host
