#include <algorithm>

#include "workspace/core/wire/messages.hpp"

namespace workspace::core::wire {

std::optional<Fault> PresenceStamp::fault() const {
    const bool hexadecimal =
        std::all_of(hash.begin(), hash.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    if (!hexadecimal) {
        return Fault{"hash", "must be 16 lower-case hexadecimal digits"};
    }
    return std::nullopt;
}

std::optional<Fault> Page::fault() const {
    const int anchors = int{before.has_value()} + int{after.has_value()} + int{around.has_value()};
    if (anchors != 1) {
        return Fault{"before", "or `after` or `around`: exactly one of them must be there"};
    }
    return std::nullopt;
}

std::optional<Fault> CreateRoom::fault() const {
    if (kind == RoomKind::direct) {
        return name.empty() && invite.size() == 1
                   ? std::nullopt
                   : std::optional{Fault{"invite", "a direct room has one other person and no name"}};
    }
    return name.find_first_not_of(" \t\r\n") != std::string::npos ? std::nullopt
                                                                  : std::optional{Fault{"name", "must say something"}};
}

}  // namespace workspace::core::wire
