#include "workspace/desktop/model/markup.hpp"

#include <algorithm>

namespace workspace::desktop {
namespace {

constexpr std::string_view kEndsAddress = " \t\r\n<>\"'`{}|\\^";
constexpr std::string_view kNotLast = ".,;:!?)]";

void escape(std::string_view text, std::string& out) {
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default:
                // Control characters are not allowed in markup, not even as references.
                if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') {
                    out += c;
                } else if (c != '\r') {
                    out += "\xEF\xBF\xBD";  // U+FFFD
                }
        }
    }
}

std::size_t next_address(std::string_view text, std::size_t from) {
    return std::min(text.find("http://", from), text.find("https://", from));
}

/// The address at the front of `text`, without the punctuation that ends a sentence.
std::string_view address_at(std::string_view text) {
    std::string_view address = text.substr(0, text.find_first_of(kEndsAddress));
    while (!address.empty() && kNotLast.find(address.back()) != std::string_view::npos) {
        address.remove_suffix(1);
    }
    return address;
}

}  // namespace

std::string markup_of(std::string_view body) {
    std::string out;
    out.reserve(body.size() + body.size() / 8);
    std::size_t at = 0;
    while (at < body.size()) {
        const std::size_t start = next_address(body, at);
        escape(body.substr(at, start == std::string_view::npos ? start : start - at), out);
        if (start == std::string_view::npos) {
            break;
        }
        const std::string_view address = address_at(body.substr(start));
        const std::size_t scheme = address.find("://");
        if (scheme == std::string_view::npos || scheme + 3 == address.size()) {
            escape(body.substr(start, 4), out);  // nothing follows the scheme
            at = start + 4;
            continue;
        }
        out += "<a href=\"";
        escape(address, out);
        out += "\">";
        escape(address, out);
        out += "</a>";
        at = start + address.size();
    }
    return out;
}

}  // namespace workspace::desktop
