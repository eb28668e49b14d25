#include "scenario/line_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "scenario/units.hpp"

namespace workspace::sim {

std::string in_words(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
    }
    return text;
}

void LineReader::take(std::string_view line) {
    Tokens read = tokens_of(line);
    if (read.unfinished > 0) {
        throw Wrong{read.unfinished, "this text has no closing \""};
    }
    tokens_ = std::move(read.tokens);
    next_ = 0;
    end_column_ = static_cast<int>(line.size()) + 1;
}

bool LineReader::accept(std::string_view what) {
    const bool there = next_ < tokens_.size() && tokens_[next_].is(what);
    next_ += there ? 1U : 0U;
    return there;
}

void LineReader::sign(std::string_view what) {
    if (!accept(what)) {
        throw Wrong{here(), "here a `" + std::string(what) + "` is missing"};
    }
}

std::string LineReader::word(const std::string& what) {
    if (next_ >= tokens_.size() || tokens_[next_].kind != Token::Kind::word) {
        throw Wrong{here(), "here " + what + " is missing"};
    }
    return tokens_[next_++].text;
}

std::string LineReader::one_of(const Words& words) {
    const int column = here();
    const std::string found = word(in_words(words));
    if (std::find(words.begin(), words.end(), found) == words.end()) {
        throw Wrong{column, "`" + found + "` is none of " + in_words(words)};
    }
    return found;
}

std::string LineReader::text() {
    if (next_ >= tokens_.size() || tokens_[next_].kind != Token::Kind::text) {
        throw Wrong{here(), "here a text in \"quotes\" is missing (straight ones, `\\\"` within them)"};
    }
    return tokens_[next_++].text;
}

std::int64_t LineReader::number() {
    const int column = here();
    const std::string digits = word("a number");
    std::int64_t value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) {
        const bool begins_well = read.ec == std::errc{};
        throw Wrong{column, "`" + digits + "` is no number" +
                                (begins_well ? "; put a blank behind the number, as in `500 ms`" : "")};
    }
    if (next_ < tokens_.size() && tokens_[next_].is(".")) {
        throw Wrong{column, "numbers are whole: `500 ms`, not `0.5 s`"};
    }
    return value;
}

std::int64_t LineReader::time() {
    constexpr core::Duration kMost = std::chrono::hours{24 * 3650};
    const int column = here();
    const std::int64_t count = number();
    const int unit_column = here();
    const std::string unit = word("a unit (ms, s, min, h or d)");
    const auto* known = std::find_if(kUnits.begin(), kUnits.end(), [&](const auto& u) { return u.first == unit; });
    if (known == kUnits.end()) {
        throw Wrong{unit_column, "`" + unit + "` is no unit of time: ms, s, min, h or d"};
    }
    if (count < 0 || count > kMost / known->second) {
        throw Wrong{column, count < 0 ? "a time is not negative" : "that is too long"};
    }
    return count * known->second.count();
}

LineReader::Words LineReader::names() {
    Words result;
    do {
        const int column = here();
        const std::string first = word("a name");
        if (accept("..")) {
            const Words range = expand(first, word("the last of the range"), kRangeMax);
            if (range.empty()) {
                throw Wrong{column, "a range is like p1..p20, of 20,000 names at most"};
            }
            result.insert(result.end(), range.begin(), range.end());
        } else {
            result.push_back(first);
        }
    } while (accept(","));
    return result;
}

std::string LineReader::known(const std::set<std::string>& all, const std::string& what, const std::string& header) {
    const int column = here();
    const std::string name = word("a " + what);
    if (!all.contains(name)) {
        unknown(column, name, all, what, header);
    }
    return name;
}

void LineReader::unknown(int column, const std::string& name, const std::set<std::string>& all, const std::string& what,
                         const std::string& header) {
    const std::string meant = nearest(name, {all.begin(), all.end()});
    throw Wrong{column,
                "there is no " + what + " `" + name + "`" +
                    (meant.empty() ? "; name it in a line `" + header + " …`" : "; did you mean `" + meant + "`?")};
}

}  // namespace workspace::sim
