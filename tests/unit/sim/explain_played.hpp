#pragma once

#include <string>

#include "explain/recorder.hpp"

namespace workspace::sim {

/// The head of small scenarios: alice at `pc` and bob at `tablet`.
inline const std::string kPair =
    "scenario \"a pair\"\nrules S4\npeople alice, bob on pc, tablet\nworkstations pc, tablet\nrooms general\n";

struct Played {
    History history;
    std::vector<Broken> broken;
};

/// What a recorder that watches this scenario writes down. Throws where the text is no scenario.
[[nodiscard]] Played played(const std::string& text, std::size_t talk_max = Recorder::kTalkMax);

/// The first entry that begins so. Throws where there is none.
[[nodiscard]] const History::Entry& entry_of(const History& history, std::string_view text);

/// Three workstations: a post that is lost, an account that is taken over elsewhere, a body that looks like markup, a
/// logout, and an expectation in line kTakeoverFails that does not hold.
[[nodiscard]] std::string takeover_scenario();
constexpr int kTakeoverFails = 21;

}  // namespace workspace::sim
