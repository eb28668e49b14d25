#include <algorithm>
#include <utility>

#include "scenario/director.hpp"

/// What the lines about programs do.
namespace workspace::sim {

using namespace core;

void Director::does(Program& program, const Statement& statement) {
    if (!wishes(program, statement) && !computes(program, statement) && !connects(program, statement)) {
        goes_on(program, statement);
    }
}

void Director::log_in(Program& program, const std::string& person, const std::string& password) {
    stage_.command(program, client::SignIn{person, SecretText{password}});
}

void Director::post(Program& program, wire::AnyPost what) {
    stage_.command(program, client::Submit{std::move(what)});
}

void Director::say(Program& program, RoomId where, const std::string& body) {
    stage_.command(program, client::Say{where, body, std::nullopt});
}

bool Director::wishes(Program& program, const Statement& statement) {
    const auto text = [&](std::size_t i) -> const std::string& { return statement.values.at(i).text; };
    const auto number = [&](std::size_t i) { return statement.values.at(i).number; };
    const auto all_failed = [&](const auto& command) {
        for (const client::OutboxEntry& entry : std::vector(program.outbox)) {
            if (program.refused.contains(entry.cid())) {
                stage_.command(program, command(entry.cid()));
            }
        }
    };
    using wire::Availability;
    using wire::RoomKind;
    switch (statement.phrase) {
        case Phrase::log_in_as: log_in(program, text(0), text(0)); break;
        case Phrase::log_in_with: log_in(program, text(0), text(1)); break;
        case Phrase::log_in: log_in(program, home_of(program.name), home_of(program.name)); break;
        case Phrase::log_out: stage_.command(program, client::SignOut{}); break;
        case Phrase::quit: stage_.command(program, client::Quit{}); break;
        case Phrase::use_here: stage_.command(program, client::UseHere{}); break;
        case Phrase::reconnect: stage_.command(program, client::ReconnectNow{}); break;
        case Phrase::say: say(program, room(text(1)), text(0)); break;
        case Phrase::edit: post(program, wire::Edit{room(text(1)), {}, {}, MessageSeq{number(0)}, text(2)}); break;
        case Phrase::remove: post(program, wire::Delete{room(text(1)), {}, {}, MessageSeq{number(0)}}); break;
        case Phrase::react:
            post(program, wire::React{room(text(2)), {}, {}, MessageSeq{number(1)}, text(0), true});
            break;
        case Phrase::create_room: post(program, wire::CreateRoom{{}, RoomKind::open, text(0), {}}); break;
        case Phrase::create_private_room: post(program, wire::CreateRoom{{}, RoomKind::closed, text(0), {}}); break;
        case Phrase::talk_to: post(program, wire::CreateRoom{{}, RoomKind::direct, "", {text(0)}}); break;
        case Phrase::join: post(program, wire::Join{room(text(0)), {}}); break;
        case Phrase::leave: post(program, wire::Leave{room(text(0)), {}, {}}); break;
        case Phrase::archive: post(program, wire::Archive{room(text(0)), {}, {}}); break;
        case Phrase::invite: post(program, wire::Invite{room(text(1)), {}, {}, text(0)}); break;
        case Phrase::read_up_to: stage_.command(program, client::MarkRead{room(text(0)), MessageSeq{number(1)}}); break;
        case Phrase::type_in: stage_.command(program, client::Type{room(text(0))}); break;
        case Phrase::be_away: stage_.command(program, client::SetStatus{Availability::away, text(0), {}}); break;
        case Phrase::be_busy: stage_.command(program, client::SetStatus{Availability::busy, text(0), {}}); break;
        case Phrase::be_back: stage_.command(program, client::SetStatus{Availability::available, "", {}}); break;
        case Phrase::load_older: stage_.command(program, client::LoadOlder{room(text(1)), {}, number(0)}); break;
        case Phrase::load_older_before:
            stage_.command(program, client::LoadOlder{room(text(1)), MessageSeq{number(2)}, number(0)});
            break;
        case Phrase::retry_posts: all_failed([](const ClientId& cid) { return client::RetryPost{cid}; }); break;
        case Phrase::discard_posts: all_failed([](const ClientId& cid) { return client::DiscardPost{cid}; }); break;
        default: return false;
    }
    return true;
}

bool Director::computes(Program& program, const Statement& statement) {
    const auto number = [&](std::size_t i) { return statement.values.at(i).number; };
    switch (statement.phrase) {
        case Phrase::start: stage_.start(program); break;
        case Phrase::be_killed: stage_.kill(program); break;
        case Phrase::be_reinstalled: stage_.reinstall(program); break;
        case Phrase::become_a_copy: stage_.clone(program, *stage_.find_program(statement.values.at(0).text)); break;
        case Phrase::sleep: stage_.sleep(program); break;
        case Phrase::wake: stage_.wake(program); break;
        case Phrase::clock_faster: stage_.run_clock_at(program, number(0)); break;
        case Phrase::clock_slower: stage_.run_clock_at(program, -number(0)); break;
        case Phrase::wall_clock_forward: stage_.set_wall_clock(program, Duration{number(0)}); break;
        case Phrase::wall_clock_back: stage_.set_wall_clock(program, -Duration{number(0)}); break;
        default: return false;
    }
    return true;
}

bool Director::connects(Program& program, const Statement& statement) {
    const auto number = [&](std::size_t i) { return statement.values.at(i).number; };
    switch (statement.phrase) {
        case Phrase::cut: stage_.cut(program); break;
        case Phrase::reset: stage_.reset(program); break;
        case Phrase::go_dark: stage_.darken(program, true, true); break;
        case Phrase::go_dark_up: stage_.darken(program, true, false); break;
        case Phrase::go_dark_down: stage_.darken(program, false, true); break;
        case Phrase::light_up: stage_.lighten(program); break;
        case Phrase::delay: {
            const std::int64_t most = std::max(number(0), number(1));
            stage_.set_delay(program, Duration{std::min(number(0), number(1))}, Duration{most});
            break;
        }
        case Phrase::bandwidth: stage_.set_bandwidth(program, number(0)); break;
        case Phrase::stop_reading: stage_.stall(program); break;
        case Phrase::read_again: stage_.read_again(program); break;
        case Phrase::say_raw: stage_.say_raw(program, statement.values.at(0).text); break;
        default: return false;
    }
    return true;
}

// ---- what goes on in the background --------------------------------------------------------------------------------

void Director::goes_on(Program& program, const Statement& statement) {
    const auto text = [&](std::size_t i) -> const std::string& { return statement.values.at(i).text; };
    const auto time = [&](std::size_t i) { return Duration{statement.values.at(i).number}; };
    if (statement.phrase == Phrase::say_many) {
        for (std::int64_t i = statement.values.at(0).number; i > 0; --i) {
            say(program, room(text(1)), "message " + std::to_string(++said_));
        }
    } else if (statement.phrase == Phrase::post_every) {
        post_again(program.name, room(text(2)), time(0), time(1), stage_.time() + time(3));
    } else {
        in_and_out(program.name, text(2), time(0), time(1), stage_.time() + time(3));
    }
}

namespace {

/// The same for the same program at the same moment, whatever else goes on.
Duration pause(const Stage& stage, const std::string& program, Duration from, Duration to) {
    const auto [least, most] = std::minmax(from, to);
    Chance chance(stage.seed(), program + std::to_string(stage.elapsed().count()));
    return chance.between(least, most);
}

}  // namespace

void Director::post_again(const std::string& name, RoomId where, Duration from, Duration to, MonotonicTime end) {
    stage_.later(pause(stage_, name, from, to), [this, name, where, from, to, end] {
        if (stage_.time() < end && !over_) {
            say(*stage_.find_program(name), where, "message " + std::to_string(++said_));
            post_again(name, where, from, to, end);
        }
    });
}

void Director::in_and_out(const std::string& name, const std::string& person, Duration from, Duration to,
                          MonotonicTime end) {
    stage_.later(pause(stage_, name, from, to), [this, name, person, from, to, end] {
        Program& program = *stage_.find_program(name);
        if (stage_.time() < end && !over_) {
            if (program.live()) {
                stage_.command(program, client::SignOut{});
            } else {
                log_in(program, person, person);
            }
            in_and_out(name, person, from, to, end);
        }
    });
}

}  // namespace workspace::sim
