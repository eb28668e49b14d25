#pragma once

#include <string>
#include <string_view>

namespace workspace::sim {

/// Valid UTF-8 that moves no cursor and turns no line around: what is neither becomes U+FFFD, line breaks and tabs stay
/// where `lines` says so and else become blanks.
[[nodiscard]] std::string printable(std::string_view text, bool lines = false);

/// At most this many characters, the last one an ellipsis where something is missing. Of valid UTF-8.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t characters);

}  // namespace workspace::sim
