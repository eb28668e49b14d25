#include <chrono>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>

#include "commands/bugs.hpp"
#include "commands/commands.hpp"
#include "commands/explain.hpp"
#include "commands/report.hpp"
#include "swarm/in_parallel.hpp"
#include "swarm/profile_file.hpp"
#include "swarm/shrink.hpp"
#include "workspace/core/base/sometimes.hpp"

namespace workspace::sim {

namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::uint64_t kDigestFactor = 0x9e3779b97f4a7c15ULL;
constexpr auto kProgressEvery = std::chrono::seconds{5};

double seconds_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

void show_failure(const Scenario& scenario, const Outcome& outcome, const SwarmWish& wish) {
    const std::string& folder = wish.save;
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
    std::cout << "replay it: workspace-sim swarm --seeds " << scenario.seed << ".." << scenario.seed
              << (wish.profile.empty() ? "" : " --profile " + wish.profile) << '\n';
}

/// One job of a swarm: every so manieth seed, one after the other.
class Hunt {
public:
    Hunt(const SwarmWish& wish, const Profile& profile, SteadyClock::time_point begin)
        : wish_(wish), profile_(profile), begin_(begin), told_(begin) {}

    Figures run(int job) {
        const auto step = static_cast<std::uint64_t>(wish_.jobs);
        for (std::uint64_t seed = wish_.from + static_cast<std::uint64_t>(job); !over(seed); seed += step) {
            play_one(seed);
            if (job == 0) {
                tell_progress(seed);
            }
        }
#ifdef WORKSPACE_ZOO
        figures_.reached = core::sometimes::reached_times;
#endif
        return figures_;
    }

private:
    [[nodiscard]] bool over(std::uint64_t seed) const {
        const bool found = figures_.broken > 0 && !wish_.keep_going;
        return found || (wish_.minutes > 0 ? SteadyClock::now() - begin_ > std::chrono::minutes{wish_.minutes}
                                           : seed > wish_.to);
    }
    void play_one(std::uint64_t seed) {
        const Scenario scenario = draw(seed, profile_);
        const Outcome outcome = play(scenario, {.seed = seed, .unwatched = wish_.unwatched});
        ++figures_.played;
        figures_.digest += outcome.digest * kDigestFactor + seed;
        figures_.client_seconds += outcome.client_seconds;
        if (wish_.twice && play(scenario, {.seed = seed}).digest != outcome.digest) {
            std::cout << "seed " << seed << " gave two different runs\n";
            ++figures_.differing;
        }
        if (!outcome.well()) {
            ++figures_.broken;
            show_failure(scenario, outcome, wish_);
        }
    }
    void tell_progress(std::uint64_t seed) {
        if (SteadyClock::now() - told_ > kProgressEvery) {
            told_ = SteadyClock::now();
            const auto jobs = static_cast<std::int64_t>(wish_.jobs);
            std::cout << "  seed " << seed << ", " << figures_.broken << " broken, "
                      << speed_text(figures_.client_seconds * jobs, seconds_since(begin_)) << std::endl;
        }
    }

    const SwarmWish& wish_;
    const Profile& profile_;
    SteadyClock::time_point begin_;
    SteadyClock::time_point told_;
    Figures figures_;
};

/// Which situations the search came to; whether to all.
bool show_marks([[maybe_unused]] const Figures& figures) {
#ifdef WORKSPACE_ZOO
    bool all = true;
    for (const core::sometimes::Situation& situation : core::sometimes::kSituations) {
        const std::uint64_t times = figures.reached[static_cast<std::size_t>(situation.mark)];
        std::cout << std::setw(12) << times << "  " << situation.words << (times == 0 ? "  NEVER" : "") << '\n';
        all = all && times > 0;
    }
    return all;
#else
    std::cout << "this build counts no situations: ./dev sim swarm builds one that does\n";
    return false;
#endif
}

Profile profile_of(const SwarmWish& wish) {
    try {
        return wish.profile.empty() ? Profile{} : read_profile(wish.profile);
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

}  // namespace

ExitCode code_of(const Figures& figures, bool all_reached) {
    return figures.differing > 0 ? ExitCode::differs
           : figures.broken > 0  ? ExitCode::broken
           : !all_reached        ? ExitCode::unreached
                                 : ExitCode::well;
}

ExitCode swarm(const SwarmWish& wish) {
    if (wish.minutes == 0 && wish.from > wish.to) {
        throw UsageError("there is no seed from " + std::to_string(wish.from) + " to " + std::to_string(wish.to));
    }
    const auto begin = SteadyClock::now();
    const Profile profile = profile_of(wish);
    const auto job = [&](int number) { return Hunt(wish, profile, begin).run(number); };
    const Figures figures = wish.jobs == 1 ? job(0) : in_parallel(wish.jobs, !wish.keep_going, job);
    std::cout << "digest of all runs: " << std::hex << figures.digest << std::dec << '\n';
    std::cout << figures.played << " seeds, " << figures.broken << " broken; "
              << speed_text(figures.client_seconds, seconds_since(begin)) << '\n';
    const bool all_reached = !wish.marks || show_marks(figures);
    return code_of(figures, all_reached);
}

ExitCode shrink_file(const ShrinkWish& wish) {
    const LetOut let_out(wish.bug);
    const Read read = read_scenario(wish.path);
    if (!read.parsed.mistakes.empty()) {
        std::cerr << mistakes_text(read);
        return ExitCode::usage;
    }
    const std::uint64_t seed = wish.seed != 0 ? wish.seed : read.parsed.scenario.seed;
    const Shrunk shrunk = shrink(read.parsed.scenario, {.seed = seed});
    if (shrunk.outcome.well()) {
        std::cout << wish.path << " breaks no rule: there is nothing to make shorter\n";
        return ExitCode::well;
    }
    std::cout << print(shrunk.scenario);
    for (const Broken& broken : shrunk.outcome.broken) {
        std::cout << "# " << line_of(broken) << '\n';
    }
    return ExitCode::broken;
}

}  // namespace workspace::sim
