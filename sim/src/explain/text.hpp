#pragma once

#include <cstddef>
#include <string>

#include "explain/history.hpp"

namespace workspace::sim {

struct TextOptions {
    std::size_t entries = 60;  ///< at most; the last ones before the failure, or of the run where nothing failed
    bool minor = false;        ///< beats and the like, too
    bool colours = false;      ///< of a terminal
};

/// A history for a terminal: what is to be known of the run, then one line an entry. Nothing that a message said moves
/// the cursor.
[[nodiscard]] std::string text_of(const History& history, const Heading& heading, const TextOptions& options = {});

}  // namespace workspace::sim
