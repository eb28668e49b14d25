#include "commands/colours.hpp"

#include <unistd.h>

#include <cstdlib>

namespace workspace::sim {

Colours Colours::of_standard_output() {
    const char* no_color = std::getenv("NO_COLOR");
    return Colours{::isatty(STDOUT_FILENO) == 1 && (no_color == nullptr || *no_color == '\0')};
}

}  // namespace workspace::sim
