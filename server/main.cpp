#include "app/command_line.hpp"

#ifdef WORKSPACE_ZOO
#include <algorithm>
#include <cstdlib>

#include "workspace/core/base/zoo.hpp"

namespace {

/// `workspace-sim live --with-bug NAME` plays against a server with a seeded bug.
void let_bug_out() {
    namespace zoo = workspace::core::zoo;
    const char* name = std::getenv("WORKSPACE_LET_OUT");
    const auto* found = std::find_if(zoo::kSpecies.begin(), zoo::kSpecies.end(),
                                     [&](const zoo::Species& known) { return name != nullptr && known.name == name; });
    if (found != zoo::kSpecies.end()) {
        zoo::let_out = found->bug;
    }
}

}  // namespace
#endif

int main(int argc, char** argv) {
#ifdef WORKSPACE_ZOO
    let_bug_out();
#endif
    return workspace::server::run_command_line(argc, argv);
}
