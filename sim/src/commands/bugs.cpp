#include "commands/bugs.hpp"

#include <algorithm>

#include "commands/commands.hpp"
#include "scenario/tokens.hpp"

namespace workspace::sim {

#ifdef WORKSPACE_ZOO

namespace {

/// The one that was meant, or those that have a word of the name in theirs.
std::string meant_by(const std::string& name) {
    std::vector<std::string> names;
    std::vector<std::string> alike;
    for (const core::zoo::Species& species : core::zoo::kSpecies) {
        names.emplace_back(species.name);
        if (species.name.find(name.substr(0, name.find('_'))) != std::string_view::npos) {
            alike.emplace_back(species.name);
        }
    }
    const std::string near = nearest(name, names);
    const std::string meant = near.empty() && !name.empty() ? join_names(alike) : near;
    return meant.empty() ? "; `workspace-sim selftest --list` names them" : "; did you mean " + meant + "?";
}

}  // namespace

std::vector<core::zoo::Species> bugs_of(const std::vector<std::string>& names) {
    const auto& all = core::zoo::kSpecies;
    if (names.empty()) {
        return {all.begin(), all.end()};
    }
    std::vector<core::zoo::Species> bugs;
    for (const std::string& name : names) {
        const auto* found =
            std::find_if(all.begin(), all.end(), [&](const auto& species) { return species.name == name; });
        if (found == all.end()) {
            throw UsageError("there is no seeded bug `" + name + "`" + meant_by(name));
        }
        bugs.push_back(*found);
    }
    return bugs;
}

LetOut::LetOut(core::zoo::Bug bug) {
    core::zoo::let_out = bug;
}

LetOut::LetOut(const std::string& name) {
    if (!name.empty()) {
        core::zoo::let_out = bugs_of({name}).front().bug;
    }
}

LetOut::~LetOut() {
    core::zoo::let_out.reset();
}

#else

std::vector<core::zoo::Species> bugs_of(const std::vector<std::string>& /*names*/) {
    throw UsageError("this build has no seeded bugs in it: `./dev sim` makes one that has");
}

LetOut::LetOut(core::zoo::Bug /*bug*/) {}
LetOut::LetOut(const std::string& name) {
    if (!name.empty()) {
        (void)bugs_of({name});
    }
}
LetOut::~LetOut() = default;

#endif

}  // namespace workspace::sim
