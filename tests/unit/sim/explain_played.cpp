#include "unit/sim/explain_played.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "play/play.hpp"

namespace workspace::sim {

Played played(const std::string& text, std::size_t talk_max) {
    const Parsed parsed = parse(text);
    if (!parsed.mistakes.empty()) {
        throw std::logic_error(text + ": " + parsed.mistakes.front().words);
    }
    Recorder recorder(talk_max);
    const Outcome outcome = play(parsed.scenario, {.seed = parsed.scenario.seed, .also_watch = {&recorder}});
    return {recorder.history(outcome.broken), outcome.broken};
}

const History::Entry& entry_of(const History& history, std::string_view text) {
    const auto found = std::find_if(history.entries.begin(), history.entries.end(),
                                    [&](const auto& e) { return e.text.starts_with(text); });
    if (found == history.entries.end()) {
        throw std::logic_error("no entry that begins so: " + std::string{text});
    }
    return *found;
}

std::string takeover_scenario() {
    std::ifstream in(WORKSPACE_SOURCE_DIR "/tests/sim/takeover.scn");
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace workspace::sim
