#include "scenario/tokens.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>

namespace workspace::sim {

namespace {

bool is_name(char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || c == '_' || c == '-' || c == '#' || c == '\'' || static_cast<unsigned char>(c) >= 0x80;
}

/// From the quote at `begin` to the one that closes it; `\"`, `\\` and `\n` are what they are in C.
std::optional<std::string> read_text(std::string_view line, std::size_t& at) {
    std::string text;
    for (std::size_t i = at + 1; i < line.size(); ++i) {
        if (line[i] == '"') {
            at = i + 1;
            return text;
        }
        if (line[i] == '\\' && i + 1 < line.size()) {
            ++i;
            text += line[i] == 'n' ? '\n' : line[i];
        } else {
            text += line[i];
        }
    }
    return std::nullopt;
}

struct Numbered {
    std::string_view stem;
    std::int64_t number = 0;
};
std::optional<Numbered> numbered(std::string_view name) {
    const std::size_t digits = name.find_last_not_of("0123456789") + 1;
    Numbered result{name.substr(0, digits), 0};
    const auto read = std::from_chars(name.data() + digits, name.data() + name.size(), result.number);
    const bool plain = digits < name.size() && (name[digits] != '0' || digits + 1 == name.size());
    return plain && read.ec == std::errc{} ? std::optional{result} : std::nullopt;
}

}  // namespace

Tokens tokens_of(std::string_view line) {
    Tokens result;
    std::size_t at = 0;
    while (at < line.size()) {
        const int column = static_cast<int>(at) + 1;
        const char c = line[at];
        if (c == ' ' || c == '\t' || c == '\r') {
            ++at;
        } else if (c == '#') {
            break;
        } else if (c == '"') {
            auto text = read_text(line, at);
            if (!text) {
                result.unfinished = column;
                break;
            }
            result.tokens.push_back({Token::Kind::text, std::move(*text), column});
        } else if (is_name(c)) {
            const std::size_t begin = at;
            while (at < line.size() && is_name(line[at])) {
                ++at;
            }
            result.tokens.push_back({Token::Kind::word, std::string(line.substr(begin, at - begin)), column});
        } else {
            const std::size_t length = line.substr(at, 2) == ".." ? 2 : 1;
            result.tokens.push_back({Token::Kind::sign, std::string(line.substr(at, length)), column});
            at += length;
        }
    }
    return result;
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        result += c == '\n' ? std::string{"\\n"} : std::string{c};
    }
    return result + '"';
}

std::vector<std::string> expand(std::string_view from, std::string_view to, std::size_t most) {
    const auto first = numbered(from);
    const auto last = numbered(to);
    std::vector<std::string> names;
    const bool range = first && last && first->stem == last->stem && first->number <= last->number &&
                       last->number - first->number < static_cast<std::int64_t>(most);
    for (std::int64_t i = range ? first->number : 1; i <= (range ? last->number : 0); ++i) {
        names.push_back(std::string(first->stem) + std::to_string(i));
    }
    return names;
}

std::string join_names(const std::vector<std::string>& names) {
    std::string result;
    for (std::size_t i = 0; i < names.size();) {
        std::size_t last = i;
        const auto first = numbered(names[i]);
        while (first && last + 1 < names.size()) {
            const auto next = numbered(names[last + 1]);
            if (!next || next->stem != first->stem ||
                next->number != first->number + static_cast<std::int64_t>(last + 1 - i)) {
                break;
            }
            ++last;
        }
        result += (result.empty() ? "" : ", ") + names[i];
        if (last > i) {
            result += (last == i + 1 ? ", " : "..") + names[last];
        }
        i = last + 1;
    }
    return result;
}

std::string nearest(std::string_view word, const std::vector<std::string>& words) {
    constexpr std::size_t kFar = 3;
    std::string best;
    std::size_t least = std::min(kFar, word.size() / 2 + 1);
    for (const std::string& candidate : words) {
        std::vector<std::size_t> row(candidate.size() + 1);
        std::iota(row.begin(), row.end(), 0U);
        for (std::size_t i = 1; i <= word.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j <= candidate.size(); ++j) {
                const std::size_t swap = diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = std::min({row[j] + 1, row[j - 1] + 1, swap});
            }
        }
        if (row.back() < least) {
            least = row.back();
            best = candidate;
        }
    }
    return best;
}

}  // namespace workspace::sim
