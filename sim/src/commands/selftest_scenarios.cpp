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
constexpr int kRuleWidth = 6;
constexpr std::size_t kIndent = kNameWidth + kRuleWidth;

using Names = std::vector<std::string>;

/// Comma after comma, broken where a line is full.
std::string in_column(const Names& names) {
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

bool breaks(const Read& read) {
    return !play(read.parsed.scenario, {.seed = read.parsed.scenario.seed}).well();
}

/// What is broken as it is shows nothing about a bug.
bool all_are_well(const std::vector<Read>& scenarios) {
    bool well = true;
    for (const Read& read : scenarios) {
        if (breaks(read)) {
            std::cout << "BROKEN without a bug: workspace-sim run " << read.path.string() << '\n';
            well = false;
        }
    }
    return well;
}

Names broken_under(const core::zoo::Species& species, const std::vector<Read>& scenarios) {
    const LetOut let_out(species.bug);
    Names names;
    for (const Read& read : scenarios) {
        if (breaks(read)) {
            names.push_back(name_of(read));
        }
    }
    return names;
}

/// How many bugs each breaks under. Returns how many break under none.
std::size_t show_strengths(const std::vector<Read>& scenarios, const std::map<std::string, std::size_t>& kills) {
    std::size_t weak = 0;
    std::cout << "\nscenario: bugs under which it breaks\n";
    for (const Read& read : scenarios) {
        const auto found = kills.find(name_of(read));
        const std::size_t count = found == kills.end() ? 0 : found->second;
        weak += count == 0 ? 1 : 0;
        std::cout << std::setw(6) << std::right << count << "  " << name_of(read) << '\n';
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
    std::map<std::string, std::size_t> kills;
    std::cout << std::left << std::setw(kNameWidth) << "bug" << std::setw(kRuleWidth) << "rule"
              << "scenarios that break under it\n";
    for (const core::zoo::Species& species : bugs) {
        const Names broken = broken_under(species, scenarios);
        alive += broken.empty() ? 1 : 0;
        for (const std::string& name : broken) {
            ++kills[name];
        }
        std::cout << std::left << std::setw(kNameWidth) << species.name << std::setw(kRuleWidth) << species.rule
                  << (broken.empty() ? "ALIVE   " + std::string(species.words) : in_column(broken)) << std::endl;
    }
    const std::size_t weak = show_strengths(scenarios, kills);
    std::cout << bugs.size() - alive << " of " << bugs.size() << " bugs break a scenario; " << weak
              << " of " << scenarios.size() << " scenarios break under none\n";
    return alive + weak > 0 ? ExitCode::alive : ExitCode::well;
}

}  // namespace workspace::sim
