#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace workspace::host {

/// Bytes (1 .. 4) of the UTF-8 character that starts at `at`; 0 when there is none (RFC 3629: no overlong forms, no
/// surrogates, nothing beyond U+10FFFF). Pre: at < text.size().
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t at);
[[nodiscard]] bool is_utf8(std::string_view text);

/// `text` as the protocol takes a label: valid UTF-8, no control characters, at most kLabelBytesMax bytes; what does
/// not fit is left out.
[[nodiscard]] std::string clean_label(std::string_view text);

}  // namespace workspace::host
