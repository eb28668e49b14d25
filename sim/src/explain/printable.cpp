#include "explain/printable.hpp"

#include <cstdint>

namespace workspace::sim {

namespace {

struct Character {
    std::uint32_t point = 0;
    std::size_t bytes = 1;
    bool valid = false;
};

bool continues(char c) {
    return (static_cast<std::uint8_t>(c) & 0xC0U) == 0x80U;
}

/// How many bytes a sequence has that begins so; 0: none does.
std::size_t length_of(std::uint8_t first) {
    if (first < 0x80U) {
        return 1;
    }
    if (first >= 0xC2U && first <= 0xDFU) {
        return 2;
    }
    if (first >= 0xE0U && first <= 0xEFU) {
        return 3;
    }
    return first >= 0xF0U && first <= 0xF4U ? 4 : 0;
}

Character first_of(std::string_view text) {
    const auto first = static_cast<std::uint8_t>(text.front());
    const std::size_t length = length_of(first);
    if (length == 0 || length > text.size()) {
        return {};
    }
    std::uint32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if (!continues(text[i])) {
            return {};
        }
        point = point << 6U | (static_cast<std::uint8_t>(text[i]) & 0x3FU);
    }
    const bool overlong = (length == 3 && point < 0x800U) || (length == 4 && point < 0x10000U);
    const bool surrogate = point >= 0xD800U && point <= 0xDFFFU;
    return {point, length, !overlong && !surrogate && point <= 0x10FFFFU};
}

/// Control characters, and those that reverse or hide what follows.
bool is_harmful(std::uint32_t point) {
    return point < 0x20U || (point >= 0x7FU && point < 0xA0U) || (point >= 0x200EU && point <= 0x200FU) ||
           (point >= 0x2028U && point <= 0x202EU) || (point >= 0x2066U && point <= 0x2069U) || point == 0xFEFFU;
}

}  // namespace

std::string printable(std::string_view text, bool lines) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const Character character = first_of(text);
        const std::size_t bytes = character.valid ? character.bytes : 1;
        if (text.front() == '\n' || text.front() == '\t') {
            result += lines ? text.front() : ' ';
        } else if (character.valid && !is_harmful(character.point)) {
            result += text.substr(0, bytes);
        } else {
            result += "\xEF\xBF\xBD";
        }
        text.remove_prefix(bytes);
    }
    return result;
}

std::string shortened(std::string_view text, std::size_t characters) {
    std::size_t seen = 0;
    std::size_t before_last = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (continues(text[i])) {
            continue;
        }
        if (++seen == characters) {
            before_last = i;
        } else if (seen > characters) {
            return std::string{text.substr(0, before_last)} + "…";
        }
    }
    return std::string{text};
}

}  // namespace workspace::sim
