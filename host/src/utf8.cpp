#include "workspace/host/utf8.hpp"

#include <algorithm>

#include "workspace/core/base/limits.hpp"

namespace workspace::host {
namespace {

/// What the lead byte promises; 0 for a byte that leads nothing.
std::size_t promised_length(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xc2 && lead < 0xe0) {
        return 2;
    }
    if (lead >= 0xe0 && lead < 0xf0) {
        return 3;
    }
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

/// Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte.
bool second_byte_fits(unsigned char lead, unsigned char second) {
    switch (lead) {
        case 0xe0: return second >= 0xa0;
        case 0xed: return second < 0xa0;
        case 0xf0: return second >= 0x90;
        case 0xf4: return second < 0x90;
        default: return true;
    }
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[at + index]); };
    const std::size_t length = promised_length(byte(0));
    if (length == 0 || length > text.size() - at || (length > 1 && !second_byte_fits(byte(0), byte(1)))) {
        return 0;
    }
    for (std::size_t index = 1; index < length; ++index) {
        if ((byte(index) & 0xc0U) != 0x80) {
            return 0;
        }
    }
    return length;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

std::string clean_label(std::string_view text) {
    std::string label;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        const bool control = length == 1 && (static_cast<unsigned char>(text[at]) < 0x20 || text[at] == 0x7f);
        if (length != 0 && !control) {
            if (label.size() + length > core::kLabelBytesMax) {
                break;
            }
            label.append(text, at, length);
        }
        at += std::max<std::size_t>(length, 1);
    }
    return label;
}

}  // namespace workspace::host
