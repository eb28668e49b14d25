#pragma once

#include <map>
#include <string>

namespace workspace::core::test {

/// The parts of docs/protocol.md that are derived from the code: Markdown by the name of the part.
[[nodiscard]] std::map<std::string, std::string> protocol_tables();

}  // namespace workspace::core::test
