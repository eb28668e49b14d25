#include "post_rule.hpp"

#include "workspace/core/base/limits.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core::client {

std::optional<NotPosted> why_not_posted(const wire::AnyPost& post) {
    const bool has_text = std::holds_alternative<wire::Post>(post) || std::holds_alternative<wire::Edit>(post);
    const std::string_view text = wire::text_of(post);
    if (has_text && text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos) {
        return NotPosted{Refusal::empty, "there is nothing in it"};
    }
    if (text.size() > kBodyBytesMax) {
        return NotPosted{Refusal::too_long, "a message has at most 16 KiB"};
    }
    wire::AnyPost longest = post;
    wire::set_prev(longest, ClientId{});
    const std::string line =
        std::visit([](auto& known) { return wire::encode(wire::ClientMessage{std::move(known)}); }, longest);
    if (line.size() > kClientFrameBytesMax) {
        return NotPosted{Refusal::too_long, "it has too many control characters to fit a frame"};
    }
    // The declarations decide what is a text, a room, a name, here as at the server.
    if (const auto read = wire::decode_client_message(line); !read) {
        return NotPosted{Refusal::bad_request, read.error().reason};
    }
    return std::nullopt;
}

bool may_be_retried(Refusal why) {
    return is_retryable(why) || why == Refusal::held || why == Refusal::not_live;
}

}  // namespace workspace::core::client
