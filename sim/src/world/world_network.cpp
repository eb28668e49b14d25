#include <algorithm>
#include <utility>

#include "world/client_frames.hpp"
#include "world/world.hpp"

/// Sockets: in order, or not at all. What goes down waits at the server while the client does not read, within the bound
/// of H2.
namespace workspace::sim {

using namespace core;

namespace {

constexpr Duration kConnectFailsAfter = seconds{3};
constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15ULL;

}  // namespace

World::Socket* World::socket_of(const Program& program) {
    const auto found = sockets_.find(program.socket);
    return program.socket == 0 || found == sockets_.end() ? nullptr : &found->second;
}

const Program* World::program_of(ConnectionId connection) const {
    const auto found = sockets_.find(connection.value);
    return found == sockets_.end() ? nullptr : found->second.program;
}

/// Drawn from the program and the moment alone: what else goes on does not change it.
MonotonicTime World::arrival(const Program& program, MonotonicTime& last) {
    const auto spread = static_cast<std::uint64_t>((program.link.delay_max - program.link.delay_min).count()) + 1;
    testing::FakeEntropy chance(program.seed ^ static_cast<std::uint64_t>(now_.since_origin.count()) * kOdd);
    last = std::max(last, now_ + program.link.delay_min + Duration{static_cast<std::int64_t>(chance.jitter(spread))});
    return last;
}

void World::open_socket(Program& program) {
    tell([&](Observer& observer) { observer.opens_socket(*this, program); });
    const std::uint64_t number = ++last_socket_;
    program.socket = number;
    Socket& socket = sockets_[number];
    socket.id = ConnectionId{number};
    socket.program = &program;
    if (program.link.dark()) {
        socket.dead_up = socket.dead_down = true;
        agenda_.at(now_ + kConnectFailsAfter, [this, number] { close_client_end(number, std::nullopt); });
    } else {
        agenda_.at(arrival(program, socket.to_server), [this, number] { socket_arrives(number); });
    }
}

void World::socket_arrives(std::uint64_t number) {
    const auto found = sockets_.find(number);
    if (found == sockets_.end()) {
        return;  // given up before it was open
    }
    Socket& socket = found->second;
    if (!hub_) {
        agenda_.at(arrival(*socket.program, socket.to_client),
                   [this, number] { close_client_end(number, std::nullopt); });
        return;
    }
    if (!socket.client_end || socket.dead_up) {
        return;
    }
    agenda_.at(arrival(*socket.program, socket.to_client), [this, number] {
        const auto opened = sockets_.find(number);
        if (opened == sockets_.end()) {
            return;
        }
        when_awake(*opened->second.program, [this, number] {
            const auto end = sockets_.find(number);
            if (end != sockets_.end() && end->second.client_end && !end->second.dead_down &&
                end->second.program->runs()) {
                feed(*end->second.program, client::SocketOpened{});
            }
        });
    });
    socket.server_end = true;
    tell([&](Observer& observer) { observer.connected(*this, *socket.program, socket.id); });
    to_hub(hub::Connected{socket.id});
}

void World::send_up(Program& program, std::string text) {
    Socket* socket = socket_of(program);
    if (socket == nullptr || socket->dead_up) {
        return;
    }
    agenda_.at(arrival(program, socket->to_server), [this, number = program.socket, text = std::move(text)] {
        const auto found = sockets_.find(number);
        if (found != sockets_.end() && found->second.server_end && !found->second.dead_up) {
            mix(text);
            const Socket& end = found->second;
            tell([&](Observer& observer) { observer.frame_arrived(*this, *end.program, end.id, text); });
            if (!listeners_.empty()) {
                each_message(text, [&](const wire::ClientMessage& message) {
                    for (Observer* listener : listeners_) {
                        listener->message_arrived(*this, *end.program, end.id, message);
                    }
                });
            }
            to_hub(hub::FrameArrived{end.id, text});
        }
    });
}

void World::say_raw(Program& program, std::string text) {
    if (program.socket == 0) {
        fault(program.name + " sends nothing: it has no connection");
    }
    Stage::say_raw(program, std::move(text));
}

void World::close_socket(Program& program) {
    close_server_end(program.socket);
    agenda_.at(now_, [this, number = program.socket] { close_client_end(number, std::nullopt); });
}

void World::drop_socket(Program& program) {
    if (Socket* socket = socket_of(program)) {
        socket->client_end = false;
        close_server_end(std::exchange(program.socket, 0));
    }
}

/// The client's end is gone, now.
void World::close_client_end(std::uint64_t number, std::optional<CloseCode> code) {
    const auto found = sockets_.find(number);
    if (found == sockets_.end() || !found->second.client_end) {
        return;
    }
    Program& program = *found->second.program;
    when_awake(program, [this, number, code, &program] {
        const auto socket = sockets_.find(number);
        if (socket == sockets_.end() || !std::exchange(socket->second.client_end, false)) {
            return;
        }
        program.socket = 0;
        if (program.runs()) {
            client::SocketClosed closed;
            if (code) {
                closed.code = static_cast<std::uint16_t>(*code);
            }
            feed(program, closed);
        }
        forget_if_gone(number);
    });
}

/// The server hears that the other end is gone, once what was sent before has arrived; never over a dark network.
void World::close_server_end(std::uint64_t number) {
    const auto found = sockets_.find(number);
    if (found == sockets_.end() || found->second.dead_up) {
        return;
    }
    agenda_.at(arrival(*found->second.program, found->second.to_server), [this, number] {
        const auto socket = sockets_.find(number);
        if (socket == sockets_.end() || socket->second.dead_up) {
            return;
        }
        if (hub_ && std::exchange(socket->second.server_end, false)) {
            tell([&](Observer& observer) { observer.disconnected(*this, socket->second.id); });
            to_hub(hub::Disconnected{socket->second.id});
        }
        forget_if_gone(number);
    });
}

/// Entries that are still in the agenda look for their socket and do not find it.
void World::forget_if_gone(std::uint64_t number) {
    const auto found = sockets_.find(number);
    if (found != sockets_.end() && !found->second.client_end && !found->second.server_end) {
        sockets_.erase(found);
    }
}

void World::cut(Program& program) {
    if (program.socket != 0) {
        fault("the connection of " + program.name + " is cut");
        close_socket(program);
    }
}

void World::reset(Program& program) {
    Socket* socket = socket_of(program);
    if (socket == nullptr) {
        return;
    }
    fault("the connection of " + program.name + " is reset");
    const std::uint64_t number = program.socket;
    socket->dead_down = true;
    agenda_.at(now_, [this, number] { close_client_end(number, std::nullopt); });
    const bool was_dead = std::exchange(socket->dead_up, true);
    if (!was_dead && hub_ && std::exchange(socket->server_end, false)) {
        tell([&](Observer& observer) { observer.disconnected(*this, ConnectionId{number}); });
        to_hub(hub::Disconnected{ConnectionId{number}});
    }
}

void World::connection_darkens(Program& program, bool up, bool down) {
    if (Socket* socket = socket_of(program)) {
        socket->dead_up = socket->dead_up || up;
        socket->dead_down = socket->dead_down || down;
    }
}

void World::goes_on_reading(Program& program) {
    if (Socket* socket = socket_of(program)) {
        pump(*socket);
    }
}

// ---- from the server -----------------------------------------------------------------------------------------------

void World::send_down(ConnectionId connection, const hub::SharedText& text, bool may_be_shed) {
    const auto found = sockets_.find(connection.value);
    if (found == sockets_.end() || !found->second.server_end || found->second.dead_down) {
        return;
    }
    Socket& socket = found->second;
    socket.queue.push_back({text, may_be_shed});
    socket.queue_bytes += text->size();
    pump(socket);
    if (socket.queue_bytes > options_.limits.queue_bytes && !socket.overflowed) {
        socket.overflowed = true;
        std::erase_if(socket.queue, [](const Queued& queued) { return queued.may_be_shed; });
        socket.queue_bytes = 0;
        for (const Queued& queued : socket.queue) {
            socket.queue_bytes += queued.text->size();
        }
        answer_later(Duration{0}, hub::Overflowed{connection});
    }
}

/// Gives the line what it takes: the first of the queue at a time where its bandwidth is bounded.
void World::pump(Socket& socket) {
    const Link& link = socket.program->link;
    while (!socket.queue.empty() && !link.stalled && !socket.sending) {
        const Queued first = std::move(socket.queue.front());
        socket.queue.pop_front();
        socket.queue_bytes -= first.text->size();
        socket.overflowed = false;
        const std::uint64_t number = socket.id.value;
        agenda_.at(arrival(*socket.program, socket.to_client),
                   [this, number, text = first.text] { deliver(number, text); });
        if (link.bytes_per_second > 0) {
            socket.sending = true;
            const auto bytes = static_cast<std::int64_t>(first.text->size());
            agenda_.at(now_ + Duration{bytes * 1'000'000 / link.bytes_per_second}, [this, number] {
                if (const auto found = sockets_.find(number); found != sockets_.end()) {
                    found->second.sending = false;
                    pump(found->second);
                }
            });
        }
    }
}

void World::deliver(std::uint64_t number, const hub::SharedText& text) {
    const auto found = sockets_.find(number);
    if (found == sockets_.end() || !found->second.client_end || found->second.dead_down) {
        return;
    }
    Program& program = *found->second.program;
    when_awake(program, [this, number, text, &program] {
        if (program.runs() && program.socket == number) {
            frame_arrives(program, *text);
        }
    });
}

}  // namespace workspace::sim
