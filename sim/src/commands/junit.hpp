#pragma once

#include <string>
#include <vector>

namespace workspace::sim {

/// One scenario, as a CI shows it.
struct JunitCase {
    std::string name;       ///< the file
    std::string failure{};  ///< what is broken, a line each; empty: nothing
    std::string error{};    ///< why it could not be played; empty: it was
    double seconds = 0;
};

/// The report that GitLab and Jenkins read: one test suite of test cases, with `time` in seconds.
[[nodiscard]] std::string junit_of(const std::vector<JunitCase>& cases);

}  // namespace workspace::sim
