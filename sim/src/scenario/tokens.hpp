#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace workspace::sim {

/// A line is words and names, quoted texts, numbers, and the signs `:` `,` `..`.
struct Token {
    enum class Kind : std::uint8_t { word, text, sign } kind{};
    std::string text;  ///< of a quoted text without its quotes
    int column = 0;    ///< from 1

    [[nodiscard]] bool is(std::string_view what) const { return kind != Kind::text && text == what; }
};

/// Up to a `#` or the end. `unfinished` where a quote is not closed.
struct Tokens {
    std::vector<Token> tokens;
    int unfinished = 0;  ///< the column of the quote that is not closed; 0 if all are
};
[[nodiscard]] Tokens tokens_of(std::string_view line);

[[nodiscard]] std::string quoted(std::string_view text);

/// `p1..p3` as p1, p2, p3; none where that is no range, or a longer one than `most`.
[[nodiscard]] std::vector<std::string> expand(std::string_view from, std::string_view to, std::size_t most);
/// `a, p1..p3`
[[nodiscard]] std::string join_names(const std::vector<std::string>& names);

/// The nearest of `words` that might have been meant; empty where none is near.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& words);

}  // namespace workspace::sim
