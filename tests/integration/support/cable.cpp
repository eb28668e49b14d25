#include "support/cable.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace workspace::testing {
namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

/// Closes with a reset, as a pulled plug that somebody notices does.
void reset(int socket) {
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    ::close(socket);
}

/// Latencies are measured through this relay: it must not gather.
void send_at_once(int socket) {
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

}  // namespace

/// Two sockets and what is on its way between them.
struct Cable::Relay {
    std::array<int, 2> sockets{};
    std::array<std::string, 2> waiting;  ///< [i]: to be written to sockets[i]
    bool frozen = false;

    /// Moves what can be moved; false when an end is gone.
    bool move(int from, short events) {
        const auto to = static_cast<std::size_t>(1 - from);
        if ((events & (POLLIN | POLLHUP | POLLERR)) != 0) {
            std::array<char, 65536> buffer{};
            const ssize_t got =
                ::recv(sockets[static_cast<std::size_t>(from)], buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
                return false;
            }
            if (got > 0) {
                waiting[to].append(buffer.data(), static_cast<std::size_t>(got));
            }
        }
        return flush(to);
    }

    bool flush(std::size_t to) {
        if (waiting[to].empty()) {
            return true;
        }
        const ssize_t put = ::send(sockets[to], waiting[to].data(), waiting[to].size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (put < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        waiting[to].erase(0, static_cast<std::size_t>(put));
        return true;
    }
};

Cable::Cable(int server_port) : server_port_(server_port) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 128) != 0 ||
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0 ||
        ::pipe2(wake_, O_CLOEXEC | O_NONBLOCK) != 0) {
        throw std::runtime_error("the test's relay cannot listen");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

Cable::~Cable() {
    stop_ = true;
    mend();
    thread_.join();
    for (const auto& relay : relays_) {
        reset(relay->sockets[0]);
        reset(relay->sockets[1]);
    }
    ::close(listener_);
    ::close(wake_[0]);
    ::close(wake_[1]);
}

void Cable::cut() {
    wanted_ = State::cut;
    std::ignore = ::write(wake_[1], "c", 1);
}

void Cable::freeze() {
    wanted_ = State::frozen;
    std::ignore = ::write(wake_[1], "f", 1);
}

void Cable::mend() {
    wanted_ = State::whole;
    std::ignore = ::write(wake_[1], "m", 1);
}

bool Cable::accept_one() {
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) {
        return false;
    }
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto address = loopback(server_port_);
    send_at_once(client);
    send_at_once(server);
    if (wanted_ == State::cut || ::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        reset(client);
        reset(server);
        return false;
    }
    auto relay = std::make_unique<Relay>();
    relay->sockets = {client, server};
    relay->frozen = wanted_ == State::frozen;
    relays_.insert(std::move(relay));
    return true;
}

void Cable::serve() {
    while (!stop_) {
        std::vector<pollfd> polls{{.fd = wake_[0], .events = POLLIN, .revents = 0},
                                  {.fd = listener_, .events = POLLIN, .revents = 0}};
        std::vector<Relay*> owners;
        for (const auto& relay : relays_) {
            relay->frozen = relay->frozen || wanted_ == State::frozen;
            if (relay->frozen) {
                continue;  // nobody reads, nobody answers, nobody closes
            }
            owners.push_back(relay.get());
            for (std::size_t end = 0; end < 2; ++end) {
                const bool full = relay->waiting[end].empty();
                polls.push_back({.fd = relay->sockets[end],
                                 .events = static_cast<short>(full ? POLLIN : POLLIN | POLLOUT),
                                 .revents = 0});
            }
        }
        ::poll(polls.data(), polls.size(), -1);
        if (polls[0].revents != 0) {
            std::array<char, 64> drained{};
            std::ignore = ::read(wake_[0], drained.data(), drained.size());
        }
        std::set<const Relay*> gone;
        for (std::size_t i = 0; i < owners.size(); ++i) {
            bool alive = wanted_ != State::cut;
            for (int end = 0; end < 2 && alive; ++end) {
                const auto& poll = polls[2 + 2 * i + static_cast<std::size_t>(end)];
                alive = poll.revents == 0 || owners[i]->move(end, poll.revents);
                alive = alive && owners[i]->flush(static_cast<std::size_t>(end));
            }
            if (!alive) {
                gone.insert(owners[i]);
            }
        }
        if (polls[1].revents != 0) {
            accept_one();
        }
        std::erase_if(relays_, [&](const std::unique_ptr<Relay>& relay) {
            if (!gone.contains(relay.get())) {
                return false;
            }
            reset(relay->sockets[0]);
            reset(relay->sockets[1]);
            return true;
        });
    }
}

}  // namespace workspace::testing
