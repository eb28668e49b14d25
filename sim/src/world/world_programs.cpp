#include <algorithm>
#include <utility>

#include "workspace/core/wire/codec.hpp"
#include "world/client_frames.hpp"
#include "world/world.hpp"

/// Programs on their computers: what a host does for a client's brain.
namespace workspace::sim {

using namespace core;
using core::client::Client;

Now World::now_of(const Program& program) const {
    const MonotonicTime mono = program.clock.at(now_);
    const auto wall = std::chrono::duration_cast<milliseconds>(mono.since_origin + program.clock.wall_offset);
    return {mono, WallTime{1'700'000'000'000 + wall.count()}};
}

void World::start(Program& program) {
    if (program.runs()) {
        return;
    }
    client::ClientConfig config;
    const testing::FakeWorkstation& computer = program.computer;
    config.workstation = {computer.key, computer.hint, computer.os_boot, computer.label};
    program.entropy = std::make_unique<Chance>(program.seed, "start " + std::to_string(++program.starts));
    program.shown.reset();
    program.failures.clear();
    program.ended = false;
    program.wakes = MonotonicTime::never();
    program.client = std::make_unique<Client>(config, *program.entropy,
                                              client::Restored{program.session, program.outbox}, now_of(program));
    tell([&](Observer& observer) { observer.program_started(*this, program); });
    drain(program);
}

void World::kill(Program& program) {
    if (!program.runs()) {
        return;
    }
    program.client.reset();
    program.while_asleep.clear();
    tell([&](Observer& observer) { observer.program_gone(*this, program); });
    if (Socket* socket = socket_of(program)) {
        socket->client_end = false;
        const std::uint64_t number = std::exchange(program.socket, 0);
        close_server_end(number);
    }
}

void World::reinstall(Program& program) {
    fault(program.name + " is reinstalled");
    kill(program);
    program.session.reset();
    program.outbox.clear();
    const std::string label = program.computer.label;
    const WorkstationHint hint = program.computer.hint;
    program.computer = testing::FakeWorkstation{label + "'"};
    program.computer.label = label;
    program.computer.hint = hint;
    start(program);
}

void World::clone(Program& copy, const Program& original) {
    fault(copy.name + " becomes a copy of " + original.name);
    kill(copy);
    copy.computer = original.computer;
    copy.session = original.session;
    copy.outbox = original.outbox;
    start(copy);
}

void World::sleep(Program& program) {
    if (!std::exchange(program.asleep, true)) {
        fault(program.name + " sleeps");
    }
}

/// What arrived meanwhile goes before timers (S9), in order.
void World::wake(Program& program) {
    if (!std::exchange(program.asleep, false)) {
        return;
    }
    fault(program.name + " wakes");
    while (!program.while_asleep.empty()) {
        const auto work = std::move(program.while_asleep.front());
        program.while_asleep.pop_front();
        work();
    }
    program.wakes = MonotonicTime::never();
    schedule(program);
}

void World::run_clock_at(Program& program, std::int64_t ppm) {
    fault("the clock of " + program.name + " runs " + std::to_string(ppm) + " ppm faster");
    program.clock.run_at(ppm, now_);
    program.wakes = MonotonicTime::never();
    schedule(program);
}

void World::set_wall_clock(Program& program, Duration offset) {
    fault("the wall clock of " + program.name + " is set");
    program.clock.wall_offset = offset;
}

void World::when_awake(Program& program, std::function<void()> work) {
    if (program.asleep) {
        program.while_asleep.push_back(std::move(work));
    } else {
        work();
    }
}

void World::command(Program& program, const client::Command& wish) {
    if (!program.runs() || program.asleep) {
        return;
    }
    mix(program.name);
    mix(wish.index());
    tell([&](Observer& observer) { observer.wished(*this, program, wish); });
    feed(program, client::Input{wish});
}

void World::feed(Program& program, const client::Input& input) {
    program.client->handle(now_of(program), input);
    drain(program);
}

void World::drain(Program& program) {
    while (program.client) {
        auto output = program.client->poll();
        if (!output) {
            break;
        }
        carry_out(program, *output);
    }
    schedule(program);
}

/// An entry in the agenda at its deadline. Earlier entries that are out of date find nothing to do.
void World::schedule(Program& program) {
    if (!program.runs() || program.asleep) {
        return;
    }
    const MonotonicTime due = program.clock.when(program.client->deadline());
    if (due < program.wakes) {
        program.wakes = due;
        agenda_.at(std::max(due, now_), [this, &program, due] {
            if (program.wakes == due) {
                fall_due(program);
            }
        });
    }
}

void World::fall_due(Program& program) {
    program.wakes = MonotonicTime::never();
    if (!program.runs() || program.asleep) {
        return;
    }
    const Now now = now_of(program);
    if (program.client->deadline() <= now.mono) {
        program.client->handle_timeout(now);
    }
    drain(program);
}

void World::carry_out(Program& program, client::Output& output) {
    if (std::holds_alternative<client::OpenSocket>(output)) {
        open_socket(program);
    } else if (std::holds_alternative<client::CloseSocket>(output)) {
        close_server_end(program.socket);
        agenda_.at(now_, [this, number = program.socket] { close_client_end(number, std::nullopt); });
    } else if (auto* frame = std::get_if<client::SendFrame>(&output)) {
        tell([&](Observer& observer) { observer.client_said(*this, program, frame->text); });
        if (!listeners_.empty()) {
            each_message(frame->text, [&](const wire::ClientMessage& message) {
                for (Observer* listener : listeners_) {
                    listener->message_said(*this, program, message);
                }
            });
        }
        send_up(program, std::move(frame->text));
    } else if (const auto* sign = std::get_if<client::SignClaim>(&output)) {
        const Signature signature = program.computer.prove(sign->challenge).signature;
        program.client->handle(now_of(program), client::ClaimSigned{signature});
    } else if (const auto* session = std::get_if<client::SaveSession>(&output)) {
        program.session = session->session;
    } else if (std::holds_alternative<client::ForgetSession>(output)) {
        program.session.reset();
    } else if (const auto* entry = std::get_if<client::SaveOutbox>(&output)) {
        program.outbox.push_back(entry->entry);
        program.client->handle(now_of(program), client::OutboxSaved{entry->entry.cid()});
    } else if (const auto* gone = std::get_if<client::ForgetOutbox>(&output)) {
        std::erase_if(program.outbox, [&](const client::OutboxEntry& kept) { return kept.cid() == gone->cid; });
    } else {
        const auto& event = std::get<client::Event>(output);
        if (const auto* phase = std::get_if<client::PhaseChanged>(&event)) {
            program.shown = *phase;
        } else if (const auto* failed = std::get_if<client::RequestFailed>(&event)) {
            program.failures.push_back(*failed);
        }
        program.ended = program.ended || std::holds_alternative<client::Ended>(event);
        tell([&](Observer& observer) { observer.told(*this, program, event); });
    }
}

}  // namespace workspace::sim
