#include <algorithm>
#include <iomanip>
#include <iostream>
#include <map>

#include "commands/bugs.hpp"
#include "commands/commands.hpp"
#include "commands/report.hpp"

namespace workspace::sim {

namespace {

constexpr std::size_t kLineMax = 120;
constexpr int kNameWidth = 36;
constexpr int kRuleWidth = 9;
constexpr std::size_t kIndent = kNameWidth + kRuleWidth;
/// Bugs that have to break a rule of the scenario of a complaint; others have to break under one of whatever kind.
constexpr std::size_t kBugsOfAComplaint = 3;

using NameList = std::vector<std::string>;

/// Comma after comma, broken where a line is full.
std::string in_column(const NameList& names) {
    std::string text;
    std::size_t used = kIndent;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string word = names[i] + (i + 1 < names.size() ? "," : "");
        if (i > 0 && used + 1 + word.size() > kLineMax) {
            text += '\n' + std::string(kIndent, ' ');
            used = kIndent;
        } else if (i > 0) {
            text += ' ';
            ++used;
        }
        text += word;
        used += word.size();
    }
    return text;
}

std::string name_of(const Read& read) {
    return read.path.stem().string();
}

Outcome outcome_of(const Read& read) {
    return play(read.parsed.scenario, {.seed = read.parsed.scenario.seed});
}

/// What is broken even where nothing happens but the rest in the end is not found by the scenario.
bool breaks_by_itself(const Read& read) {
    Scenario nothing_happens = read.parsed.scenario;
    nothing_happens.statements.clear();
    return !play(nothing_happens, {.seed = nothing_happens.seed}).well();
}

/// Whether a rule that the scenario is about is among them.
bool is_about(const Scenario& scenario, const std::vector<Broken>& broken) {
    return std::any_of(broken.begin(), broken.end(), [&](const Broken& one) {
        return std::find(scenario.rules.begin(), scenario.rules.end(), one.rule) != scenario.rules.end();
    });
}

/// What is broken as it is shows nothing about a bug.
bool all_are_well(const std::vector<Read>& scenarios) {
    bool well = true;
    for (const Read& read : scenarios) {
        if (!outcome_of(read).well()) {
            std::cout << "BROKEN without a bug: workspace-sim run " << read.path.string() << '\n';
            well = false;
        }
    }
    return well;
}

/// How many bugs a scenario breaks under, and how many break one of its own rules.
struct Strength {
    std::size_t bugs = 0;
    std::size_t of_its_rules = 0;

    [[nodiscard]] bool is_enough_for(const std::string& name) const {
        return name.starts_with("complaint_") ? of_its_rules >= kBugsOfAComplaint : bugs > 0;
    }
};
using Strengths = std::map<std::string, Strength>;

NameList broken_under(const core::zoo::Species& species, const std::vector<Read>& scenarios, Strengths& strengths) {
    const LetOut let_out(species.bug);
    NameList names;
    for (const Read& read : scenarios) {
        const Outcome outcome = outcome_of(read);
        const bool at_rest = outcome.line == 0;
        if (!outcome.well() && (!at_rest || !breaks_by_itself(read))) {
            names.push_back(name_of(read));
            Strength& strength = strengths[name_of(read)];
            ++strength.bugs;
            strength.of_its_rules += is_about(read.parsed.scenario, outcome.broken) ? 1 : 0;
        }
    }
    return names;
}

/// Returns how many break under too few.
std::size_t show(const std::vector<Read>& scenarios, Strengths& strengths) {
    std::size_t weak = 0;
    std::cout << "\nbugs under which a scenario breaks, and those that break a rule that it is about\n";
    for (const Read& read : scenarios) {
        const Strength& strength = strengths[name_of(read)];
        const bool enough = strength.is_enough_for(name_of(read));
        weak += enough ? 0 : 1;
        std::cout << std::setw(6) << std::right << strength.bugs << std::setw(6) << strength.of_its_rules << "  "
                  << name_of(read) << (enough ? "" : "  TOO FEW") << '\n';
    }
    return weak;
}

}  // namespace

ExitCode selftest_scenarios(const ScenarioTestWish& wish) {
    const std::vector<core::zoo::Species> bugs = bugs_of(wish.bugs);
    const std::vector<Read> scenarios = read_scenarios(wish.paths);
    for (const Read& read : scenarios) {
        if (!read.parsed.mistakes.empty()) {
            std::cerr << mistakes_text(read);
            return ExitCode::usage;
        }
    }
    if (!all_are_well(scenarios)) {
        return ExitCode::broken;
    }
    std::size_t alive = 0;
    Strengths strengths;
    std::cout << std::left << std::setw(kNameWidth) << "bug" << std::setw(kRuleWidth) << "rule"
              << "scenarios that break under it\n";
    for (const core::zoo::Species& species : bugs) {
        const NameList broken = broken_under(species, scenarios, strengths);
        alive += broken.empty() ? 1 : 0;
        std::cout << std::left << std::setw(kNameWidth) << species.name << std::setw(kRuleWidth) << species.rule
                  << (broken.empty() ? "ALIVE   " + std::string(species.words) : in_column(broken)) << std::endl;
    }
    const std::size_t weak = show(scenarios, strengths);
    std::cout << bugs.size() - alive << " of " << bugs.size() << " bugs break a scenario; " << weak << " of "
              << scenarios.size() << " scenarios break under too few\n";
    return alive + weak > 0 ? ExitCode::alive : ExitCode::well;
}

}  // namespace workspace::sim
