#pragma once

#include <algorithm>
#include <string_view>

#include "workspace/core/wire/codec.hpp"

namespace workspace::sim {

/// Each message in what a client says at once: one or more, a line each. What cannot be read is passed over.
template <class Look>
void each_message(std::string_view frame, Look look) {
    while (!frame.empty()) {
        const std::size_t end = std::min(frame.find('\n'), frame.size());
        if (const auto message = core::wire::decode_client_message(frame.substr(0, end))) {
            look(message.value());
        }
        frame.remove_prefix(std::min(end + 1, frame.size()));
    }
}

}  // namespace workspace::sim
