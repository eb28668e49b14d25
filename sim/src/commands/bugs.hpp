#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workspace/core/base/zoo.hpp"

namespace workspace::sim {

/// The seeded bugs of these names; all where none is named. Throws UsageError where there is no such bug, or this build has
/// none in it.
[[nodiscard]] std::vector<core::zoo::Species> bugs_of(const std::vector<std::string>& names);

/// Lets a bug out for as long as it lives: there is one at a time in the whole process.
class LetOut {
public:
    explicit LetOut(core::zoo::Bug bug);
    /// By its name; none where that is empty. Throws UsageError as bugs_of does.
    explicit LetOut(const std::string& name);
    ~LetOut();
    LetOut(const LetOut&) = delete;
    LetOut& operator=(const LetOut&) = delete;
};

}  // namespace workspace::sim
