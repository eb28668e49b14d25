#pragma once

#include <string>
#include <string_view>

namespace workspace::cli {

/// Text of other people as a terminal may show it: control characters (escape sequences), direction overrides and
/// bytes that are not UTF-8 become U+FFFD; a newline stays, followed by `indent`.
[[nodiscard]] std::string printable(std::string_view text, std::string_view indent = "    ");

/// Colours, or none where the output is not a terminal or NO_COLOR is set.
struct Palette {
    std::string_view dim, bold, accent, warn, reset;
    [[nodiscard]] static Palette plain() { return {}; }
    [[nodiscard]] static Palette colours() { return {"\x1b[2m", "\x1b[1m", "\x1b[36m", "\x1b[33m", "\x1b[0m"}; }
};

}  // namespace workspace::cli
