#include "explain/recorder.hpp"

#include <algorithm>
#include <utility>

#include "explain/printable.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::sim {

namespace {

constexpr std::size_t kServer = 0;
constexpr std::size_t kDetailsCharactersMax = FrameText::kDetailsCharactersMax;
constexpr core::Duration kSlowDisk = core::milliseconds{50};
constexpr core::Duration kSlowNetwork = core::milliseconds{200};

using Kind = History::Kind;
using Fate = History::Fate;
using Track = History::Track;

std::string trouble_of(const Program& program) {
    std::string result;
    const auto add = [&](bool is, std::string_view what) {
        if (is) {
            result.append(result.empty() ? "" : ", ").append(what);
        }
    };
    const Link& link = program.link;
    add(program.asleep, "asleep");
    add(link.dark_up && link.dark_down, "dark network");
    add(link.dark_up && !link.dark_down, "dark to the server");
    add(link.dark_down && !link.dark_up, "dark from the server");
    add(link.stalled, "does not read");
    add(link.bytes_per_second > 0, "narrow line");
    add(link.delay_max >= kSlowNetwork, "slow network");
    return result;
}

std::string trouble_of(const DiskFaults& disk) {
    if (disk.full) {
        return "disk full";
    }
    return disk.fail_next > 0 ? "disk fails" : disk.takes >= kSlowDisk ? "slow disk" : "";
}

/// A frame may carry several messages.
bool is_milestone(Kind kind) {
    return kind == Kind::connection || kind == Kind::process || kind == Kind::fault || kind == Kind::line ||
           kind == Kind::note;
}

FrameText describe_frame(std::string_view text, const Names& names) {
    const auto lines = core::wire::lines_of(text);
    FrameText result = describe_client_line(lines.empty() ? text : lines.front(), names);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const FrameText next = describe_client_line(lines[i], names);
        result.text += " + " + next.text;
        result.details += "\n" + next.details;
        result.minor = result.minor && next.minor;
    }
    result.text = shortened(result.text, 2 * FrameText::kTextCharactersMax);
    result.details = shortened(result.details, kDetailsCharactersMax);
    return result;
}

}  // namespace

Recorder::Recorder(std::size_t talk_max)
    : talk_max_(talk_max),
      lanes_{{"server", ""}},
      states_(kMilestonesMax),
      leases_(kMilestonesMax, [this](const core::WorkstationKey& key) { return lane_of(key); }) {
    states_.set(now_, kServer, Track::state, "down");
}

// ---- entries -------------------------------------------------------------------------------------------------------

std::size_t Recorder::lane_of(const Program& program) {
    const auto [found, is_new] = lane_numbers_.try_emplace(&program, lanes_.size());
    if (is_new) {
        lanes_.push_back({program.name, program.computer.label});
        programs_[found->second].program = &program;
    }
    return found->second;
}

/// The one that claimed with it last, or the first one on that computer.
std::size_t Recorder::lane_of(const core::WorkstationKey& key) const {
    if (const auto found = claimants_.find(key); found != claimants_.end()) {
        return found->second;
    }
    for (const auto& [lane, looked] : programs_) {
        if (looked.program->computer.key == key) {
            return lane;
        }
    }
    return History::kEverywhere;
}

/// A fault in words names whom it strikes: the lane with the longest name among its words.
std::size_t Recorder::lane_named_in(std::string_view what) const {
    const std::string words = " " + std::string{what} + " ";
    std::size_t best = History::kEverywhere;
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
        const bool named = words.find(" " + lanes_[lane].name + " ") != std::string::npos;
        if (named && (best == History::kEverywhere || lanes_[lane].name.size() > lanes_[best].name.size())) {
            best = lane;
        }
    }
    return best;
}

History::Entry& Recorder::add(std::size_t lane, Kind kind, const Words& words, std::string details) {
    look_at_programs();
    History::Entry entry;
    entry.at = now_;
    entry.lane = lane;
    entry.kind = kind;
    entry.minor = words.minor;
    entry.text = words.text;
    entry.details = std::move(details);
    std::deque<Kept>& kept = is_milestone(kind) ? milestones_ : talk_;
    kept.push_back({++last_, std::move(entry)});
    if (kept.size() > (is_milestone(kind) ? kMilestonesMax : talk_max_)) {
        kept.pop_front();
    }
    return kept.back().entry;
}

