#pragma once

#include <string>
#include <string_view>

namespace workspace::server {

/// Text as its words are compared: ligatures as their letters, œ as oe. Case and accents are the tokenizer's part. What
/// is replaced takes as many bytes as before: a place in folded text is that place in the text.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace workspace::server
