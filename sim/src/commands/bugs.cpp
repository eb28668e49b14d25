#include "commands/bugs.hpp"

#include <algorithm>

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
    return meant.empty() ? "; `workspace-sim selftest --scenarios FOLDER` lists them" : "; did you mean " + meant + "?";
}

}  // namespace

NamedBugs bugs_of(const std::vector<std::string>& names) {
    const auto& all = core::zoo::kSpecies;
    NamedBugs result;
    if (names.empty()) {
        result.bugs.assign(all.begin(), all.end());
    }
    for (const std::string& name : names) {
        const auto* found =
            std::find_if(all.begin(), all.end(), [&](const auto& species) { return species.name == name; });
        if (found == all.end()) {
            result.mistake = "there is no seeded bug `" + name + "`" + meant_by(name);
            return result;
        }
        result.bugs.push_back(*found);
    }
    return result;
}

LetOut::LetOut(std::optional<core::zoo::Bug> bug) {
    core::zoo::let_out = bug;
}

LetOut::~LetOut() {
    core::zoo::let_out.reset();
}

#else

NamedBugs bugs_of(const std::vector<std::string>& /*names*/) {
    return {{}, "this build has no seeded bugs in it: `./dev sim` makes one that has"};
}

LetOut::LetOut(std::optional<core::zoo::Bug> /*bug*/) {}
LetOut::~LetOut() = default;

#endif

}  // namespace workspace::sim
