#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <stdexcept>

#include "commands/bugs.hpp"
#include "commands/colours.hpp"
#include "commands/commands.hpp"
#include "commands/report.hpp"
#include "live/play_live.hpp"
#include "live/playable.hpp"

namespace workspace::sim {

namespace {

/// Hundreds of clients, each with four sockets in this process.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

ExitCode play_one(const Read& read, const PlayLiveOptions& options, std::string& words) {
    const Colours colours = Colours::of_standard_output();
    const LiveOutcome outcome = play_live(read.parsed.scenario, options);
    const bool well = outcome.broken.empty();
    words = (well ? colours.good("ok") + "      " : colours.bad("BROKEN") + "  ") + read.path.string() + "  (" +
            read.parsed.scenario.title + ")  " + with_digits(static_cast<double>(outcome.elapsed.count()) / 1e6, 1) +
            " s" + (well && outcome.compared ? ", the history is the simulated one's" : "") + '\n';
    for (const Broken& broken : outcome.broken) {
        words += line_of(broken, colours) + '\n';
    }
    return well ? ExitCode::well : ExitCode::broken;
}

/// Several files at a time, each in a process of its own. What one says is shown when it has ended.
class Plays {
public:
    void start(const Read& read, const PlayLiveOptions& options) {
        std::FILE* words = std::tmpfile();
        if (words == nullptr) {
            throw std::runtime_error("no temporary file can be made");
        }
        std::cout.flush();
        const pid_t child = ::fork();
        if (child < 0) {
            throw std::runtime_error("no process can be made");
        }
        if (child == 0) {
            be_a_play(read, options, words);
        }
        running_[child] = words;
    }
    [[nodiscard]] std::size_t running() const { return running_.size(); }

    /// Waits for one, and shows what it says.
    ExitCode take_one() {
        int status = 0;
        const pid_t child = ::waitpid(-1, &status, 0);
        const auto found = running_.find(child);
        if (found == running_.end()) {
            throw std::runtime_error("a process is lost");
        }
        std::rewind(found->second);
        for (int c = std::fgetc(found->second); c != EOF; c = std::fgetc(found->second)) {
            std::cout.put(static_cast<char>(c));
        }
        std::cout.flush();
        std::fclose(found->second);
        running_.erase(found);
        return WIFEXITED(status) ? static_cast<ExitCode>(WEXITSTATUS(status)) : ExitCode::unexpected;
    }

private:
    /// Never returns. It ends when its parent does, and its server with it.
    [[noreturn]] static void be_a_play(const Read& read, const PlayLiveOptions& options, std::FILE* out) {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        ExitCode code = ExitCode::unexpected;
        std::string words;
        try {
            code = play_one(read, options, words);
        } catch (const std::exception& error) {
            words = read.path.string() + ": " + error.what() + '\n';
        }
        std::fwrite(words.data(), 1, words.size(), out);
        std::fflush(out);
        std::_Exit(static_cast<int>(code));
    }

    std::map<pid_t, std::FILE*> running_;
};

/// workspace-server is where this program is, if nothing else was said.
std::filesystem::path server_of(const LiveWish& wish) {
    if (!wish.server.empty()) {
        return std::filesystem::absolute(wish.server);
    }
    return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "workspace-server";
}

struct Sum {
    std::size_t played = 0;
    std::size_t broken = 0;
    std::size_t failed = 0;
    void add(ExitCode code) {
        ++played;
        broken += code == ExitCode::broken ? 1U : 0U;
        failed += code != ExitCode::broken && code != ExitCode::well ? 1U : 0U;
    }
};

}  // namespace

ExitCode live(const LiveWish& wish) {
    PlayLiveOptions options{.server = server_of(wish)};
    if (!wish.bug.empty()) {
        (void)bugs_of({wish.bug});  // there is such a bug
        options.environment.push_back("WORKSPACE_LET_OUT=" + wish.bug);
    }
    if (::access(options.server.c_str(), X_OK) != 0) {
        std::cerr << options.server.string() << ": there is no such program; say where with --server-binary\n";
        return ExitCode::usage;
    }
    raise_descriptor_limit();
    Plays plays;
    Sum sum;
    std::size_t skipped = 0;
    bool readable = true;
    for (const std::vector<Read> files = read_scenarios(wish.paths); const Read& read : files) {
        if (!read.parsed.mistakes.empty()) {
            std::cerr << mistakes_text(read);
            readable = false;
            continue;
        }
        if (const auto not_playable = why_not_live(read.parsed.scenario, core::seconds{wish.at_most_seconds})) {
            const std::string line = not_playable->line > 0 ? ':' + std::to_string(not_playable->line) : std::string{};
            std::cout << "skipped " << read.path.string() << line << ": " << not_playable->reason << '\n';
            ++skipped;
            continue;
        }
        if (plays.running() == static_cast<std::size_t>(wish.jobs)) {
            sum.add(plays.take_one());
        }
        plays.start(read, options);
    }
    while (plays.running() > 0) {
        sum.add(plays.take_one());
    }
    std::cout << sum.played << " played, " << sum.broken << " broken, " << skipped << " skipped\n";
    if (sum.failed > 0) {
        return ExitCode::unexpected;
    }
    return sum.broken > 0 ? ExitCode::broken : !readable || sum.played == 0 ? ExitCode::usage : ExitCode::well;
}

}  // namespace workspace::sim
