#include "live/playable.hpp"

#include "scenario/units.hpp"

namespace workspace::sim {

namespace {

/// Empty where it can be.
std::string why_not_live(const Statement& statement) {
    switch (row_of(statement.phrase).scope) {
        case Scope::disk: return "a real disk does not break to order";
        case Scope::account: return "it takes an administrator of the real server";
        default: break;
    }
    switch (statement.phrase) {
        case Phrase::server_loses_power: return "a real computer is not switched off";
        case Phrase::server_clock_forward:
        case Phrase::server_clock_back: return "the real server's clock is this computer's";
        default: return {};
    }
}

}  // namespace

core::Duration real_time_of(const Scenario& scenario) {
    core::Duration sum{};
    for (const Statement& statement : scenario.statements) {
        if (statement.phrase == Phrase::wait) {
            sum += core::Duration{statement.values.at(0).number};
        } else if (statement.when == When::during) {
            sum += statement.span;
        }
    }
    return sum;
}

std::optional<NotPlayable> why_not_live(const Scenario& scenario, core::Duration at_most) {
    for (const Statement& statement : scenario.statements) {
        if (std::string reason = why_not_live(statement); !reason.empty()) {
            return NotPlayable{statement.line, print(statement) + ": " + reason};
        }
    }
    if (scenario.queue_bytes > 0) {
        return NotPlayable{0, "queue: the real server's queues have their own bound"};
    }
    if (const core::Duration takes = real_time_of(scenario); takes > at_most) {
        return NotPlayable{0, "it waits for " + time_text(takes) + ", and --at-most is " + time_text(at_most)};
    }
    return std::nullopt;
}

}  // namespace workspace::sim
