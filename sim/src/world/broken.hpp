#pragma once

#include <string>

#include "workspace/core/base/time.hpp"

namespace workspace::sim {

/// A rule that did not hold.
struct Broken {
    std::string rule;      ///< `S1`, …
    std::string sentence;  ///< what was the case, in words
    std::string checker;   ///< who says so
    core::MonotonicTime at;
};

}  // namespace workspace::sim
