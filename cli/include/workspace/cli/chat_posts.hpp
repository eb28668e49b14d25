#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "workspace/cli/chat_view.hpp"
#include "workspace/core/client/inputs.hpp"

namespace workspace::cli {

/// What a chat command asks of the client, or the words that say why it cannot.
struct ChatWish {
    std::optional<core::client::Command> command;
    std::string_view complaint;
};

/// The commands that post something, or set what others see: /edit, /react, /create, /dm, /away … None for another name.
[[nodiscard]] std::optional<ChatWish> chat_post(const ChatView& view, std::string_view name,
                                                const std::string& argument);

}  // namespace workspace::cli
