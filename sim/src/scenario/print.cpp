#include <array>

#include "scenario/scenario.hpp"
#include "scenario/tokens.hpp"
#include "scenario/units.hpp"

namespace workspace::sim {

namespace {

std::string text_of(const Value& value, Slot slot) {
    switch (slot) {
        case Slot::text: return quoted(value.text);
        case Slot::number: return std::to_string(value.number);
        case Slot::time: return time_text(core::Duration{value.number});
        case Slot::person:
        case Slot::room:
        case Slot::program:
        case Slot::name: return value.text;
    }
    return {};
}

std::string phrase_text(const Statement& statement) {
    std::string result;
    std::size_t next = 0;
    for (const Part& part : parts_of(row_of(statement.phrase).pattern)) {
        result += result.empty() ? "" : " ";
        result += part.word.empty() ? text_of(statement.values.at(next++), part.slot) : std::string(part.word);
    }
    return result;
}

std::string_view policy_name(core::ElsewherePolicy policy) {
    switch (policy) {
        case core::ElsewherePolicy::ask: return "ask";
        case core::ElsewherePolicy::reject: return "reject";
        case core::ElsewherePolicy::takeover: return "takeover";
    }
    return "";
}

/// Those of `all` that are not at home somewhere, in their order.
std::vector<std::string> not_at_home(const Population& population, bool people) {
    std::vector<std::string> rest;
    for (const std::string& name : people ? population.people : population.workstations) {
        bool paired = false;
        for (const auto& [person, workstation] : population.at_home) {
            paired = paired || (people ? person : workstation) == name;
        }
        if (!paired) {
            rest.push_back(name);
        }
    }
    return rest;
}

void list(std::string& text, std::string_view word, const std::vector<std::string>& names) {
    if (!names.empty()) {
        text += std::string(word) + ' ' + join_names(names) + '\n';
    }
}

void header(std::string& text, const Scenario& scenario) {
    text += "scenario " + quoted(scenario.title) + '\n';
    if (!scenario.rules.empty()) {
        text += "rules";
        for (const std::string& rule : scenario.rules) {
            text += ' ' + rule;
        }
        text += '\n';
    }
    if (scenario.seed != 1) {
        text += "seed " + std::to_string(scenario.seed) + '\n';
    }
    text += scenario.deterministic ? "deterministic\n" : "";
    if (scenario.policy != core::ElsewherePolicy::ask) {
        text += "policy " + std::string(policy_name(scenario.policy)) + '\n';
    }
    text += scenario.sqlite ? "store sqlite\n" : "";
    const auto economy = [&text](const std::optional<std::int64_t>& bound, std::string_view what) {
        text += bound ? "economy at most " + std::to_string(*bound) + ' ' + std::string(what) + '\n' : "";
    };
    economy(scenario.economy.messages_a_login, "messages a login");
    economy(scenario.economy.bytes_a_message, "bytes a message");
    economy(scenario.economy.attempts_a_minute, "attempts a minute");
    text += scenario.queue_bytes > 0 ? "queue " + std::to_string(scenario.queue_bytes) + '\n' : "";
    std::vector<std::string> people;
    std::vector<std::string> workstations;
    for (const auto& [person, workstation] : scenario.population.at_home) {
        people.push_back(person);
        workstations.push_back(workstation);
    }
    if (!people.empty()) {
        text += "people " + join_names(people) + " on " + join_names(workstations) + '\n';
    }
    list(text, "people", not_at_home(scenario.population, true));
    list(text, "bots", scenario.population.bots);
    list(text, "workstations", not_at_home(scenario.population, false));
    list(text, "rooms", scenario.population.rooms);
}

}  // namespace

std::string time_text(core::Duration time) {
    for (const auto& [name, unit] : kUnits) {
        if (time.count() % unit.count() == 0 && (time.count() != 0 || name == "s")) {
            return std::to_string(time.count() / unit.count()) + ' ' + std::string(name);
        }
    }
    return std::to_string(time.count()) + " us";
}

std::string print(const Statement& statement) {
    std::string text;
    const Scope scope = row_of(statement.phrase).scope;
    if (scope == Scope::view || scope == Scope::count || scope == Scope::up) {
        text += statement.when == When::now      ? "now: "
                : statement.when == When::within ? "within " + time_text(statement.span) + ": "
                                                 : "for " + time_text(statement.span) + ": ";
    }
    switch (scope) {
        case Scope::program: text += (statement.everyone ? "everyone" : join_names(statement.who)) + ": "; break;
        case Scope::view: text += (statement.everyone ? "everyone" : join_names(statement.who)) + ' '; break;
        case Scope::server: text += "server: "; break;
        case Scope::disk: text += "disk: "; break;
        case Scope::account: text += "account " + join_names(statement.who) + ": "; break;
        case Scope::count: text += "count "; break;
        case Scope::up: text += "server "; break;
        case Scope::world: break;
    }
    return text + phrase_text(statement);
}

std::string print(const Scenario& scenario) {
    std::string text;
    header(text, scenario);
    text += '\n';
    for (const Statement& statement : scenario.statements) {
        text += print(statement) + '\n';
    }
    return text;
}

bool Statement::same_as(const Statement& other) const {
    return who == other.who && everyone == other.everyone && phrase == other.phrase && values == other.values &&
           when == other.when && span == other.span;
}

}  // namespace workspace::sim
