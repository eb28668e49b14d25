#include <array>
#include <charconv>

#include "workspace/core/wire/codec.hpp"
#include "writer.hpp"

namespace workspace::core::wire {
namespace detail {

void Writer::key(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += "\":";
}

void Writer::number(std::int64_t value) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
}

void Writer::hex(std::span<const std::uint8_t> bytes) {
    out_ += '"';
    out_ += to_hex(bytes);
    out_ += '"';
}

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

/// The escapes that JSON demands, and no others: everything else stays as it
/// is, in UTF-8.
void append_escaped(std::string& out, char c) {
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default:
            out += "\\u00";
            out += kHexDigits[static_cast<unsigned char>(c) >> 4U];
            out += kHexDigits[static_cast<unsigned char>(c) & 0x0FU];
    }
}

bool must_be_escaped(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

template <class Message>
std::string write(const Message& message, Writer::Secrets secrets) {
    Writer writer(secrets);
    std::visit([&](const auto& alternative) { writer.message(alternative); }, message);
    return writer.take();
}

}  // namespace

void Writer::text(std::string_view text) {
    out_ += '"';
    std::size_t written = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (must_be_escaped(text[i])) {
            out_.append(text, written, i - written);
            append_escaped(out_, text[i]);
            written = i + 1;
        }
    }
    out_.append(text, written);
    out_ += '"';
}

}  // namespace detail

std::string encode(const ClientMessage& message) {
    return detail::write(message, detail::Writer::Secrets::written);
}
std::string encode(const ServerMessage& message) {
    return detail::write(message, detail::Writer::Secrets::written);
}
std::string print(const ClientMessage& message) {
    return detail::write(message, detail::Writer::Secrets::hidden);
}
std::string print(const ServerMessage& message) {
    return detail::write(message, detail::Writer::Secrets::hidden);
}

}  // namespace workspace::core::wire
