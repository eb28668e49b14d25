#pragma once

#include <string>
#include <string_view>

namespace workspace::desktop {

/// A message's text as Pango markup: everything escaped, http and https addresses as links. Whatever the text, the
/// result is well-formed and shows the same characters.
[[nodiscard]] std::string markup_of(std::string_view body);

}  // namespace workspace::desktop
