#include <algorithm>
#include <charconv>
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>
#include "commands/commands.hpp"

namespace {

using workspace::sim::ExitCode;

constexpr const char* kFooter = R"(Examples:
  workspace-sim run sim/scenarios
  workspace-sim run complaint_1.scn --seed 7
  workspace-sim live sim/scenarios --jobs 8
  workspace-sim swarm --seeds 1..100000 --jobs 2 --keep-going --save build/found
  workspace-sim swarm --minutes 30 --profile sim/profiles/disks.toml --marks
  workspace-sim run my.scn --with-bug late_claim_wins
  workspace-sim explain complaint_1.scn --out complaint_1.html
  workspace-sim replay monday.trace
  workspace-sim selftest late_claim_wins
  workspace-sim selftest --scenarios sim/scenarios

Exit codes: 0 well, 1 the simulator itself failed, 2 command line or a scenario that cannot be read,
3 a rule was broken, 4 a seeded bug was not found, or a scenario breaks under too few, 5 the same seed or capture gave two
different runs, 6 a swarm with --marks never came to a situation that it has to come to.)";

/// `A..B`, or one number.
std::string read_seeds(std::string& text, workspace::sim::SwarmWish& wish) {
    const std::size_t dots = text.find("..");
    const std::string_view first = std::string_view(text).substr(0, dots);
    const std::string_view last = dots == std::string::npos ? first : std::string_view(text).substr(dots + 2);
    const auto number = [](std::string_view digits, std::uint64_t& into) {
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), into);
        return read.ec == std::errc{} && read.ptr == digits.data() + digits.size();
    };
    return number(first, wish.from) && number(last, wish.to) ? std::string{} : "seeds are like 1..1000";
}

