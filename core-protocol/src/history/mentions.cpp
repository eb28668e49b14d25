#include "workspace/core/history/mentions.hpp"

#include <algorithm>
#include <cstddef>

#include "workspace/core/base/limits.hpp"

namespace workspace::core {

namespace {

constexpr std::size_t kMentionsMax = 64;

bool is_letter_or_digit(char c) {
    // Bytes of other scripts count as letters: they are inside words.
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
}
bool is_of_a_name(char c) {
    return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_';
}

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

}  // namespace

std::vector<std::string_view> names_after_at(std::string_view body) {
    std::vector<std::string_view> names;
    for (std::size_t at = body.find('@'); at != std::string_view::npos; at = body.find('@', at + 1)) {
        if (at > 0 && is_of_a_name(body[at - 1])) {
            continue;
        }
        std::size_t end = at + 1;
        while (end < body.size() && is_of_a_name(body[end])) {
            ++end;
        }
        const std::string_view name = body.substr(at + 1, end - at - 1);
        if (!name.empty() && name.size() <= kNameBytesMax) {
            names.push_back(name);
        }
    }
    return names;
}

std::vector<std::string> mentioned_in(std::string_view body) {
    std::vector<std::string> names;
    for (const std::string_view written : names_after_at(body)) {
        if (names.size() >= kMentionsMax) {
            break;
        }
        std::string name = lower(written);
        const std::size_t last = name.find_last_not_of(".-_");
        if (last != std::string::npos && last + 1 < name.size()) {
            names.push_back(name.substr(0, last + 1));
        }
        names.push_back(std::move(name));
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

bool mentions(std::string_view body, std::string_view login) {
    const auto names = mentioned_in(body);
    const auto has = [&](std::string_view name) { return std::binary_search(names.begin(), names.end(), name); };
    return has(kMentionsAll) || has(lower(login));
}

}  // namespace workspace::core
