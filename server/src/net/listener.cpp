#include "net/listener.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace workspace::server {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

constexpr std::chrono::milliseconds kPauseWithoutDescriptors{100};
constexpr std::chrono::seconds kQuietAboutFloods{60};

}  // namespace

struct Listener::Impl : std::enable_shared_from_this<Listener::Impl> {
    Impl(asio::io_context& io, const Options& options, const HttpParts& leads_to)
        : acceptor(io), pause(io), places(options.bounds), parts(leads_to) {
        const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
        acceptor.open(endpoint.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        acceptor.bind(endpoint);
        acceptor.listen(4096);
    }

    void accept() {
        acceptor.async_accept([self = shared_from_this()](boost::system::error_code failed, tcp::socket socket) {
            self->accepted(failed, std::move(socket));
        });
    }

    void accepted(boost::system::error_code failed, tcp::socket socket) {
        if (failed == asio::error::operation_aborted) {
            return;
        }
        if (failed) {
            spdlog::warn("cannot accept a connection: {}", failed.message());
            pause.expires_after(kPauseWithoutDescriptors);
            pause.async_wait([self = shared_from_this()](boost::system::error_code stopped) {
                if (!stopped) {
                    self->accept();
                }
            });
            return;
        }
        boost::system::error_code gone;
        const auto peer = socket.remote_endpoint(gone);
        if (auto place = gone ? std::nullopt : places.take(peer.address())) {
            serve_http(std::move(socket), std::move(*place), parts);
        } else if (!gone) {
            turn_away(peer.address());  // it closes: more than can be looked after are already there
        }
        accept();
    }

    /// Said now and then only: a flood must not fill the log as well.
    void turn_away(const asio::ip::address& peer) {
        ++turned_away;
        const auto now = std::chrono::steady_clock::now();
        if (now >= quiet_until) {
            spdlog::warn("too many connections: {} turned away, the last from {}", turned_away, peer.to_string());
            turned_away = 0;
            quiet_until = now + kQuietAboutFloods;
        }
    }

    tcp::acceptor acceptor;
    asio::steady_timer pause;
    ConnectionPlaces places;
    HttpParts parts;
    std::size_t turned_away = 0;  ///< since that was last said
    std::chrono::steady_clock::time_point quiet_until;
};

Listener::Listener(asio::io_context& io, const Options& options, const HttpParts& parts)
    : impl_(std::make_shared<Impl>(io, options, parts)) {
    impl_->accept();
}

Listener::~Listener() {
    stop();
}

std::uint16_t Listener::port() const {
    return impl_->acceptor.local_endpoint().port();
}

void Listener::stop() {
    boost::system::error_code ignored;
    impl_->acceptor.close(ignored);
    impl_->pause.cancel();
}

}  // namespace workspace::server