Recorder::EntryNumber Recorder::add_arrow(std::size_t from, std::size_t to, const FrameText& frame) {
    add(from, Kind::frame, {frame.text, frame.minor}, frame.details).arrow = History::Arrow{to, Fate::unknown, {}};
    return last_;
}

void Recorder::set_fate(EntryNumber number, Fate fate) {
    const auto found = std::lower_bound(talk_.begin(), talk_.end(), number,
                                        [](const Kept& kept, EntryNumber wanted) { return kept.number < wanted; });
    if (found != talk_.end() && found->number == number) {
        History::Arrow& arrow = *found->entry.arrow;
        arrow.fate = fate;
        arrow.until = now_;
    }
}

void Recorder::lose(std::deque<UnderWay>& under_way) {
    for (const UnderWay& frame : under_way) {
        set_fate(frame.entry, Fate::lost);
    }
    under_way.clear();
}

bool Recorder::arrive(std::deque<UnderWay>& under_way, std::string_view text) {
    const auto found = std::find_if(under_way.begin(), under_way.end(), [&](const auto& f) { return f.text == text; });
    if (found == under_way.end()) {
        return false;
    }
    set_fate(found->entry, Fate::arrived);
    std::deque<UnderWay> passed(under_way.begin(), found);
    under_way.erase(under_way.begin(), found + 1);
    lose(passed);
    return true;
}

// ---- the server ----------------------------------------------------------------------------------------------------

void Recorder::server_started(const World& world, const core::StoredWorld& stored) {
    look_at_the_time(world);
    for (const core::StoredRoom& stored_room : stored.rooms) {
        names_.learn(stored_room.room.id, stored_room.room.name);
    }
    add(kServer, Kind::process, {"the server starts, leases: " + std::to_string(stored.leases.size())});
    states_.set(now_, kServer, Track::state, "up");
    leases_.restart(now_, stored);
}

void Recorder::learn_names(const core::StoreOperation& operation, const core::StoreResult& result) {
    if (const auto* admitted = std::get_if<core::Admitted>(&result)) {
        if (const auto* granted = std::get_if<core::Granted>(admitted)) {
            names_.learn(granted->account.id, granted->account.name);
        }
        return;
    }
    const auto* append = std::get_if<core::Append>(&operation);
    const auto* appended = std::get_if<core::AppendResult>(&result);
    if (append == nullptr || appended == nullptr) {
        return;
    }
    const auto* created = std::get_if<core::wire::CreateRoom>(&append->post);
    if (created != nullptr && std::holds_alternative<core::Appended>(*appended)) {
        names_.learn(std::get<core::Appended>(*appended).room, created->name);
    }
}

void Recorder::server_gone(const World& world) {
    look_at_the_time(world);
    add(kServer, Kind::process, {"the server is gone"});
    states_.set(now_, kServer, Track::state, "down");
    for (auto& [number, connection] : connections_) {
        connection.server_end = false;
        lose(connection.up);
    }
}

void Recorder::carried_out(const World& world, const core::StoreOperation& operation, const core::StoreResult& result,
                           bool heard) {
    look_at_the_time(world);
    learn_names(operation, result);
    Words words = describe(operation, result, names_);
    if (!heard) {
        words.text += " (durable, and the hub did not hear of it)";
    }
    add(kServer, Kind::store, words);
    leases_.carried_out(now_, operation, result);
}

void Recorder::server_said(const World& world, const std::vector<core::ConnectionId>& to,
                           const core::wire::ServerMessage& message) {
    look_at_the_time(world);
    const FrameText frame = describe(message, names_);
    const std::string text = core::wire::encode(message);
    for (const core::ConnectionId number : to) {
        const auto found = connections_.find(number);
        if (found == connections_.end()) {
            continue;
        }
        const EntryNumber entry = add_arrow(kServer, found->second.lane, frame);
        const Program* program = world.program_of(number);
        const bool dark = program != nullptr && program->link.dark_down;
        if (found->second.client_end && !dark) {
            found->second.down.push_back({entry, text});
        } else {
            set_fate(entry, Fate::lost);
        }
    }
}

