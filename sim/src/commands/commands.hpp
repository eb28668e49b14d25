#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "swarm/figures.hpp"

/// What `workspace-sim` does, one function a command. Each prints to standard output and returns the exit code.
namespace workspace::sim {

/// docs/simulation.md lists them.
enum class ExitCode : std::uint8_t {
    well = 0,
    unexpected = 1,  ///< the simulator itself failed: look
    usage = 2,       ///< the command line, or a file that cannot be read
    broken = 3,      ///< a rule was broken
    alive = 4,       ///< selftest: a seeded bug was not found
    differs = 5,     ///< the same seed, or a capture, did not give the same run
    unreached = 6,   ///< a swarm never came to a situation that it has to come to
};

/// The command line names what there is not. Words for a person; the program ends with ExitCode::usage.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct RunWish {
    std::vector<std::string> paths;  ///< files, and folders of .scn files
    std::uint64_t seed = 0;          ///< 0: the scenario's own
    std::string junit;               ///< a file to write a report to; empty: none
    std::string bug;                 ///< a seeded bug that is let out meanwhile; empty: none
    bool unwatched = false;          ///< without checkers, to measure what they cost
    std::string page;                ///< a file for the page of the first broken run, or of the only one; empty: none
};
[[nodiscard]] ExitCode run_scenarios(const RunWish& wish);

struct LiveWish {
    std::vector<std::string> paths;
    std::string server;                 ///< workspace-server; empty: the one beside this program
    std::int64_t at_most_seconds = 60;  ///< a file that waits for longer is skipped
    int jobs = 1;                       ///< files that are played at a time
    std::string bug;                    ///< a seeded bug that is let out in the server; empty: none
};
/// Plays each file against a real server.
[[nodiscard]] ExitCode live(const LiveWish& wish);

struct SwarmWish {
    std::uint64_t from = 1;
    std::uint64_t to = 1000;
    std::int64_t minutes = 0;  ///< 0: until `to`
    int jobs = 1;              ///< processes
    std::string profile;       ///< a TOML file; empty: the default
    bool marks = false;        ///< show which situations were reached, and fail where one was not
    bool keep_going = false;
    bool unwatched = false;  ///< without checkers, to measure what they cost
    bool twice = false;      ///< each seed a second time; the digests have to be equal
    std::string save;        ///< a folder for the shrunk scenarios of what fails, and their pages
};
[[nodiscard]] ExitCode swarm(const SwarmWish& wish);
/// What a swarm ends with: the worst that it found. `all_reached`: every situation that it has to come to.
[[nodiscard]] ExitCode code_of(const Figures& figures, bool all_reached);

struct ShrinkWish {
    std::string path;
    std::uint64_t seed = 0;
    std::string bug;  ///< that is let out meanwhile; empty: none
};
[[nodiscard]] ExitCode shrink_file(const ShrinkWish& wish);

struct ExplainWish {
    std::string path;              ///< a .scn file, or …
    std::uint64_t swarm_seed = 0;  ///< … the world that a swarm draws from this
    std::uint64_t seed = 0;        ///< 0: the scenario's own
    std::string bug;               ///< that is let out meanwhile; empty: none
    std::string out;               ///< the page; empty: the scenario's name with .html, where one is
    bool text = false;             ///< to the terminal, instead of a page
    std::size_t entries = 60;      ///< of the text, at most; 0: all
};
[[nodiscard]] ExitCode explain(const ExplainWish& wish);

/// Plays what a server captured into a fresh hub, and compares. `text`: shows all of it.
[[nodiscard]] ExitCode replay_capture(const std::string& path, bool text);

struct SelftestWish {
    std::uint64_t seeds = 2000;  ///< at most, for each bug
    std::uint64_t kills = 3;     ///< of which the median is shown
    std::vector<std::string> bugs;
};
[[nodiscard]] ExitCode selftest(const SelftestWish& wish);
/// The seeded bugs: name, rule, what is wrong.
[[nodiscard]] ExitCode list_bugs();

struct ScenarioTestWish {
    std::vector<std::string> paths;  ///< files, and folders of .scn files
    std::vector<std::string> bugs;   ///< only these; none: all
};
/// Plays each scenario with each seeded bug, and shows which break under which.
[[nodiscard]] ExitCode selftest_scenarios(const ScenarioTestWish& wish);

}  // namespace workspace::sim
