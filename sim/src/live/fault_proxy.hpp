#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "world/agenda.hpp"
#include "world/chance.hpp"
#include "world/program.hpp"

namespace workspace::sim {

/// One program's network: a TCP relay on loopback between it and the server, as good or as bad as a Link says. Delays,
/// bandwidth and who does not read are looked at as they are now; what breaks what is connected is told.
///
/// TCP neither reorders nor doubles, and so does it. It runs on the context's thread.
class FaultProxy {
public:
    /// What it runs on.
    struct Ground {
        boost::asio::io_context& context;
        std::function<core::MonotonicTime()> now;
        std::function<void(core::MonotonicTime, Agenda::Work)> at;
        std::function<std::uint16_t()> server_port;  ///< 0 while there is no server
    };
    FaultProxy(Ground ground, const Link& link, std::uint64_t seed);
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    /// Both ends are told, after what was under way; an end behind a dark network is not.
    void cut();
    /// The same, and what was under way is lost.
    void reset();
    /// What is connected stays dead that way.
    void darken(bool up, bool down);
    void read_again();

private:
    class Relay;
    void accept();

    Ground ground_;
    const Link& link_;
    Chance chance_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::set<std::shared_ptr<Relay>> relays_;
};

}  // namespace workspace::sim
