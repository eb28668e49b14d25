#include "post_rule.hpp"

#include "workspace/core/base/limits.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core::client {

std::optional<NotPosted> why_not_posted(RoomId room, std::string_view body) {
    if (body.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos) {
        return NotPosted{Refusal::empty, "there is nothing in it"};
    }
    if (body.size() > kBodyBytesMax) {
        return NotPosted{Refusal::too_long, "a message has at most 16 KiB"};
    }
    const wire::Post post{room, ClientId{}, ClientId{}, std::string{body}};
    const std::string line = wire::encode(wire::ClientMessage{post});
    if (line.size() > kClientFrameBytesMax) {
        return NotPosted{Refusal::too_long, "it has too many control characters to fit a frame"};
    }
    // The declaration of `post` decides what is a text, here as at the server.
    if (const auto read = wire::decode_client_message(line); !read) {
        return NotPosted{Refusal::bad_request, read.error().reason};
    }
    return std::nullopt;
}

bool may_be_retried(Refusal why) {
    return is_retryable(why) || why == Refusal::held || why == Refusal::not_live;
}

}  // namespace workspace::core::client
