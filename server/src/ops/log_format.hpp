#pragma once

#include <spdlog/formatter.h>
#include <memory>
#include <string>
#include <string_view>

namespace workspace::server {

/// How a line of the log looks. Either way one event is one line, whatever is in it: names that people chose, words of the
/// system.
enum class LogFormat : std::uint8_t { text, json };

[[nodiscard]] std::unique_ptr<spdlog::formatter> log_formatter(LogFormat format);

/// The same text without what could end a line or move a terminal's cursor (`\x1b`), in valid UTF-8.
[[nodiscard]] std::string one_line(std::string_view text);
/// The same text in valid UTF-8: what is none becomes U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

}  // namespace workspace::server
