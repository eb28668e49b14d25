#include "live/fault_proxy.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

namespace workspace::sim {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using core::Duration;
using core::MonotonicTime;
using Error = boost::system::error_code;

/// As in the simulated world: nobody answers, and the operating system gives up.
constexpr Duration kConnectFailsAfter = core::seconds{3};
/// What a line holds; more waits at whoever sends it.
constexpr std::size_t kUnderWayMax = std::size_t{64} * 1024;

void close_with_reset(tcp::socket& socket) {
    Error ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

}  // namespace

/// One connection: two sockets, and a way between them in each direction.
///
///   open --end of stream--> ending --all arrived--> finished      dead: what is read is thrown away, and its end, too
///
/// It is over when both ways are finished.
class FaultProxy::Relay : public std::enable_shared_from_this<Relay> {
    /// A completion handler that does nothing once this is over.
    template <class Handler>
    auto step(Handler handler) {
        return [self = shared_from_this(), handler = std::move(handler)](const Error& error, const auto&... rest) {
            if (!self->over_) {
                handler(error, rest...);
            }
        };
    }
    template <class Work>
    void at(MonotonicTime time, Work work) {
        proxy_.ground_.at(time, [weak = weak_from_this(), work = std::move(work)] {
            const auto self = weak.lock();
            if (self && !self->over_) {
                work();
            }
        });
    }

public:
    Relay(FaultProxy& proxy, tcp::socket client)
        : proxy_(proxy), up_(std::move(client)), down_(tcp::socket(proxy.ground_.context)) {}

    void start() {
        if (proxy_.link_.dark()) {
            at(proxy_.ground_.now() + kConnectFailsAfter, [this] { drop(); });
            return;
        }
        const std::uint16_t port = proxy_.ground_.server_port();
        if (port == 0) {
            drop();
            return;
        }
        down_.from.async_connect({asio::ip::address_v4::loopback(), port}, step([this](const Error& error) {
                                     if (error) {
                                         drop();
                                         return;
                                     }
                                     Error ignored;
                                     up_.from.set_option(tcp::no_delay(true), ignored);
                                     down_.from.set_option(tcp::no_delay(true), ignored);
                                     read(up_);
                                     read(down_);
                                 }));
    }

    void cut() {
        end_of(up_);
        client_is_told();
    }

    void reset() {
        const bool server_hears = !up_.dead;
        darken(true, true);
        close_with_reset(up_.from);
        if (server_hears) {
            drop();
        }
    }

    void darken(bool up, bool down) {
        kill(up_, up);
        kill(down_, down);
    }

    void read_again() {
        write(down_);
        read(down_);
    }

    void drop() {
        if (!std::exchange(over_, true)) {
            close_with_reset(up_.from);
            close_with_reset(down_.from);
            proxy_.relays_.erase(shared_from_this());
        }
    }

private:
    /// One direction, from the socket that it reads.
    struct Way {
        explicit Way(tcp::socket socket) : from(std::move(socket)) {}
        tcp::socket from;
        std::array<char, 16384> buffer{};
        std::deque<std::string> arrived{};  ///< and not written yet
        std::size_t under_way = 0;          ///< bytes, with those that have arrived
        MonotonicTime last{};               ///< nothing arrives before what was sent before it
        MonotonicTime line_free{};
        bool reading = false;
        bool writing = false;
        bool ending = false;
        bool finished = false;
        bool dead = false;
    };

    [[nodiscard]] tcp::socket& target(const Way& way) { return &way == &up_ ? down_.from : up_.from; }

    [[nodiscard]] bool is_stalled(const Way& way) const { return &way == &down_ && proxy_.link_.stalled; }

    void read(Way& way) {
        const bool waits = !way.dead && (way.under_way > kUnderWayMax || is_stalled(way));
        if (over_ || way.reading || way.ending || waits) {
            return;
        }
        way.reading = true;
        way.from.async_read_some(asio::buffer(way.buffer), step([this, &way](const Error& error, std::size_t size) {
                                     way.reading = false;
                                     if (error) {
                                         end_of(way);
                                         return;
                                     }
                                     if (!way.dead && !way.ending) {
                                         way.under_way += size;
                                         send(way, std::string(way.buffer.data(), size));
                                     }
                                     read(way);
                                 }));
    }

