#include "ops/log_format.hpp"

#include <spdlog/details/log_msg.h>
#include <spdlog/pattern_formatter.h>
#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <ctime>

namespace workspace::server {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool within(unsigned char byte, int least, int most) {
    return byte >= least && byte <= most;
}

/// Bytes of the UTF-8 sequence that `text` begins with; 0: it begins with none.
std::size_t sequence_length(std::string_view text) {
    const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
    const auto first = static_cast<unsigned char>(at(0));
    const std::size_t length = first < 0x80                ? 1
                               : within(first, 0xC2, 0xDF) ? 2
                               : within(first, 0xE0, 0xEF) ? 3
                               : within(first, 0xF0, 0xF4) ? 4
                                                           : 0;
    // too long a form, a surrogate, beyond the last code point
    const int second_least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const int second_most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    for (std::size_t i = 1; i < length; ++i) {
        const bool second = i == 1;
        if (!within(static_cast<unsigned char>(at(i)), second ? second_least : 0x80, second ? second_most : 0xBF)) {
            return 0;
        }
    }
    return length;
}

/// 2026-11-30T13:22:23.123Z
std::string utc(spdlog::log_clock::time_point at) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(at - seconds).count();
    const std::time_t time = spdlog::log_clock::to_time_t(seconds);
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    const auto digits = std::to_string(1000 + millis);
    return std::string(text.data()) + "." + digits.substr(1) + "Z";
}

std::string_view seen(spdlog::string_view_t text) {
    return {text.data(), text.size()};
}

class TextLines final : public spdlog::formatter {
public:
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
        const auto words = one_line(seen(message.payload));
        spdlog::details::log_msg plain = message;
        plain.payload = words;
        pattern_.format(plain, out);
        // where the sink colours the level
        message.color_range_start = plain.color_range_start;
        message.color_range_end = plain.color_range_end;
    }
    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<TextLines>(); }

private:
    spdlog::pattern_formatter pattern_;
};

class JsonLines final : public spdlog::formatter {
public:
    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
        const auto line =
            boost::json::serialize(boost::json::object{{"time", utc(message.time)},
                                                       {"level", seen(spdlog::level::to_string_view(message.level))},
                                                       {"message", valid_utf8(seen(message.payload))}}) +
            "\n";
        out.append(line.data(), line.data() + line.size());
    }
    [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<JsonLines>(); }
};

}  // namespace

std::unique_ptr<spdlog::formatter> log_formatter(LogFormat format) {
    if (format == LogFormat::json) {
        return std::make_unique<JsonLines>();
    }
    return std::make_unique<TextLines>();
}

std::string valid_utf8(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto length = sequence_length(text);
        out += length == 0 ? kReplacement : text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

std::string one_line(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const char c : valid_utf8(text)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            out += "\\x";
            out += kDigits[byte >> 4U];
            out += kDigits[byte & 0xFU];
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace workspace::server
