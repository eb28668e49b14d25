#include "computer_facts.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "workspace/host/private_files.hpp"
#include "workspace/host/utf8.hpp"

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
    std::string name =
        clean_label(pretty_name(root).value_or(fact(root / "proc/sys/kernel/hostname").value_or("this computer")));
    return name.empty() ? "this computer" : name;
}

}  // namespace workspace::host
