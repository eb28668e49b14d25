#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "workspace/core/base/errors.hpp"
#include "workspace/core/base/ids.hpp"

namespace workspace::core::client {

/// Why a server would never take a post, in words; none if it would. Said before anything is stored.
struct NotPosted {
    Refusal code{};
    std::string reason;
};
[[nodiscard]] std::optional<NotPosted> why_not_posted(RoomId room, std::string_view body);

/// The same post may succeed later without anyone doing anything about it.
[[nodiscard]] bool may_be_retried(Refusal why);

}  // namespace workspace::core::client
