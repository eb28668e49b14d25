#include "scenario/director.hpp"

#include <algorithm>

#include "scenario/units.hpp"

namespace workspace::sim {

using namespace core;

namespace {

/// `pc#2` is a second program on the computer `pc`.
std::string computer_of(const std::string& program) {
    return program.substr(0, program.find('#'));
}

}  // namespace

Director::Director(const Scenario& scenario, World& world, const Ledger& ledger)
    : scenario_(scenario), world_(world), ledger_(ledger) {
    world.watch(*this);
}

void Director::begin() {
    const Population& there = scenario_.population;
    for (const std::string& person : there.people) {
        world_.person(person);
    }
    for (const std::string& bot : there.bots) {
        world_.person(bot, true);
    }
    for (const std::string& name : there.rooms) {
        rooms_[name] = world_.room(name);
    }
    for (const auto& [person, program] : there.at_home) {
        home_[program] = person;
    }
    world_.start_server();
    for (const std::string& program : there.workstations) {
        world_.program(program, computer_of(program));
    }
}

void Director::play(bool until_broken) {
    for (const Statement& statement : scenario_.statements) {
        if (until_broken && !world_.broken().empty()) {
            return;
        }
        line_ = statement.line;
        world_.begin_line(line_, print(statement));
        play(statement);
    }
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
        case Scope::count: expect(statement); break;
        case Scope::world:
            if (statement.phrase == Phrase::heal) {
                world_.heal();
            } else {
                world_.run(Duration{statement.values[0].number});
            }
            break;
    }
}

void Director::server(const Statement& statement) {
    switch (statement.phrase) {
        case Phrase::server_killed: world_.kill_server(); break;
        case Phrase::server_stops: world_.stop_server(); break;
        case Phrase::server_starts: world_.start_server(); break;
        case Phrase::server_clock_forward: world_.step_wall_clock(Duration{statement.values[0].number}); break;
        default: world_.step_wall_clock(-Duration{statement.values[0].number}); break;
    }
}

void Director::disk(const Statement& statement) {
    DiskFaults& faults = world_.disk();
    const std::int64_t number = statement.values.empty() ? 0 : statement.values[0].number;
    switch (statement.phrase) {
        case Phrase::disk_fails: faults.fail_next = static_cast<int>(number); break;
        case Phrase::disk_full: faults.full = true; break;
        case Phrase::disk_takes: faults.takes = Duration{number}; break;
        case Phrase::disk_kills_before:
        case Phrase::disk_kills_after:
            faults.kill_at = static_cast<std::uint64_t>(number);
            faults.kill_after_commit = statement.phrase == Phrase::disk_kills_after;
            break;
        default: faults = {}; break;
    }
}

void Director::account(const Statement& statement) {
    const AccountId account = *world_.find_person(statement.who.at(0));
    switch (statement.phrase) {
        case Phrase::password_changes: world_.change_password(account, statement.who.at(0)); break;
        case Phrase::account_locked: world_.lock(account, true); break;
        default: world_.lock(account, false); break;
    }
}

// ---- who and where -------------------------------------------------------------------------------------------------

RoomId Director::room(const std::string& name) const {
    const auto found = rooms_.find(name);
    return found == rooms_.end() ? RoomId{} : found->second;
}

std::vector<Program*> Director::who(const Statement& statement) const {
    std::vector<Program*> programs;
    if (statement.everyone) {
        for (const auto& program : world_.programs()) {
            programs.push_back(program.get());
        }
    }
    for (const std::string& name : statement.who) {
        if (Program* program = world_.find_program(name)) {
            programs.push_back(program);
        }
    }
    return programs;
}

std::string Director::home_of(const std::string& program) const {
    const auto found = home_.find(program);
    return found == home_.end() ? std::string{} : found->second;
}

void Director::carried_out(const World& /*world*/, const StoreOperation& operation, const StoreResult& result,
                           bool /*heard*/) {
    const auto* append = std::get_if<Append>(&operation);
    const auto* create = append == nullptr ? nullptr : std::get_if<wire::CreateRoom>(&append->post);
    const auto* answer = std::get_if<AppendResult>(&result);
    const auto* appended = answer == nullptr ? nullptr : std::get_if<Appended>(answer);
    if (create != nullptr && appended != nullptr) {
        rooms_[create->name] = appended->room;
    }
}

void Director::told(const World& /*world*/, const Program& program, const client::Event& event) {
    if (const auto* post = std::get_if<client::PostChanged>(&event)) {
        if (post->state == client::PostState::failed) {
            failed_[{&program, post->cid}] = true;
        } else {
            failed_.erase({&program, post->cid});
        }
    }
}

// ---- what is expected ----------------------------------------------------------------------------------------------

void Director::expect(const Statement& statement) {
    std::string lacks;
    if (statement.when == When::during) {
        const bool broke = world_.until(
            [&] {
                lacks = lacking(statement);
                return !lacks.empty();
            },
            statement.span);
        lacks = broke ? lacks : std::string{};
    } else {
        const Duration span = statement.when == When::within ? statement.span : Duration{};
        if (!world_.until([&] { return lacking(statement).empty(); }, span)) {
            lacks = lacking(statement);
        }
    }
    if (!lacks.empty()) {
        const std::string rule = scenario_.rules.empty() ? "expected" : scenario_.rules.front();
        world_.report({rule,
                       "line " + std::to_string(statement.line) + ": " + print(statement) + " — but " + lacks,
                       "scenario",
                       {}});
    }
}

std::string Director::lacking(const Statement& statement) const {
    if (statement.phrase == Phrase::count_is) {
        const std::int64_t people = ledger_.people();
        return people == statement.values[0].number ? std::string{} : "it is " + std::to_string(people);
    }
    for (const Program* program : who(statement)) {
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

bool has(const Program& program, RoomId room, const std::string& body) {
    const auto* timeline = program.runs() ? program.client->timeline(room) : nullptr;
    return timeline != nullptr &&
           std::any_of(timeline->events().begin(), timeline->events().end(),
                       [&](const auto& event) { return event.second.body == body && !event.second.deleted; });
}

}  // namespace

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
        case Phrase::shows_the_count: return shown(program, ledger_.people());
        case Phrase::has_text: return has(program, room(text(1)), text(0)) ? std::string{} : "does not";
        case Phrase::lacks_text: return has(program, room(text(1)), text(0)) ? "has it" : std::string{};
        case Phrase::holds_whole: {
            const auto log = ledger_.logs().find(room(text(0)));
            const auto* timeline = program.runs() ? program.client->timeline(room(text(0))) : nullptr;
            const bool whole =
                timeline != nullptr && log != ledger_.logs().end() &&
                timeline->complete().covers({MessageSeq{log->second.room.floor.value + 1}, log->second.room.head});
            return whole ? std::string{} : "does not";
        }
        default: return program.outbox.empty() ? std::string{} : std::to_string(program.outbox.size()) + " wait";
    }
}

}  // namespace workspace::sim
