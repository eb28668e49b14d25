#include <chrono>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "commands/bugs.hpp"
#include "commands/colours.hpp"
#include "commands/commands.hpp"
#include "commands/explain.hpp"
#include "commands/junit.hpp"
#include "commands/report.hpp"

namespace workspace::sim {

namespace {

/// Adds to `client_seconds`.
JunitCase run_one(const Read& read, const PlayOptions& options, const std::string& bug, Colours colours,
                  std::int64_t& client_seconds) {
    const auto begin = std::chrono::steady_clock::now();
    const Outcome outcome = play(read.parsed.scenario, options);
    client_seconds += outcome.client_seconds;
    JunitCase result{.name = read.path.string()};
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    std::cout << (outcome.well() ? colours.good("ok") + "      " : colours.bad("BROKEN") + "  ") << read.path.string()
              << "  (" << read.parsed.scenario.title << ")\n";
    for (const Broken& broken : outcome.broken) {
        result.failure += line_of(broken) + '\n';
        std::cout << line_of(broken, colours) << '\n';
    }
    if (!outcome.well()) {
        std::cout << "replay it: " << replay_of(read, options.seed, bug) << '\n';
    }
    return result;
}

/// The page of the first broken run, or of the only one.
class PageOfARun {
public:
    PageOfARun(std::string path, std::string bug) : path_(std::move(path)), bug_(std::move(bug)) {}
    void offer(const Read& read, std::uint64_t seed, bool well, bool only) {
        if (!path_.empty() && !written_ && (!well || only)) {
            write_page(path_, explain_text(read.text, seed, replay_of(read, seed, bug_)));
            written_ = true;
            std::cout << "see what happened: " << path_ << '\n';
        }
    }
    void end() const {
        if (!path_.empty() && !written_) {
            std::cout << "no page was written: nothing broke, and there was not just one file to show\n";
        }
    }

private:
    std::string path_;
    std::string bug_;
    bool written_ = false;
};

void write_junit(const std::string& path, const std::vector<JunitCase>& results) {
    std::ofstream out(path, std::ios::binary);
    out << junit_of(results);
    if (!out.flush()) {
        throw std::runtime_error(path + ": cannot be written");
    }
}

}  // namespace

ExitCode run_scenarios(const RunWish& wish) {
    const LetOut let_out(wish.bug);
    const Colours colours = Colours::of_standard_output();
    const std::vector<Read> files = read_scenarios(wish.paths);
    PageOfARun page(wish.page, wish.bug);
    std::vector<JunitCase> results;
    const auto begin = std::chrono::steady_clock::now();
    std::int64_t client_seconds = 0;
    bool readable = true;
    bool well = true;
    for (const Read& read : files) {
        if (!read.parsed.mistakes.empty()) {
            std::cerr << mistakes_text(read);
            results.push_back({.name = read.path.string(), .error = mistakes_text(read)});
            readable = false;
            continue;
        }
        const std::uint64_t seed = wish.seed != 0 ? wish.seed : read.parsed.scenario.seed;
        results.push_back(
            run_one(read, {.seed = seed, .unwatched = wish.unwatched}, wish.bug, colours, client_seconds));
        const bool this_one_is_well = results.back().failure.empty();
        page.offer(read, seed, this_one_is_well, files.size() == 1);
        well = well && this_one_is_well;
    }
    page.end();
    if (!wish.junit.empty()) {
        write_junit(wish.junit, results);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::cout << results.size() << " scenarios; " << speed_text(client_seconds, took.count()) << '\n';
    return !well ? ExitCode::broken : readable ? ExitCode::well : ExitCode::usage;
}

}  // namespace workspace::sim
