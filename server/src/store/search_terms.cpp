#include "search_terms.hpp"

#include <algorithm>

namespace workspace::server {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

/// Takes the next word or phrase off `rest`; none when its quote is not closed.
std::optional<std::string_view> take_chunk(std::string_view& rest, bool& quoted) {
    quoted = rest.front() == '"';
    if (quoted) {
        rest.remove_prefix(1);
    }
    const auto end = quoted ? rest.find('"') : std::min(rest.find_first_of("\" \t\r\n"), rest.size());
    if (end == std::string_view::npos) {
        return std::nullopt;
    }
    const auto chunk = rest.substr(0, end);
    rest.remove_prefix(quoted ? end + 1 : end);
    return chunk;
}

std::size_t letters_in(std::string_view word) {
    return static_cast<std::size_t>(
        std::count_if(word.begin(), word.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool term_is_at(const SearchTerm& term, const std::vector<WordSplitter::Word>& words, std::size_t at) {
    if (at + term.words.size() > words.size()) {
        return false;
    }
    for (std::size_t i = 0; i < term.words.size(); ++i) {
        const bool beginning = term.last_is_beginning && i + 1 == term.words.size();
        const std::string& word = words[at + i].text;
        if (beginning ? !word.starts_with(term.words[i]) : word != term.words[i]) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<SearchTerms> search_terms_from(std::string_view typed, const WordSplitter& splitter) {
    SearchTerms terms;
    bool quoted = false;
    for (auto start = typed.find_first_not_of(kBlanks); start != std::string_view::npos;
         start = typed.find_first_not_of(kBlanks)) {
        typed.remove_prefix(start);
        const auto chunk = take_chunk(typed, quoted);
        if (!chunk) {
            return std::nullopt;
        }
        SearchTerm term;
        for (auto& word : splitter.words_of(*chunk)) {
            term.words.push_back(std::move(word.text));
        }
        if (!term.words.empty()) {
            terms.push_back(std::move(term));
        }
    }
    if (terms.empty() || terms.size() > kSearchTermsMax) {
        return std::nullopt;
    }
    auto& last = terms.back();
    last.last_is_beginning = !quoted && letters_in(last.words.back()) >= kBeginningLettersMin;
    return terms;
}

std::string match_expression(const SearchTerms& terms) {
    std::string expression;
    for (const SearchTerm& term : terms) {
        expression += expression.empty() ? "\"" : " AND \"";
        for (const std::string& word : term.words) {
            expression += word + ' ';
        }
        expression += term.last_is_beginning ? "\" *" : "\"";
    }
    return expression;
}

std::vector<Place> places_of(const SearchTerms& terms, std::string_view text, const WordSplitter& splitter) {
    const auto words = splitter.words_of(text);
    std::vector<Place> places;
    for (std::size_t at = 0; at < words.size(); ++at) {
        for (const SearchTerm& term : terms) {
            if (!term_is_at(term, words, at)) {
                continue;
            }
            const std::size_t to = words[at + term.words.size() - 1].to;
            if (!places.empty() && words[at].from < places.back().to) {
                places.back().to = std::max(places.back().to, to);
            } else if (places.size() < kHighlightsMax) {
                places.push_back({words[at].from, to});
            } else {
                return places;
            }
        }
    }
    return places;
}

}  // namespace workspace::server
