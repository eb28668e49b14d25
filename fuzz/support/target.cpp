#include "target.hpp"

#include <cstdio>
#include <cstdlib>

namespace workspace::fuzz {

void require(bool holds, std::string_view words) {
    if (!holds) {
        std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(words.size()), words.data());
        std::abort();
    }
}

void require_none(const std::vector<std::string>& broken) {
    if (!broken.empty()) {
        require(false, broken.front());
    }
}

bool explaining() {
    static const bool wanted = std::getenv("FUZZ_EXPLAIN") != nullptr;
    return wanted;
}

void explain(std::string_view words) {
    if (explaining()) {
        std::fprintf(stderr, "    %.*s\n", static_cast<int>(words.size()), words.data());
    }
}

}  // namespace workspace::fuzz
