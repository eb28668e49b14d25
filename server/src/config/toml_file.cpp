#include "config/toml_file.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>

#include "app/exit_code.hpp"

namespace workspace::server {

namespace {

constexpr std::uintmax_t kFileBytesMax = 1024 * 1024;

std::string contents_of(const std::filesystem::path& file) {
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(file, failed);
    std::ifstream stream(file, std::ios::binary);
    if (failed || !stream) {
        throw Failure(ExitCode::usage, "cannot read the configuration file " + file.string() + ": " +
                                           (failed ? failed.message() : std::strerror(errno)) + ".");
    }
    if (bytes > kFileBytesMax) {
        throw Failure(ExitCode::usage, "the configuration file " + file.string() + " is longer than 1 MiB.");
    }
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::optional<std::string> text_of(const toml::node& node) {
    if (const auto* text = node.as_string()) {
        return text->get();
    }
    if (const auto* number = node.as_integer()) {
        return std::to_string(number->get());
    }
    if (const auto* yes = node.as_boolean()) {
        return yes->get() ? "true" : "false";
    }
    return {};
}

FileEntry entry_of(const std::string& key, const toml::node& node) {
    FileEntry entry{.key = key, .texts = {}, .line = node.source().begin.line, .mistake = {}};
    const auto add = [&](const toml::node& one) {
        if (auto text = text_of(one)) {
            entry.texts.push_back(std::move(*text));
        } else {
            entry.mistake = "takes a text in quotation marks, a whole number, or true or false";
        }
    };
    if (node.is_table()) {
        entry.mistake = "there are no sections: write each setting as `name = value`, at the left margin";
    } else if (const auto* array = node.as_array()) {
        for (const auto& one : *array) {
            add(one);
        }
    } else {
        add(node);
    }
    return entry;
}

}  // namespace

std::vector<FileEntry> read_toml(const std::filesystem::path& file) {
    try {
        std::vector<FileEntry> entries;
        const auto table = toml::parse(contents_of(file), file.string());
        for (const auto& [key, node] : table) {
            entries.push_back(entry_of(std::string(key.str()), node));
        }
        std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
        return entries;
    } catch (const toml::parse_error& error) {
        throw Failure(ExitCode::usage, file.string() + " line " + std::to_string(error.source().begin.line) + ": " +
                                           std::string(error.description()));
    }
}

std::string toml_text(const std::string& text) {
    const bool number =
        !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (number || text == "true" || text == "false") {
        return text;
    }
    std::ostringstream quoted;
    const toml::value<std::string> value(text);
    quoted << toml::toml_formatter{value, toml::format_flags::none};
    return quoted.str();
}

}  // namespace workspace::server
