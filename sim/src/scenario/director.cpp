#include "scenario/director.hpp"

#include <algorithm>

#include "scenario/tokens.hpp"
#include "scenario/units.hpp"

namespace workspace::sim {

using namespace core;

namespace {

constexpr std::size_t kAnswersShown = 300;

/// `pc#2` is a second program on the computer `pc`.
std::string computer_of(const std::string& program) {
    return program.substr(0, program.find('#'));
}

}  // namespace

void Director::begin() {
    const Population& there = scenario_.population;
    for (const std::string& person : there.people) {
        stage_.person(person);
    }
    for (const std::string& bot : there.bots) {
        stage_.person(bot, true);
    }
    for (const std::string& name : there.rooms) {
        stage_.room(name);
    }
    for (const auto& [person, program] : there.at_home) {
        home_[program] = person;
    }
    stage_.start_server();
    for (const std::string& program : there.workstations) {
        stage_.program(program, computer_of(program));
    }
}

void Director::play(bool until_broken) {
    for (const Statement& statement : scenario_.statements) {
        if (until_broken && !stage_.broken().empty()) {
            return;
        }
        line_ = statement.line;
        stage_.begin_line(line_, print(statement));
        play(statement);
    }
    over_ = true;
}

void Director::play(const Statement& statement) {
    switch (row_of(statement.phrase).scope) {
        case Scope::program:
            for (Program* program : who(statement)) {
                does(*program, statement);
            }
            break;
        case Scope::server: server(statement); break;
        case Scope::disk: disk(statement); break;
        case Scope::account: account(statement); break;
        case Scope::view:
        case Scope::up:
        case Scope::count: expect(statement); break;
        case Scope::world:
            if (statement.phrase == Phrase::heal) {
                stage_.heal();
            } else {
                stage_.run(Duration{statement.values[0].number});
            }
            break;
    }
}

void Director::server(const Statement& statement) {
    switch (statement.phrase) {
        case Phrase::server_killed: stage_.kill_server(); break;
        case Phrase::server_loses_power: simulated_->lose_power(); break;
        case Phrase::server_stops: stage_.stop_server(); break;
        case Phrase::server_starts: stage_.start_server(); break;
        case Phrase::server_clock_forward: simulated_->step_wall_clock(Duration{statement.values[0].number}); break;
        default: simulated_->step_wall_clock(-Duration{statement.values[0].number}); break;
    }
}

void Director::disk(const Statement& statement) {
    DiskFaults& faults = simulated_->disk();
    DiskSwitches* switches = simulated_->store().switches();
    const std::int64_t number = statement.values.empty() ? 0 : statement.values[0].number;
    switch (statement.phrase) {
        case Phrase::disk_fails: faults.fail_next = static_cast<int>(number); break;
        case Phrase::disk_full: (switches != nullptr ? switches->full : faults.full) = true; break;
        case Phrase::disk_fails_syncs: switches->fail_syncs = static_cast<int>(number); break;
        case Phrase::disk_fails_writes: switches->fail_writes = static_cast<int>(number); break;
        case Phrase::disk_lies: switches->lying_fsync = true; break;
        case Phrase::disk_rots: simulated_->rot(); break;
        case Phrase::disk_kills_at_change: switches->kill_at = static_cast<std::uint64_t>(number); break;
        case Phrase::disk_takes: faults.takes = Duration{number}; break;
        case Phrase::disk_kills_before:
        case Phrase::disk_kills_after:
            faults.kill_at = static_cast<std::uint64_t>(number);
            faults.kill_after_commit = statement.phrase == Phrase::disk_kills_after;
            break;
        default:
            faults = {};
            if (switches != nullptr) {
                *switches = {};
            }
    }
}

void Director::account(const Statement& statement) {
    const AccountId account = *stage_.find_person(statement.who.at(0));
    switch (statement.phrase) {
        case Phrase::password_changes: simulated_->change_password(account, statement.who.at(0)); break;
        case Phrase::account_locked: simulated_->lock(account, true); break;
        default: simulated_->lock(account, false); break;
    }
}

// ---- who and where -------------------------------------------------------------------------------------------------

RoomId Director::room(const std::string& name) const {
    return stage_.find_room(name).value_or(RoomId{});
}

std::vector<Program*> Director::who(const Statement& statement) const {
    std::vector<Program*> programs;
    if (statement.everyone) {
        for (const auto& program : stage_.programs()) {
            programs.push_back(program.get());
        }
    }
    for (const std::string& name : statement.who) {
        if (Program* program = stage_.find_program(name)) {
            programs.push_back(program);
        }
    }
    return programs;
}

std::string Director::home_of(const std::string& program) const {
    const auto found = home_.find(program);
    return found == home_.end() ? std::string{} : found->second;
}

// ---- what is expected ----------------------------------------------------------------------------------------------

bool Director::comes_about(const Statement& statement, const std::vector<Program*>& programs, Duration within) {
    return stage_.until([&] { return lacking(statement, programs).empty(); }, stage_.patience(within));
}

void Director::expect(const Statement& statement) {
    const std::vector<Program*> programs = who(statement);
    std::string lacks;
    if (statement.when == When::during) {
        comes_about(statement, programs, {});
        const bool broke = stage_.until(
            [&] {
                lacks = lacking(statement, programs);
                return !lacks.empty();
            },
            statement.span);
        lacks = broke ? lacks : std::string{};
    } else if (!comes_about(statement, programs, statement.when == When::within ? statement.span : Duration{})) {
        lacks = lacking(statement, programs);
    }
    if (!lacks.empty()) {
        const std::string rule = scenario_.rules.empty() ? "expected" : scenario_.rules.front();
        stage_.report({rule,
                       "line " + std::to_string(statement.line) + ": " + print(statement) + " — but " + lacks,
                       "scenario",
                       {}});
    }
}

std::string Director::lacking(const Statement& statement, const std::vector<Program*>& programs) const {
    if (row_of(statement.phrase).scope == Scope::up) {
        const bool up = stage_.server_runs();
        return up == (statement.phrase == Phrase::server_is_up) ? std::string{} : up ? "it is up" : "it is down";
    }
    if (statement.phrase == Phrase::count_is) {
        const std::int64_t people = records_.people();
        return people == statement.values[0].number ? std::string{} : "it is " + std::to_string(people);
    }
    for (const Program* program : programs) {
        if (std::string lacks = lacking(*program, statement); !lacks.empty()) {
            return program->name + ' ' + lacks;
        }
    }
    return {};
}

namespace {

std::string_view name_of(const Program& program) {
    if (!program.runs()) {
        return "does not run";
    }
    switch (program.client->phase()) {
        case client::Phase::signed_out: return "is signed out";
        case client::Phase::connecting: return "is connecting";
        case client::Phase::live: return "is live";
        case client::Phase::waiting: return "is waiting";
        case client::Phase::stopped: return "is stopped";
    }
    return "";
}

std::string is(const Program& program, client::Phase phase) {
    return program.runs() && program.client->phase() == phase ? std::string{} : std::string(name_of(program));
}

std::string why_stopped(const Program& program) {
    const auto stop = program.stop();
    if (!stop) {
        return {};
    }
    return std::string(stop->refusal ? core::name_of(*stop->refusal) : stop->close ? core::name_of(*stop->close) : "");
}

std::string shown(const Program& program, std::optional<std::int64_t> wanted) {
    const auto count = program.runs() ? program.client->connected_count() : std::nullopt;
    return count == wanted ? std::string{} : "shows " + (count ? std::to_string(*count) : std::string{"no count"});
}

std::string shows_unread(const Program& program, RoomId room, std::int64_t wanted) {
    const auto found = program.unread.find(room);
    const auto shown = found == program.unread.end() ? std::nullopt : found->second.unread;
    return shown == wanted ? std::string{} : "shows " + (shown ? std::to_string(*shown) : std::string{"no number"});
}

std::string got(const Program& program, const std::string& text) {
    const std::string answers = program.answers.value_or("");
    if (answers.find(text) != std::string::npos) {
        return {};
    }
    return "got " + (answers.empty() ? std::string{"nothing"} : quoted(answers.substr(0, kAnswersShown)));
}

bool has(const Program& program, RoomId room, const std::string& body) {
    const auto* timeline = program.runs() ? program.client->timeline(room) : nullptr;
    return timeline != nullptr &&
           std::any_of(timeline->events().begin(), timeline->events().end(),
                       [&](const auto& event) { return event.second.body == body && !event.second.deleted; });
}

}  // namespace

bool Director::holds_whole(const Program& program, RoomId room) const {
    const auto extent = records_.extent(room);
    const auto* timeline = program.runs() ? program.client->timeline(room) : nullptr;
    return timeline != nullptr && extent && timeline->complete().covers(*extent);
}

std::string Director::lacking(const Program& program, const Statement& statement) const {
    const auto text = [&](std::size_t i) -> const std::string& { return statement.values.at(i).text; };
    switch (statement.phrase) {
        case Phrase::is_live: return is(program, client::Phase::live);
        case Phrase::is_signed_out: return is(program, client::Phase::signed_out);
        case Phrase::is_waiting: return is(program, client::Phase::waiting);
        case Phrase::is_stopped: return is(program, client::Phase::stopped);
        case Phrase::is_stopped_by:
            return why_stopped(program) == text(0)
                       ? std::string{}
                       : std::string(name_of(program)) + (program.stop() ? " by " + why_stopped(program) : "");
        case Phrase::may_use_here: {
            const auto stop = program.stop();
            return stop && stop->may_use_here ? std::string{} : "may not";
        }
        case Phrase::shows_count: return shown(program, statement.values[0].number);
        case Phrase::shows_the_count: return shown(program, records_.people());
        case Phrase::has_text: return has(program, room(text(1)), text(0)) ? std::string{} : "does not";
        case Phrase::lacks_text: return has(program, room(text(1)), text(0)) ? "has it" : std::string{};
        case Phrase::holds_whole: return holds_whole(program, room(text(0))) ? std::string{} : "does not";
        case Phrase::shows_unread: return shows_unread(program, room(text(1)), statement.values[0].number);
        case Phrase::outbox_keeps: {
            const auto kept = static_cast<std::int64_t>(program.outbox.size());
            return kept == statement.values[0].number ? std::string{} : "keeps " + std::to_string(kept);
        }
        case Phrase::got_from_server: return got(program, text(0));
        default: return program.outbox.empty() ? std::string{} : std::to_string(program.outbox.size()) + " wait";
    }
}

}  // namespace workspace::sim