    /// On its way: it arrives in its time, after what was sent before.
    void send(Way& way, std::string bytes) {
        const Link& link = proxy_.link_;
        const MonotonicTime now = proxy_.ground_.now();
        way.line_free = std::max(way.line_free, now);
        if (&way == &down_ && link.bytes_per_second > 0) {
            const auto size = static_cast<std::int64_t>(bytes.size());
            way.line_free = way.line_free + Duration{size * 1'000'000 / link.bytes_per_second};
        }
        way.last = std::max(way.last, way.line_free + proxy_.chance_.between(link.delay_min, link.delay_max));
        at(way.last, [this, &way, bytes = std::move(bytes)] {
            if (!way.dead) {
                way.arrived.push_back(bytes);
                write(way);
            }
        });
    }

    void write(Way& way) {
        if (way.writing || is_stalled(way)) {
            return;
        }
        if (way.arrived.empty()) {
            if (way.ending && way.under_way == 0) {
                Error ignored;
                target(way).shutdown(tcp::socket::shutdown_send, ignored);
                finish(way);
            }
            return;
        }
        way.writing = true;
        asio::async_write(target(way), asio::buffer(way.arrived.front()),
                          step([this, &way](const Error& error, std::size_t) {
                              way.writing = false;
                              if (way.dead) {
                                  return;
                              }
                              way.under_way -= way.arrived.front().size();
                              way.arrived.pop_front();
                              if (error) {
                                  kill(way, true);  // nobody takes it any more
                                  return;
                              }
                              write(way);
                              read(way);
                          }));
    }

    /// Whoever sends has said all. Behind a dark network nobody is told.
    void end_of(Way& way) {
        if (way.dead) {
            finish(way);
        } else if (!std::exchange(way.ending, true)) {
            at(way.last, [this, &way] { write(way); });
        }
    }

    /// By its own computer, so that no network has to carry it.
    void client_is_told() {
        if (down_.dead || is_stalled(down_)) {
            Error ignored;
            up_.from.close(ignored);
        } else {
            end_of(down_);
        }
    }

    void kill(Way& way, bool dead) {
        if (dead && !std::exchange(way.dead, true)) {
            way.under_way = 0;
            way.ending ? finish(way) : read(way);
        }
    }

    void finish(Way& way) {
        way.finished = true;
        if (up_.finished && down_.finished) {
            drop();
        }
    }

    FaultProxy& proxy_;
    Way up_;    ///< from the client
    Way down_;  ///< from the server
    bool over_ = false;
};

FaultProxy::FaultProxy(Ground ground, const Link& link, std::uint64_t seed)
    : ground_(std::move(ground)),
      link_(link),
      chance_(seed, "network"),
      acceptor_(ground_.context, {asio::ip::address_v4::loopback(), 0}) {
    accept();
}

FaultProxy::~FaultProxy() {
    for (const auto& relay : std::set(relays_)) {
        relay->drop();
    }
}

void FaultProxy::accept() {
    acceptor_.async_accept([this](const Error& error, tcp::socket socket) {
        if (error == asio::error::operation_aborted) {
            return;
        }
        if (!error) {
            const auto relay = std::make_shared<Relay>(*this, std::move(socket));
            relays_.insert(relay);
            relay->start();
        }
        accept();
    });
}

void FaultProxy::cut() {
    for (const auto& relay : std::set(relays_)) {
        relay->cut();
    }
}

void FaultProxy::reset() {
    for (const auto& relay : std::set(relays_)) {
        relay->reset();
    }
}

void FaultProxy::darken(bool up, bool down) {
    for (const auto& relay : std::set(relays_)) {
        relay->darken(up, down);
    }
}

void FaultProxy::read_again() {
    for (const auto& relay : std::set(relays_)) {
        relay->read_again();
    }
}

}  // namespace workspace::sim