void Recorder::server_closed(const World& world, core::ConnectionId connection, core::CloseCode code) {
    look_at_the_time(world);
    const auto found = connections_.find(connection);
    const std::string whose = found == connections_.end() ? "a connection" : lanes_[found->second.lane].name;
    add(kServer, Kind::connection,
        {"closes " + whose + ": " + std::string{core::name_of(code)} + " (" + std::to_string(static_cast<int>(code)) +
         ")"});
    if (found != connections_.end()) {
        found->second.server_end = false;
        lose(found->second.up);
    }
}

void Recorder::connected(const World& world, const Program& program, core::ConnectionId connection) {
    look_at_the_time(world);
    const std::size_t lane = lane_of(program);
    connections_[connection] = {.lane = lane};
    if (const auto opening = std::exchange(programs_[lane].opening, std::nullopt)) {
        set_fate(*opening, Fate::arrived);
    }
}

void Recorder::frame_arrived(const World& world, const Program& program, core::ConnectionId connection,
                             std::string_view text) {
    look_at_the_time(world);
    const std::size_t lane = lane_of(program);
    if (!arrive(connections_[connection].up, text)) {  // not by its brain: a hostile client's
        set_fate(add_arrow(lane, kServer, describe_frame(text, names_)), Fate::arrived);
    }
    note_claimant(lane, text);
}

void Recorder::note_claimant(std::size_t lane, std::string_view line) {
    const auto message = core::wire::decode_client_message(line);
    if (!message) {
        return;
    }
    if (const auto* login = std::get_if<core::wire::Login>(&message.value())) {
        claimants_[login->workstation.key] = lane;
    } else if (const auto* resume = std::get_if<core::wire::Resume>(&message.value())) {
        claimants_[resume->workstation.key] = lane;
    }
}

void Recorder::disconnected(const World& world, core::ConnectionId connection) {
    look_at_the_time(world);
    const auto found = connections_.find(connection);
    if (found == connections_.end()) {
        return;
    }
    add(kServer, Kind::connection, {"the connection of " + lanes_[found->second.lane].name + " has ended"});
    lose(found->second.up);
    lose(found->second.down);
    connections_.erase(found);
}

void Recorder::client_heard(const World& world, const Program& program, std::string_view text) {
    look_at_the_time(world);
    const auto found = connections_.find(core::ConnectionId{program.socket});
    if (found == connections_.end()) {
        return;
    }
    for (const std::string_view line : core::wire::lines_of(text)) {
        arrive(found->second.down, line);
    }
}

// ---- programs ------------------------------------------------------------------------------------------------------

void Recorder::opens_socket(const World& world, const Program& program) {
    look_at_the_time(world);
    const std::size_t lane = lane_of(program);
    lose_client_ends(lane);
    const EntryNumber entry = add_arrow(lane, kServer, {"opens a connection", "", false});
    if (const auto before = std::exchange(programs_[lane].opening, entry)) {
        set_fate(*before, Fate::lost);
    }
    if (program.link.dark()) {
        set_fate(entry, Fate::lost);
        programs_[lane].opening.reset();
    }
}

void Recorder::lose_client_ends(std::size_t lane) {
    for (auto it = connections_.begin(); it != connections_.end();) {
        if (it->second.lane == lane) {
            it->second.client_end = false;
            lose(it->second.down);
        }
        it = it->second.client_end || it->second.server_end ? std::next(it) : connections_.erase(it);
    }
}

void Recorder::client_said(const World& world, const Program& program, std::string_view text) {
    look_at_the_time(world);
    const EntryNumber entry = add_arrow(lane_of(program), kServer, describe_frame(text, names_));
    const auto connection = connections_.find(core::ConnectionId{program.socket});
    if (connection == connections_.end() || program.link.dark_up) {
        set_fate(entry, Fate::lost);
    } else {
        connection->second.up.push_back({entry, std::string{text}});
    }
}

void Recorder::told(const World& world, const Program& program, const core::client::Event& event) {
    look_at_the_time(world);
    const std::size_t lane = lane_of(program);
    add(lane, Kind::told, describe(event, names_));
    if (const auto* phase = std::get_if<core::client::PhaseChanged>(&event)) {
        states_.set(now_, lane, Track::state, name_of(phase->phase));
    } else if (std::holds_alternative<core::client::Ended>(event)) {
        states_.set(now_, lane, Track::state, "not running");
    }
}

