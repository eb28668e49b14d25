#include "workspace/core/wire/codec.hpp"

namespace workspace::core::wire {

std::vector<std::string_view> lines_of(std::string_view frame) {
    std::vector<std::string_view> lines;
    while (!frame.empty()) {
        const std::size_t end = std::min(frame.find('\n'), frame.size());
        if (end > 0) {
            lines.push_back(frame.substr(0, end));
        }
        frame.remove_prefix(std::min(end + 1, frame.size()));
    }
    return lines;
}

std::string claim_bytes(const Challenge& challenge, const WorkstationHint& hint, const OsBootId& os_boot) {
    std::string bytes = "workspace.v1 claim\n";
    bytes.append(challenge.value.begin(), challenge.value.end());
    bytes.append(hint.value.begin(), hint.value.end());
    bytes.append(os_boot.value.begin(), os_boot.value.end());
    return bytes;
}

}  // namespace workspace::core::wire
