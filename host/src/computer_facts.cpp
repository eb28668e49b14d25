#include "computer_facts.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "workspace/core/base/limits.hpp"
#include "workspace/host/private_files.hpp"

namespace workspace::host {
namespace {

constexpr std::size_t kFactBytesMax = 4096;

std::string trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string(text.substr(first, text.find_last_not_of(kBlank) - first + 1));
}

std::optional<std::string> fact(const std::filesystem::path& file) {
    try {
        if (const auto text = read_file(file, kFactBytesMax)) {
            if (std::string value = trimmed(*text); !value.empty()) {
                return value;
            }
        }
    } catch (const std::runtime_error&) {  // NOLINT(bugprone-empty-catch): what cannot be read is not known
    }
    return std::nullopt;
}

/// PRETTY_HOSTNAME="…" of /etc/machine-info, the quotes optional.
std::optional<std::string> pretty_name(const std::filesystem::path& root) {
    const auto text = fact(root / "etc/machine-info");
    if (!text) {
        return std::nullopt;
    }
    constexpr std::string_view kKey = "PRETTY_HOSTNAME=";
    std::size_t start = 0;
    while (start < text->size()) {
        const std::size_t end = std::min(text->find('\n', start), text->size());
        std::string line = trimmed(std::string_view(*text).substr(start, end - start));
        if (line.starts_with(kKey)) {
            line.erase(0, kKey.size());
            if (line.size() >= 2 && (line.front() == '"' || line.front() == '\'') && line.back() == line.front()) {
                line = line.substr(1, line.size() - 2);
            }
            return line.empty() ? std::nullopt : std::optional(line);
        }
        start = end + 1;
    }
    return std::nullopt;
}

/// Bytes of the UTF-8 character that starts at `at`; 0 when it is not one.
std::size_t character_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char lead = byte(at);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xf0 && lead < 0xf5 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
    if (length == 0 || lead >= 0xf5 || at + length > text.size()) {
        return 0;
    }
    for (std::size_t index = 1; index < length; ++index) {
        if ((byte(at + index) & 0xc0U) != 0x80) {
            return 0;
        }
    }
    const unsigned char second = length > 1 ? byte(at + 1) : 0;
    const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    const bool outside = (lead == 0xed && second >= 0xa0) || (lead == 0xf4 && second >= 0x90);
    return overlong || outside ? 0 : length;
}

}  // namespace

std::optional<std::string> machine_id(const std::filesystem::path& root) {
    return fact(root / "etc/machine-id");
}

std::optional<std::string> permanent_address(const std::filesystem::path& root) {
    std::error_code error;
    std::vector<std::filesystem::path> interfaces;
    for (const auto& entry : std::filesystem::directory_iterator(root / "sys/class/net", error)) {
        interfaces.push_back(entry.path());
    }
    std::sort(interfaces.begin(), interfaces.end());
    for (const auto& interface : interfaces) {
        const bool physical = std::filesystem::exists(interface / "device", error);
        const bool permanent = fact(interface / "addr_assign_type") == "0";
        if (!physical || !permanent) {
            continue;
        }
        if (auto address = fact(interface / "address"); address && *address != "00:00:00:00:00:00") {
            return address;
        }
    }
    return std::nullopt;
}

std::optional<std::string> os_boot_id(const std::filesystem::path& root) {
    return fact(root / "proc/sys/kernel/random/boot_id");
}

std::string computer_name(const std::filesystem::path& root) {
    std::string name = clean_label(
        pretty_name(root).value_or(fact(root / "proc/sys/kernel/hostname").value_or("this computer")));
    return name.empty() ? "this computer" : name;
}

std::string clean_label(std::string text) {
    std::string label;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = character_length(text, at);
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
