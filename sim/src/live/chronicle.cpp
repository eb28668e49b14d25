#include "live/chronicle.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "scenario/tokens.hpp"

namespace workspace::sim {

using namespace core;

namespace {

constexpr std::size_t kShown = 10;

constexpr std::array<std::string_view, 9> kKinds{"message", "edit", "deletion", "reaction", "created",
                                                 "joined",  "left", "invited",  "archived"};

class Logins {
public:
    explicit Logins(const Stage& stage) {
        for (const auto& [login, id] : stage.people()) {
            names_[id] = login;
        }
    }
    [[nodiscard]] std::string of(AccountId account) const {
        const auto found = names_.find(account);
        return found == names_.end() ? "account " + std::to_string(account.value) : found->second;
    }
    /// In the order of the names, whatever the ids are.
    template <class Accounts>
    [[nodiscard]] std::string of_all(const Accounts& accounts) const {
        std::set<std::string> sorted;
        for (const AccountId account : accounts) {
            sorted.insert(of(account));
        }
        return join_names({sorted.begin(), sorted.end()});
    }

private:
    std::map<AccountId, std::string> names_;
};

std::string number_of(std::string_view what, const std::optional<MessageSeq>& seq) {
    return seq ? ' ' + std::string(what) + ' ' + std::to_string(seq->value) : std::string{};
}

std::string words_of(const wire::Event& event, const Logins& names) {
    std::string text = names.of(event.author) + ' ' + std::string(kKinds.at(static_cast<std::size_t>(event.kind)));
    text += event.body.empty() ? "" : ' ' + quoted(event.body);
    text += number_of("to", event.reply_to) + number_of("of", event.target) + number_of("edited by", event.edited) +
            number_of("deleted by", event.deleted);
    text += event.emoji ? ' ' + *event.emoji + (event.on.value_or(true) ? "" : " taken back") : "";
    text += event.whom ? ' ' + names.of(event.whom->id) : "";
    for (const wire::Reaction& reaction : event.reactions.value_or(std::vector<wire::Reaction>{})) {
        text += ", " + reaction.emoji + " by " + names.of_all(reaction.by);
    }
    return text;
}

/// A direct room has no name but its people's.
std::string name_of(const Ledger::Log& log, const Logins& names) {
    return log.room.name.empty() ? "the room of " + names.of_all(log.members) : log.room.name;
}

std::string phase_of(const Program& program) {
    if (!program.runs()) {
        return "does not run";
    }
    constexpr std::array<std::string_view, 5> kPhases{"signed out", "connecting", "live", "waiting", "stopped"};
    std::string text{kPhases.at(static_cast<std::size_t>(program.client->phase()))};
    const auto count = program.client->connected_count();
    text += program.live() && program.session ? " as " + program.session->login : "";
    return text + (count ? ", shows " + std::to_string(*count) + " connected" : "");
}

/// What it holds is what is stored (H5); so it is enough to say how much.
std::string holding_of(const Program& program, RoomId room) {
    std::string text = "holds";
    for (const Interval& interval : program.client->timeline(room)->complete().intervals()) {
        text += ' ' + std::to_string(interval.from.value) + ".." + std::to_string(interval.to.value);
    }
    const auto unread = program.unread.find(room);
    const bool known = unread != program.unread.end() && unread->second.unread;
    return text + (known ? ", " + std::to_string(*unread->second.unread) + " unread" : "");
}

}  // namespace

Chronicle chronicle_of(const Stage& stage, const std::map<RoomId, Ledger::Log>& logs,
                       const std::set<AccountId>& leases) {
    const Logins names(stage);
    Chronicle history;
    history["leases"] = names.of_all(leases);
    for (const auto& program : stage.programs()) {
        history[program->name] = phase_of(*program);
    }
    for (const auto& [id, log] : logs) {
        const std::string room = name_of(log, names);
        history[room + ", members"] = names.of_all(log.members);
        for (const wire::Event& event : log.events) {
            history[room + ", message " + std::to_string(event.seq.value)] = words_of(event, names);
        }
        for (const auto& program : stage.programs()) {
            if (program->live() && program->client->timeline(id) != nullptr) {
                history[program->name + " in " + room] = holding_of(*program, id);
            }
        }
    }
    return history;
}

std::vector<std::string> differences(const Chronicle& simulated, const Chronicle& live) {
    std::set<std::string> keys;
    for (const Chronicle* history : {&simulated, &live}) {
        for (const auto& [key, words] : *history) {
            keys.insert(key);
        }
    }
    const auto words = [](const Chronicle& history, const std::string& key) {
        const auto found = history.find(key);
        return found == history.end() ? std::string{"nothing"} : "`" + found->second + "`";
    };
    std::vector<std::string> result;
    for (const std::string& key : keys) {
        std::string then = words(simulated, key);
        std::string now = words(live, key);
        if (then != now) {
            result.push_back(key + ": " + std::move(then) + " in the simulated run, " + std::move(now) +
                             " in the live one");
        }
    }
    if (result.size() > kShown) {
        const std::string more = std::to_string(result.size() - kShown) + " more differences";
        result.resize(kShown);
        result.push_back(more);
    }
    return result;
}

void ChronicleTaker::settled(const World& world) {
    std::map<RoomId, Ledger::Log> logs;
    for (LogCopy& copy : world.store().logs()) {
        logs[copy.room.id] = {copy.room, std::move(copy.events), {copy.members.begin(), copy.members.end()}, {}};
    }
    std::set<AccountId> leases;
    for (const Lease& lease : world.store().leases()) {
        leases.insert(lease.account);
    }
    chronicle_ = chronicle_of(world, logs, leases);
}

}  // namespace workspace::sim
