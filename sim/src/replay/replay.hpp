#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "workspace/core/base/time.hpp"

namespace workspace::sim {

struct NumberedLine {
    std::size_t number = 0;
    std::string text;
};

/// What became of a capture (docs/operations.md) that was played into a fresh hub.
struct Replayed {
    std::string server;    ///< the program that it was taken from
    std::size_t line = 0;  ///< of the file, that was carried out last
    std::size_t inputs = 0;
    std::size_t outputs = 0;  ///< compared
    std::size_t digests = 0;  ///< compared
    core::Duration elapsed{};
    std::string end;         ///< why the capture ends; empty when it breaks off, as one of a server that was killed
    std::string unreadable;  ///< why that line cannot be read; empty when all can
    std::string differs;     ///< how the hub does not do there what was captured; empty when it does
    std::vector<std::string> broken;   ///< invariants that do not hold there
    std::deque<NumberedLine> context;  ///< the lines around it
};

/// Stops at the first line that cannot be read, output or digest that differs, or invariant that does not hold. Shows
/// each input, and each output in full, to `shown`, where there is one.
[[nodiscard]] Replayed replay(std::istream& capture, std::ostream* shown = nullptr);

}  // namespace workspace::sim
