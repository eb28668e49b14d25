#include "workspace/cli/terminal_text.hpp"

#include "workspace/host/utf8.hpp"

namespace workspace::cli {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

/// Characters that a terminal acts on instead of showing them.
bool is_shown(std::string_view character) {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(character[index]); };
    if (character.size() == 1) {
        return byte(0) >= 0x20 && byte(0) != 0x7f;
    }
    if (character.size() == 2) {
        return !(byte(0) == 0xc2 && byte(1) < 0xa0);  // U+0080 .. U+009F
    }
    if (character.size() == 3 && byte(0) == 0xe2) {
        const bool overrides = byte(1) == 0x80 && byte(2) >= 0xaa && byte(2) <= 0xae;  // U+202A .. U+202E
        const bool isolates = byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9;   // U+2066 .. U+2069
        return !overrides && !isolates;
    }
    return true;
}

}  // namespace

std::string printable(std::string_view text, std::string_view indent) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = host::utf8_length(text, at);
        if (text[at] == '\n') {
            result.append(1, '\n').append(indent);
        } else if (text[at] == '\t') {
            result.append("    ");
        } else if (length == 0 || !is_shown(text.substr(at, length))) {
            result.append(kReplacement);
        } else {
            result.append(text.substr(at, length));
        }
        at += length == 0 ? 1 : length;
    }
    return result;
}

}  // namespace workspace::cli