void Recorder::wished(const World& world, const Program& program, const core::client::Command& wish) {
    look_at_the_time(world);
    add(lane_of(program), Kind::wish, describe(wish, names_));
}

void Recorder::program_started(const World& world, const Program& program) {
    look_at_the_time(world);
    const std::size_t lane = lane_of(program);
    add(lane, Kind::process, {program.name + " starts"});
    states_.set(now_, lane, Track::state, "running");
}

void Recorder::program_gone(const World& world, const Program& program) {
    look_at_the_time(world);
    const std::size_t lane = lane_of(program);
    add(lane, Kind::process, {program.name + " is killed"});
    states_.set(now_, lane, Track::state, "not running");
    lose_client_ends(lane);
}

// ---- the world -----------------------------------------------------------------------------------------------------

void Recorder::fault(const World& world, std::string_view what) {
    look_at_the_time(world);
    add(lane_named_in(what), Kind::fault, {shortened(printable(what), kDetailsCharactersMax)});
    touched_ = now_;
}

void Recorder::line_begins(const World& world, int line, std::string_view words) {
    look_at_the_time(world);
    const std::string number = line > 0 ? "line " + std::to_string(line) + ": " : "";
    add(History::kEverywhere, Kind::line, {number + shortened(printable(words), FrameText::kTextCharactersMax)}).line =
        static_cast<std::size_t>(line);
}

void Recorder::stepped(const World& world) {
    look_at_the_time(world);
    look_at_programs();
    touched_.reset();
    states_.set(now_, kServer, Track::trouble, trouble_of(world.disk()));
}

void Recorder::settled(const World& world) {
    look_at_the_time(world);
    add(History::kEverywhere, Kind::note, {"all is healed, and quiet"});
}

/// A fault is told before it is done: what it did shows at the next call, and is dated back.
void Recorder::look_at_programs() {
    if (touched_) {
        for (const auto& [lane, looked] : programs_) {
            states_.set(*touched_, lane, Track::trouble, trouble_of(*looked.program));
        }
    }
}

/// Both kinds in one, and a note where talk was left out.
std::deque<History::Entry> Recorder::entries() const {
    std::vector<Kept> all(milestones_.begin(), milestones_.end());
    all.insert(all.end(), talk_.begin(), talk_.end());
    std::sort(all.begin(), all.end(), [](const Kept& a, const Kept& b) { return a.number < b.number; });
    const std::uint64_t dropped = last_ - all.size();
    std::deque<History::Entry> result;
    for (Kept& kept : all) {
        if (dropped > 0 && kept.number == talk_.front().number) {
            History::Entry note;
            note.at = kept.entry.at;
            note.text = std::to_string(dropped) + " messages and the like before here are left out";
            result.push_back(std::move(note));
        }
        result.push_back(std::move(kept.entry));
    }
    return result;
}

History Recorder::history(const std::vector<Broken>& broken) const {
    History result;
    result.lanes = lanes_;
    result.entries = entries();
    result.dropped = last_ - talk_.size() - milestones_.size();
    result.end = now_;
    for (const Broken& rule : broken) {
        result.end = std::max(result.end, rule.at - World::kBegin);
    }
    result.bands = states_.bands(result.end);
    result.leases = leases_.bands(result.end);
    result.counts = leases_.counts();
    for (const Broken& rule : broken) {
        History::Entry entry;
        entry.at = rule.at - World::kBegin;
        entry.lane = lane_named_in(rule.sentence);
        entry.kind = Kind::broken;
        entry.text = (rule.rule == "expected" ? "not as expected: " : rule.rule + " is broken: ") + rule.sentence;
        entry.details = rule.checker.empty() ? "" : "found by the checker " + rule.checker;
        entry.rule = rule.rule;
        const auto after = std::upper_bound(result.entries.begin(), result.entries.end(), entry.at,
                                            [](History::Time at, const History::Entry& e) { return at < e.at; });
        result.entries.insert(after, std::move(entry));
    }
    return result;
}

}  // namespace workspace::sim
