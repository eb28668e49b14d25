#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "word_splitter.hpp"

namespace workspace::server {

inline constexpr std::size_t kSearchBytesMax = 256;  ///< of what is typed
inline constexpr std::size_t kSearchTermsMax = 16;
inline constexpr std::size_t kHighlightsMax = 32;  ///< places of one message that are told
/// A last word of so many letters is the beginning of words: of fewer, there are too many.
inline constexpr std::size_t kBeginningLettersMin = 3;

/// What is looked for: all of these are in the message.
struct SearchTerm {
    std::vector<std::string> words;  ///< one after the other, as the splitter gives them
    bool last_is_beginning = false;
};
using SearchTerms = std::vector<SearchTerm>;

/// Bytes of a message's text.
struct Place {
    std::size_t from;
    std::size_t to;
    bool operator==(const Place&) const = default;
};

/// Reads what a person typed: words, "phrases"; what has no letter and no digit is left out. The last word may be a
/// beginning. None when a quote is not closed, no word is left, or there are too many.
[[nodiscard]] std::optional<SearchTerms> search_terms_from(std::string_view typed, const WordSplitter& splitter);
/// The same in the language of FTS5. Words are letters and digits: nothing that was typed can be an operator.
[[nodiscard]] std::string match_expression(const SearchTerms& terms);
/// Where the terms are in a text, ascending, apart; the first kHighlightsMax.
[[nodiscard]] std::vector<Place> places_of(const SearchTerms& terms, std::string_view text,
                                           const WordSplitter& splitter);

}  // namespace workspace::server
