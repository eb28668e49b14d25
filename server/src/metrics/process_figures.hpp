#pragma once

#include <cstddef>

namespace workspace::server {

/// What the system says of this process; 0 where it does not say.
struct ProcessFigures {
    std::size_t resident_bytes = 0;
    std::size_t open_files = 0;
    std::size_t open_files_max = 0;
};
[[nodiscard]] ProcessFigures process_figures();

}  // namespace workspace::server
