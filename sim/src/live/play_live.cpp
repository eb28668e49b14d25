#include "live/play_live.hpp"

#include <cstdlib>
#include <set>
#include <stdexcept>

#include "live/chronicle.hpp"
#include "live/judge.hpp"
#include "play/newcomer.hpp"
#include "play/play.hpp"
#include "scenario/director.hpp"

namespace workspace::sim {

using namespace core;

namespace {

/// A lease lives on for a minute after a restart of the server (S10), and reconnecting takes its time.
constexpr Duration kRestWithin = seconds{90};
constexpr Duration kJudgeEvery = milliseconds{200};

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "workspace-live-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no temporary folder can be made in " + pattern);
        }
        path_ = pattern;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::string name_of(ElsewherePolicy policy) {
    return policy == ElsewherePolicy::ask ? "ask" : policy == ElsewherePolicy::reject ? "reject" : "takeover";
}

/// Until nothing is left to complain of; what is, in the end, is broken.
void come_to_rest(LiveStage& stage) {
    stage.heal();
    std::vector<Broken> left;
    const MonotonicTime end = stage.time() + kRestWithin;
    do {
        stage.run(kJudgeEvery);
        left.clear();
        judge(stage, [&](std::string rule, std::string sentence) {
            left.push_back({std::move(rule), std::move(sentence), "judge", {}});
        });
    } while (!left.empty() && stage.time() < end);
    for (Broken& broken : left) {
        stage.report(std::move(broken));
    }
}

/// The simulated run of the same file, and what it came to.
Chronicle simulated(const Scenario& scenario, const Stage& stage) {
    ChronicleTaker taker;
    const Outcome outcome = play(scenario, {.seed = scenario.seed, .also_watch = {&taker}});
    for (const Broken& broken : outcome.broken) {
        stage.report({broken.rule, "in the simulated run: " + broken.sentence, broken.checker, {}});
    }
    return taker.chronicle();
}

void compare(const Scenario& scenario, const LiveStage& stage) {
    std::set<AccountId> leases;
    for (const Lease& lease : stage.file().leases()) {
        leases.insert(lease.account);
    }
    const Chronicle live = chronicle_of(stage, stage.file().logs(), leases);
    for (std::string& difference : differences(simulated(scenario, stage), live)) {
        stage.report({"history", std::move(difference), "history", {}});
    }
}

}  // namespace

LiveOutcome play_live(const Scenario& scenario, const PlayLiveOptions& options) {
    const TemporaryFolder folder;
    LiveStage stage(
        {.seed = scenario.seed,
         .server = options.server,
         .folder = folder.path(),
         .arguments = {"--policy", name_of(scenario.policy), "--argon2-memory-mib", "8", "--argon2-ops", "1"},
         .environment = options.environment});
    stage.person(kNewcomer);
    Director director(scenario, stage, stage.file(), nullptr);
    director.begin();
    director.play();
    LiveOutcome outcome;
    outcome.line = stage.broken().empty() ? 0 : director.line();
    if (stage.broken().empty()) {
        come_to_rest(stage);
    }
    if (stage.broken().empty() && scenario.deterministic) {
        outcome.compared = true;
        compare(scenario, stage);
    }
    if (stage.broken().empty()) {
        let_a_newcomer_in(stage);
        stage.stop_server();
        if (const std::string found = stage.file().integrity(); found != "ok") {
            stage.report({"M1", "the database is damaged: " + found, "server", {}});
        }
    }
    outcome.broken = stage.broken();
    outcome.elapsed = stage.elapsed();
    return outcome;
}

}  // namespace workspace::sim
