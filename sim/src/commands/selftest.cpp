#include <algorithm>
#include <iomanip>
#include <iostream>

#include "commands/bugs.hpp"
#include "commands/commands.hpp"
#include "play/play.hpp"
#include "swarm/profile.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::sim {

namespace {

using core::zoo::Species;

struct Kills {
    std::vector<std::uint64_t> after;  ///< seeds that each kill took
    std::string rule;
    std::string checker;
};

/// Seeds one after the other until it was killed so often, or they are used up.
Kills hunt(const Species& species, const SelftestWish& wish) {
    const LetOut let_out(species.bug);
    Kills kills;
    std::uint64_t since = 0;
    for (std::uint64_t seed = 1; seed <= wish.seeds && kills.after.size() < wish.kills; ++seed) {
        ++since;
        const Outcome outcome = play(draw(seed, {}), {.seed = seed});
        if (outcome.well()) {
            continue;
        }
        if (kills.after.empty()) {
            kills.rule = outcome.broken.front().rule;
            kills.checker = outcome.broken.front().checker;
        }
        kills.after.push_back(std::exchange(since, 0));
    }
    std::sort(kills.after.begin(), kills.after.end());
    return kills;
}

}  // namespace

ExitCode list_bugs() {
    for (const Species& species : bugs_of({})) {
        std::cout << std::left << std::setw(36) << species.name << std::setw(9) << species.rule << species.words
                  << '\n';
    }
    return ExitCode::well;
}

ExitCode selftest(const SelftestWish& wish) {
    std::size_t alive = 0;
    const std::vector<Species> bugs = bugs_of(wish.bugs);
    std::cout << std::left << std::setw(36) << "bug" << std::setw(9) << "rule" << std::setw(8) << "seeds"
              << "killed by\n";
    for (const Species& species : bugs) {
        const Kills kills = hunt(species, wish);
        alive += kills.after.empty() ? 1 : 0;
        std::cout << std::setw(36) << species.name << std::setw(9) << species.rule;
        if (kills.after.empty()) {
            std::cout << "ALIVE   " << species.words << std::endl;
        } else {
            std::cout << std::setw(8) << kills.after[kills.after.size() / 2] << kills.checker << " (" << kills.rule
                      << ")" << std::endl;
        }
    }
    std::cout << bugs.size() - alive << " of " << bugs.size() << " bugs are killed within " << wish.seeds << " seeds\n";
    return alive > 0 ? ExitCode::alive : ExitCode::well;
}

}  // namespace workspace::sim
