#include "world/stage.hpp"

#include <algorithm>
#include <utility>

#include "world/chance.hpp"

namespace workspace::sim {

using namespace core;
using core::client::Client;

namespace {

constexpr std::size_t kBrokenMax = 20;
constexpr std::size_t kAnswersMax = std::size_t{4} * 1024 * 1024;

}  // namespace

void Stage::report(Broken broken) const {
    const bool is_known = std::any_of(broken_.begin(), broken_.end(), [&](const Broken& other) {
        return other.rule == broken.rule && other.sentence == broken.sentence && other.checker == broken.checker;
    });
    if (!is_known && broken_.size() < kBrokenMax) {
        broken.at = time();
        broken_.push_back(std::move(broken));
    }
}

std::optional<AccountId> Stage::find_person(const std::string& login) const {
    const auto found = people_.find(login);
    return found == people_.end() ? std::nullopt : std::optional{found->second};
}

std::optional<RoomId> Stage::find_room(const std::string& name) const {
    const auto found = rooms_.find(name);
    return found == rooms_.end() ? std::nullopt : std::optional{found->second};
}

Program& Stage::program(const std::string& name, const std::string& computer) {
    auto made = std::make_unique<Program>(name, computer);
    made->seed = seed_of(seed_, "program " + name);
    Program& program = *programs_.emplace_back(std::move(made));
    by_name_[name] = &program;
    settles_in(program);
    start(program);
    return program;
}

Program* Stage::find_program(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
}

void Stage::run(Duration duration) {
    (void)until([] { return false; }, duration);
}

// ---- programs on their computers -------------------------------------------------------------------------------------

Now Stage::now_of(const Program& program) const {
    const MonotonicTime mono = program.clock.at(time());
    const auto wall = std::chrono::duration_cast<milliseconds>(mono.since_origin + program.clock.wall_offset);
    return {mono, WallTime{1'700'000'000'000 + wall.count()}};
}

void Stage::start(Program& program) {
    if (program.runs()) {
        return;
    }
    client::ClientConfig config;
    const testing::FakeWorkstation& computer = program.computer;
    config.workstation = {key_of(program), computer.hint, computer.os_boot, computer.label};
    program.entropy = std::make_unique<Chance>(program.seed, "start " + std::to_string(++program.starts));
    program.shown.reset();
    program.rooms.clear();
    program.unread.clear();
    program.refused.clear();
    program.failures.clear();
    program.ended = false;
    program.wakes = MonotonicTime::never();
    program.client = std::make_unique<Client>(config, *program.entropy,
                                              client::Restored{program.session, program.outbox}, now_of(program));
    started(program);
    drain(program);
}

void Stage::kill(Program& program) {
    if (!program.runs()) {
        return;
    }
    program.client.reset();
    program.while_asleep.clear();
    gone(program);
    drop_socket(program);
}

void Stage::reinstall(Program& program) {
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

void Stage::clone(Program& copy, const Program& original) {
    fault(copy.name + " becomes a copy of " + original.name);
    kill(copy);
    copy.computer = original.computer;
    copy.session = original.session;
    copy.outbox = original.outbox;
    start(copy);
}

void Stage::sleep(Program& program) {
    if (!std::exchange(program.asleep, true)) {
        fault(program.name + " sleeps");
    }
}

/// What arrived meanwhile goes before timers (S9), in order.
void Stage::wake(Program& program) {
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

void Stage::run_clock_at(Program& program, std::int64_t ppm) {
    fault("the clock of " + program.name + " runs " + std::to_string(ppm) + " ppm faster");
    program.clock.run_at(ppm, time());
    program.wakes = MonotonicTime::never();
    schedule(program);
}

void Stage::set_wall_clock(Program& program, Duration offset) {
    fault("the wall clock of " + program.name + " is set");
    program.clock.wall_offset = offset;
}

void Stage::when_awake(Program& program, std::function<void()> work) {
    if (program.asleep) {
        program.while_asleep.push_back(std::move(work));
    } else {
        work();
    }
}

void Stage::command(Program& program, const client::Command& wish) {
    if (!program.runs() || program.asleep) {
        return;
    }
    wished(program, wish);
    feed(program, client::Input{wish});
}

void Stage::feed(Program& program, const client::Input& input) {
    program.client->handle(now_of(program), input);
    drain(program);
}

void Stage::drain(Program& program) {
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
void Stage::schedule(Program& program) {
    if (!program.runs() || program.asleep) {
        return;
    }
    const MonotonicTime due = program.clock.when(program.client->deadline());
    if (due < program.wakes) {
        program.wakes = due;
        agenda_.at(std::max(due, time()), [this, &program, due] {
            if (program.wakes == due) {
                fall_due(program);
            }
        });
    }
}

void Stage::fall_due(Program& program) {
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

void Stage::carry_out(Program& program, client::Output& output) {
    if (std::holds_alternative<client::OpenSocket>(output)) {
        open_socket(program);
    } else if (std::holds_alternative<client::CloseSocket>(output)) {
        close_socket(program);
    } else if (auto* frame = std::get_if<client::SendFrame>(&output)) {
        said(program, frame->text);
        send_up(program, std::move(frame->text));
    } else if (const auto* signs = std::get_if<client::SignClaim>(&output)) {
        program.client->handle(now_of(program), client::ClaimSigned{sign(program, signs->challenge)});
    } else if (const auto* session = std::get_if<client::SaveSession>(&output)) {
        program.session = session->session;
    } else if (std::holds_alternative<client::ForgetSession>(output)) {
        program.session.reset();
    } else if (const auto* entry = std::get_if<client::SaveOutbox>(&output)) {
        program.outbox.push_back(entry->entry);
        program.client->handle(now_of(program), client::OutboxSaved{entry->entry.cid()});
    } else if (const auto* forgotten = std::get_if<client::ForgetOutbox>(&output)) {
        std::erase_if(program.outbox, [&](const client::OutboxEntry& kept) { return kept.cid() == forgotten->cid; });
    } else {
        show(program, std::get<client::Event>(output));
    }
}

void Stage::show(Program& program, const client::Event& event) {
    if (const auto* phase = std::get_if<client::PhaseChanged>(&event)) {
        program.shown = *phase;
    } else if (const auto* failed = std::get_if<client::RequestFailed>(&event)) {
        program.failures.push_back(*failed);
    } else if (const auto* rooms = std::get_if<client::RoomsChanged>(&event)) {
        program.rooms = rooms->rooms;
        for (const wire::Room& room : rooms->rooms) {
            rooms_.try_emplace(room.name, room.id);
        }
    } else if (const auto* unread = std::get_if<client::UnreadChanged>(&event)) {
        program.unread[unread->room] = *unread;
    } else if (const auto* post = std::get_if<client::PostChanged>(&event)) {
        if (post->state == client::PostState::failed) {
            program.refused.insert(post->cid);
        } else {
            program.refused.erase(post->cid);
        }
    }
    program.ended = program.ended || std::holds_alternative<client::Ended>(event);
    told(program, event);
}

// ---- the network -----------------------------------------------------------------------------------------------------

void Stage::frame_arrives(Program& program, std::string_view text) {
    if (program.answers && program.answers->size() < kAnswersMax) {
        program.answers->append(text).append("\n");
    }
    heard(program, text);
    feed(program, client::FrameArrived{text});
}

void Stage::say_raw(Program& program, std::string text) {
    program.answers.emplace();
    send_up(program, std::move(text));
}

void Stage::darken(Program& program, bool up, bool down) {
    fault(program.name + " goes dark" + (up && down ? "" : up ? " to the server" : " from the server"));
    program.link.dark_up = program.link.dark_up || up;
    program.link.dark_down = program.link.dark_down || down;
    connection_darkens(program, up, down);
}

void Stage::lighten(Program& program) {
    if (program.link.dark()) {
        fault(program.name + " has its network back");
        program.link.dark_up = program.link.dark_down = false;
    }
}

void Stage::set_delay(Program& program, Duration from, Duration to) {
    fault(program.name + " has another delay");
    program.link.delay_min = from;
    program.link.delay_max = to;
}

void Stage::set_bandwidth(Program& program, std::int64_t bytes_per_second) {
    fault(program.name + " has another bandwidth");
    program.link.bytes_per_second = bytes_per_second;
}

void Stage::stall(Program& program) {
    fault(program.name + " does not read");
    program.link.stalled = true;
}

void Stage::read_again(Program& program) {
    if (std::exchange(program.link.stalled, false)) {
        fault(program.name + " reads again");
        goes_on_reading(program);
    }
}

void Stage::heal_programs() {
    for (const auto& program : programs_) {
        program->link.delay_min = Link{}.delay_min;
        program->link.delay_max = Link{}.delay_max;
        program->link.bytes_per_second = 0;
        lighten(*program);
        read_again(*program);
        wake(*program);
        program->clock.run_at(0, time());
        schedule(*program);
    }
}

}  // namespace workspace::sim