int run(int argc, char** argv) {
    CLI::App app{"The server and its clients in virtual time, over a network and disks that break"};
    app.footer(kFooter);
    app.require_subcommand(1);
    ExitCode code = ExitCode::well;

    workspace::sim::RunWish run_wish;
    CLI::App* play = app.add_subcommand("run", "play scenario files, or folders of them");
    play->add_option("files", run_wish.paths, ".scn files and folders")->required()->check(CLI::ExistingPath);
    play->add_option("--seed", run_wish.seed, "instead of the scenario's own");
    play->add_option("--junit", run_wish.junit, "write a report for a CI to this file");
    play->add_option("--with-bug", run_wish.bug, "let this seeded bug out (in a build that has them)");
    play->add_flag("--without-checkers", run_wish.unwatched, "to measure what they cost");
    play->add_option("--report", run_wish.page,
                     "write what happened to this file, as a page for a browser: in the first "
                     "file that breaks a rule, or in the only one");
    play->footer(
        "Examples:\n  workspace-sim run sim/scenarios --junit report.xml\n"
        "  workspace-sim run my.scn --seed 7 --report what-happened.html\n"
        "  workspace-sim run my.scn --with-bug late_claim_wins");
    play->callback([&] { code = run_scenarios(run_wish); });

    workspace::sim::LiveWish live_wish;
    CLI::App* live = app.add_subcommand("live", "play scenario files against a real server, in real time");
    live->add_option("files", live_wish.paths, ".scn files and folders")->required()->check(CLI::ExistingPath);
    live->add_option("--server-binary", live_wish.server, "workspace-server (default: the one beside this program)")
        ->check(CLI::ExistingFile);
    live->add_option("--at-most", live_wish.at_most_seconds, "skip files that wait for more seconds (default: 60)")
        ->check(CLI::NonNegativeNumber);
    live->add_option("--jobs", live_wish.jobs, "files that are played at a time (default: 1)")
        ->check(CLI::Range(1, 256));
    live->add_option("--with-bug", live_wish.bug, "let this seeded bug out in the server (in a build that has them)");
    live->footer(
        "Each file gets a server of its own, on loopback and on a fresh data folder, and each client a network that "
        "breaks "
        "to order.\n"
        "Examples:\n"
        "  workspace-sim live sim/scenarios --jobs 8\n"
        "  workspace-sim live my.scn --server-binary build/dev/bin/workspace-server --at-most 300");
    live->callback([&] { code = workspace::sim::live(live_wish); });

    workspace::sim::SwarmWish swarm_wish;
    CLI::App* swarm = app.add_subcommand("swarm", "draw worlds from seeds, and look for a broken rule");
    swarm
        ->add_option(
            "--seeds",
            [&](const CLI::results_t& given) {
                std::string text = given.front();
                return read_seeds(text, swarm_wish).empty();
            },
            "which, as A..B (default: 1..1000)")
        ->type_name("A..B");
    swarm->add_option("--minutes", swarm_wish.minutes, "go on from A for so long");
    swarm->add_option("--jobs", swarm_wish.jobs, "processes that share the seeds (default: 1)")
        ->check(CLI::Range(1, 256));
    swarm->add_option("--profile", swarm_wish.profile, "a TOML file that says what worlds are like")
        ->check(CLI::ExistingFile);
    swarm->add_flag("--marks", swarm_wish.marks, "show which situations were reached; one that was not is a failure");
    swarm->add_flag("--keep-going", swarm_wish.keep_going, "do not stop at the first broken rule");
    swarm->add_flag("--twice", swarm_wish.twice, "each seed twice: both runs must be the same");
    swarm->add_flag("--without-checkers", swarm_wish.unwatched, "to measure what they cost");
    swarm->add_option("--save", swarm_wish.save, "a folder for shrunk scenarios, and pages of what happened in them");
    swarm->footer(
        "Examples:\n  workspace-sim swarm --seeds 1..100000 --jobs 2 --keep-going --save build/found\n"
        "  workspace-sim swarm --seeds 4711..4711\n"
        "  workspace-sim swarm --minutes 30 --profile sim/profiles/disks.toml --marks");
    swarm->callback([&] { code = workspace::sim::swarm(swarm_wish); });

    workspace::sim::ShrinkWish shrink_wish;
    CLI::App* shrink = app.add_subcommand("shrink", "make a scenario that breaks a rule as short as it goes");
    shrink->add_option("file", shrink_wish.path, "a .scn file")->required()->check(CLI::ExistingFile);
    shrink->add_option("--seed", shrink_wish.seed, "instead of the scenario's own");
    shrink->add_option("--with-bug", shrink_wish.bug, "let this seeded bug out (in a build that has them)");
    shrink->footer("Example:\n  workspace-sim shrink my.scn > shorter.scn");
    shrink->callback([&] { code = shrink_file(shrink_wish); });

    workspace::sim::ExplainWish explain_wish;
    CLI::App* explain = app.add_subcommand("explain", "show what happened in a run, as a page for a browser");
    CLI::Option* file = explain->add_option("file", explain_wish.path, "a .scn file")->check(CLI::ExistingFile);
    explain
        ->add_option("--swarm-seed", explain_wish.swarm_seed, "instead of a file: the world that swarm draws from it")
        ->excludes(file);
    explain->add_option("--seed", explain_wish.seed, "instead of the scenario's own")->needs(file);
    explain->add_option("--with-bug", explain_wish.bug, "let this seeded bug out (in a build that has them)");
    CLI::Option* out = explain->add_option("--out", explain_wish.out, "the page (default: the scenario's name, .html)");
    CLI::Option* as_text =
        explain->add_flag("--text", explain_wish.text, "to the terminal, instead of a page")->excludes(out);
    explain->add_option("--entries", explain_wish.entries, "of the text, at most (default: 60); 0: all")
        ->needs(as_text);
    explain->footer(
        "Examples:\n  workspace-sim explain my.scn --out what-happened.html\n  workspace-sim explain my.scn --text "
        "--entries 0\n"
        "  workspace-sim explain my.scn --with-bug late_claim_wins\n"
        "  workspace-sim explain --swarm-seed 4711");
    explain->callback([&] {
        if (explain_wish.path.empty() && explain_wish.swarm_seed == 0) {
            throw CLI::RequiredError("file");
        }
        code = workspace::sim::explain(explain_wish);
    });

    std::string capture;
    CLI::App* replay = app.add_subcommand("replay", "play what a server captured (serve --capture) into a fresh hub");
    replay->add_option("file", capture, "the capture")->required()->check(CLI::ExistingFile);
    bool capture_text = false;
    replay->add_flag("--text", capture_text, "show each input, and each output in full");
    replay->callback([&] { code = workspace::sim::replay_capture(capture, capture_text); });

    workspace::sim::SelftestWish selftest_wish;
    CLI::App* selftest = app.add_subcommand("selftest", "let each seeded bug out, and see which checker kills it");
    selftest->add_option("bugs", selftest_wish.bugs, "only these");
    selftest->add_option("--seeds", selftest_wish.seeds, "at most, for each bug (default: 2000)");
    workspace::sim::ScenarioTestWish scenario_wish;
    selftest
        ->add_option("--scenarios", scenario_wish.paths, "play these files and folders with each bug, instead of seeds")
        ->check(CLI::ExistingPath)
        ->allow_extra_args(false);
    bool list = false;
    selftest->add_flag("--list", list, "only name the seeded bugs");
    selftest->footer(
        "Examples:\n  workspace-sim selftest\n  workspace-sim selftest late_claim_wins --seeds 10000\n"
        "  workspace-sim selftest --scenarios sim/scenarios");
    selftest->callback([&] {
        scenario_wish.bugs = selftest_wish.bugs;
        code = list                          ? workspace::sim::list_bugs()
               : scenario_wish.paths.empty() ? workspace::sim::selftest(selftest_wish)
                                             : selftest_scenarios(scenario_wish);
    });

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::usage);
    }
    return static_cast<int>(code);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const workspace::sim::UsageError& error) {
        std::cerr << error.what() << '\n';
        return static_cast<int>(ExitCode::usage);
    } catch (const std::exception& error) {
        std::cerr << "workspace-sim: " << error.what() << '\n';
        return static_cast<int>(ExitCode::unexpected);
    }
}
