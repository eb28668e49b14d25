#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "scenario/scenario.hpp"
#include "swarm/profile.hpp"
#include "swarm/shrink.hpp"
#include "workspace/core/base/sometimes.hpp"
#include "workspace/core/base/zoo.hpp"

using namespace workspace;
using namespace workspace::sim;

int main(int argc, char** argv) {
    if (argc == 2) {
        std::ifstream in(argv[1]);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        const Parsed parsed = parse(text);
        for (const Mistake& m : parsed.mistakes) {
            std::printf("%s:%d:%d: %s\n", argv[1], m.line, m.column, m.words.c_str());
        }
        if (!parsed.mistakes.empty())
            return 2;
        const Outcome outcome = play(parsed.scenario, {.seed = parsed.scenario.seed});
        for (const Broken& broken : outcome.broken) {
            std::printf("%s %s [%s]\n", broken.rule.c_str(), broken.sentence.c_str(), broken.checker.c_str());
        }
        std::printf("%s digest %llx steps %llu\n", outcome.well() ? "ok" : "BROKEN",
                    static_cast<unsigned long long>(outcome.digest), static_cast<unsigned long long>(outcome.steps));
        return outcome.well() ? 0 : 1;
    }
    const std::uint64_t from = std::strtoull(argv[1], nullptr, 10);
    const std::uint64_t to = std::strtoull(argv[2], nullptr, 10);
    int failed = 0;
    for (std::uint64_t seed = from; seed <= to && failed < 5; ++seed) {
        const Scenario scenario = draw(seed, {});
        const Outcome outcome = play(scenario, {.seed = seed});
        if (!outcome.well()) {
            ++failed;
            for (const Broken& broken : outcome.broken) {
                std::printf("seed %llu: %s %s [%s]\n", static_cast<unsigned long long>(seed), broken.rule.c_str(),
                            broken.sentence.c_str(), broken.checker.c_str());
            }
            const Shrunk shrunk = shrink(scenario, {.seed = seed});
            std::printf("--- %d runs, %zu lines of %zu\n%s---\n", shrunk.runs, shrunk.scenario.statements.size(),
                        scenario.statements.size(), print(shrunk.scenario).c_str());
        }
    }
    std::printf("%d failed\n", failed);
#ifdef WORKSPACE_ZOO
    for (const auto& situation : core::sometimes::kSituations) {
        std::printf(
            "%10llu %s\n",
            static_cast<unsigned long long>(core::sometimes::reached_times[static_cast<std::size_t>(situation.mark)]),
            std::string(situation.name).c_str());
    }
    for (const auto& species : core::zoo::kSpecies) {
        core::zoo::let_out = species.bug;
        std::uint64_t seed = 1;
        Outcome outcome;
        while (seed <= 3000 && (outcome = play(draw(seed, {}), {.seed = seed})).well()) {
            ++seed;
        }
        std::printf(
            "%-34s %-4s %s %llu %s\n", std::string(species.name).c_str(), std::string(species.rule).c_str(),
            seed <= 3000 ? "killed at" : "ALIVE", static_cast<unsigned long long>(seed),
            outcome.well() ? "" : (outcome.broken.front().rule + " by " + outcome.broken.front().checker).c_str());
    }
#endif
}
