#include "ops/log_format.hpp"

#include <gtest/gtest.h>
#include <spdlog/details/log_msg.h>
#include <algorithm>
#include <boost/json.hpp>

namespace workspace::server {
namespace {

const std::vector<std::string> kHostile{
    "plain",
    "line\nafter line",
    "\"}\n{\"level\":\"fatal\"",
    std::string("nul\0nul", 7),
    "\x1b[31mred\x7f",
    "back\\slash",
    "caf\xC3\xA9 \xF0\x9F\x98\x80",
    "cut \xF0\x9F\x98",
    "too long a form \xC0\x80, a surrogate \xED\xA0\x80, beyond \xF4\x90\x80\x80",
    "\xFF\xFE",
};

std::string formatted(LogFormat format, const std::string& text) {
    const spdlog::details::log_msg message("server", spdlog::level::warn, text);
    spdlog::memory_buf_t out;
    log_formatter(format)->format(message, out);
    return {out.data(), out.size()};
}

TEST(LogFormat, AnEventIsOneLineOfJsonWhateverIsInIt) {
    for (const auto& text : kHostile) {
        const auto line = formatted(LogFormat::json, text);
        EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << line;
        const auto object = boost::json::parse(line).as_object();  // checks UTF-8 as well
        EXPECT_EQ(object.at("message").as_string(), boost::json::string(valid_utf8(text)));
        EXPECT_EQ(object.at("level").as_string(), "warning");
    }
}

TEST(LogFormat, AnEventIsOneLineOfTextWhateverIsInIt) {
    for (const auto& text : kHostile) {
        const auto line = formatted(LogFormat::text, text);
        EXPECT_EQ(std::count_if(line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }), 1)
            << line;
        EXPECT_EQ(line.back(), '\n');
    }
}

TEST(LogFormat, WhatIsNoUtf8IsReplacedAndTheRestIsLeft) {
    EXPECT_EQ(valid_utf8("caf\xC3\xA9 \xF0\x9F\x98\x80"), "caf\xC3\xA9 \xF0\x9F\x98\x80");
    EXPECT_EQ(valid_utf8("a\xC3"
                         "b"),
              "a\xEF\xBF\xBD"
              "b");
    EXPECT_EQ(valid_utf8("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(one_line("a\nb\x1b"), "a\\x0ab\\x1b");
}

}  // namespace
}  // namespace workspace::server
