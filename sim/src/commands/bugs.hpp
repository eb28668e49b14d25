#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/core/base/zoo.hpp"

namespace workspace::sim {

/// The seeded bugs of these names; all where none is named.
struct NamedBugs {
    std::vector<core::zoo::Species> bugs;
    std::string mistake;  ///< what is wrong with a name, for a person; empty: nothing. A build without bugs says so.
};
[[nodiscard]] NamedBugs bugs_of(const std::vector<std::string>& names);

/// Lets a bug out for as long as it lives: there is one at a time in the whole process.
class LetOut {
public:
    explicit LetOut(std::optional<core::zoo::Bug> bug);
    ~LetOut();
    LetOut(const LetOut&) = delete;
    LetOut& operator=(const LetOut&) = delete;
};

}  // namespace workspace::sim
