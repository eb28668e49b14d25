#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "commands/commands.hpp"
#include "commands/explain.hpp"
#include "commands/report.hpp"
#include "swarm/profile.hpp"
#include "swarm/shrink.hpp"

namespace workspace::sim {

namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15ULL;
constexpr auto kProgressEvery = std::chrono::seconds{5};

double seconds_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

void show_failure(const Scenario& scenario, const Outcome& outcome, const std::string& folder) {
    const Colours colours = Colours::of_standard_output();
    std::cout << "seed " << scenario.seed << " is " << colours.bad("BROKEN") << ":\n";
    for (const Broken& broken : outcome.broken) {
        std::cout << "  " << line_of(broken, colours) << '\n';
    }
    const Shrunk shrunk = shrink(scenario, {.seed = scenario.seed});
    std::cout << "shrunk to " << shrunk.scenario.statements.size() << " lines of " << scenario.statements.size()
              << ":\n\n"
              << print(shrunk.scenario) << '\n';
    if (!folder.empty()) {
        std::filesystem::create_directories(folder);
        auto path = std::filesystem::path(folder) / ("seed-" + std::to_string(scenario.seed) + ".scn");
        const std::string replay = "workspace-sim run " + path.string();
        std::ofstream(path) << print(shrunk.scenario);
        std::cout << "saved: " << replay << '\n';
        write_page(path.replace_extension(".html"), explain_text(print(shrunk.scenario), scenario.seed, replay));
        std::cout << "see what happened: " << path.string() << '\n';
    }
    std::cout << "replay it: workspace-sim swarm --seeds " << scenario.seed << ".." << scenario.seed << '\n';
}

}  // namespace

ExitCode swarm(const SwarmWish& wish) {
    const auto begin = SteadyClock::now();
    auto told = begin;
    std::int64_t client_seconds = 0;
    std::uint64_t played = 0;
    std::uint64_t failed = 0;
    std::uint64_t digest = 0;
    bool differs = false;
    for (std::uint64_t seed = wish.from; wish.minutes > 0 || seed <= wish.to; ++seed) {
        if (wish.minutes > 0 && SteadyClock::now() - begin > std::chrono::minutes{wish.minutes}) {
            break;
        }
        const Scenario scenario = draw(seed, {});
        const Outcome outcome = play(scenario, {.seed = seed});
        ++played;
        digest = digest * kOdd + outcome.digest;
        client_seconds += outcome.client_seconds;
        if (wish.twice && play(scenario, {.seed = seed}).digest != outcome.digest) {
            std::cout << "seed " << seed << " gave two different runs\n";
            differs = true;
        }
        if (!outcome.well()) {
            ++failed;
            show_failure(scenario, outcome, wish.save);
            if (!wish.keep_going) {
                break;
            }
        }
        if (SteadyClock::now() - told > kProgressEvery) {
            told = SteadyClock::now();
            std::cout << "  seed " << seed << ", " << failed << " broken, "
                      << speed_text(client_seconds, seconds_since(begin)) << std::endl;
        }
    }
    std::cout << "digest of all runs: " << std::hex << digest << std::dec << '\n';
    std::cout << played << " seeds, " << failed << " broken; " << speed_text(client_seconds, seconds_since(begin))
              << '\n';
    return differs ? ExitCode::differs : failed > 0 ? ExitCode::broken : ExitCode::well;
}

ExitCode shrink_file(const ShrinkWish& wish) {
    const Read read = read_scenario(wish.path);
    if (!read.parsed.mistakes.empty()) {
        std::cerr << mistakes_text(read);
        return ExitCode::usage;
    }
    const std::uint64_t seed = wish.seed != 0 ? wish.seed : read.parsed.scenario.seed;
    const Shrunk shrunk = shrink(read.parsed.scenario, {.seed = seed});
    std::cout << print(shrunk.scenario);
    for (const Broken& broken : shrunk.outcome.broken) {
        std::cout << "# " << line_of(broken) << '\n';
    }
    return shrunk.outcome.well() ? ExitCode::well : ExitCode::broken;
}

}  // namespace workspace::sim
