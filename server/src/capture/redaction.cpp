#include "capture/redaction.hpp"

#include <sodium.h>
#include <algorithm>
#include <vector>

#include "workspace/core/history/mentions.hpp"

namespace workspace::capture {

namespace {

constexpr std::string_view kLetters = "bcdfghjkmnpqrstv";
constexpr std::size_t kTokenLetters = 16;

bool is_escaped(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}
bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}
std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}
/// No letter there, so that a mention begins or ends.
void set_apart(std::string& text, std::size_t at) {
    if (at < text.size() && !is_escaped(text[at])) {
        text[at] = ' ';
    }
}
std::span<const std::uint8_t> bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

Redaction::Redaction() {
    randombytes_buf(key_.data(), key_.size());
}

Redaction::~Redaction() {
    sodium_memzero(key_.data(), key_.size());
}

void Redaction::fill(Kind kind, std::span<const std::uint8_t> value, std::span<std::uint8_t> out) const {
    std::array<std::uint8_t, randombytes_SEEDBYTES> seed{};
    crypto_generichash_state hash;
    crypto_generichash_init(&hash, key_.data(), key_.size(), seed.size());
    const auto tag = static_cast<std::uint8_t>(kind);
    crypto_generichash_update(&hash, &tag, 1);
    crypto_generichash_update(&hash, value.data(), value.size());
    crypto_generichash_final(&hash, seed.data(), seed.size());
    randombytes_buf_deterministic(out.data(), out.size(), seed.data());
}

std::string Redaction::letters(Kind kind, std::string_view value, std::size_t count) const {
    std::string result(count, '\0');
    fill(kind, bytes_of(value), {reinterpret_cast<std::uint8_t*>(result.data()), result.size()});
    for (char& c : result) {
        c = kLetters[static_cast<unsigned char>(c) % kLetters.size()];
    }
    return result;
}

void Redaction::bytes(std::span<std::uint8_t> value) const {
    const std::vector<std::uint8_t> real(value.begin(), value.end());
    fill(Kind::bytes, real, value);
}

void Redaction::token(std::string& value) const {
    value = letters(Kind::token, value, kTokenLetters);
}

/// What ends a name but may as well end a sentence stays: of "@alice." both "alice." and "alice" are mentioned.
void Redaction::login(std::string& value) const {
    const std::size_t last = value.find_last_not_of(".-_");
    const std::string name = lower(std::string_view(value).substr(0, last == std::string::npos ? 0 : last + 1));
    if (name == core::kMentionsAll) {
        return;
    }
    const std::string hidden = letters(Kind::login, name, name.size());
    for (std::size_t i = 0; i < name.size(); ++i) {
        value[i] = is_escaped(value[i]) ? value[i] : hidden[i];
    }
}

void Redaction::text(std::string& value) const {
    if (is_blank(value)) {
        return;
    }
    std::string out = letters(Kind::text, value, value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        out[i] = is_escaped(value[i]) ? value[i] : out[i];
    }
    for (const std::string_view name : core::names_after_at(value)) {
        const auto begin = static_cast<std::size_t>(name.data() - value.data());
        const std::size_t end = begin + name.size();
        std::string hidden{name};
        login(hidden);
        out.replace(begin, name.size(), hidden);
        out[begin - 1] = '@';
        set_apart(out, begin >= 2 ? begin - 2 : value.size());
        set_apart(out, end);
    }
    value = std::move(out);
}

}  // namespace workspace::capture
