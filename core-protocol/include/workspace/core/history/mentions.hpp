#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Who a message speaks to (H6). The same function counts at the server and at the client.
namespace workspace::core {

/// "all": whoever is in the room.
inline constexpr std::string_view kMentionsAll = "all";

/// The login names behind an "@" in `body`, in lower case, each once, ascending. A name is what follows the "@" up to
/// the next byte that no login name has; of "@alice." both "alice." and "alice" are given. An "@" inside a word (an
/// e-mail address) mentions nobody. At most 64.
[[nodiscard]] std::vector<std::string> mentioned_in(std::string_view body);
/// The same as they are written, in their order, as views into `body`, however many.
[[nodiscard]] std::vector<std::string_view> names_after_at(std::string_view body);
[[nodiscard]] bool mentions(std::string_view body, std::string_view login);

}  // namespace workspace::core
