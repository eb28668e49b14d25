#pragma once

#include <string>
#include <string_view>

#include "explain/names.hpp"
#include "workspace/core/wire/messages.hpp"

namespace workspace::sim {

/// A frame in a few words: its type and those of its fields that tell it from others. Secrets are never in it.
struct FrameText {
    static constexpr std::size_t kTextCharactersMax = 80;
    static constexpr std::size_t kDetailsCharactersMax = 600;

    std::string text;
    std::string details;
    bool minor = false;  ///< beats, typing
};

[[nodiscard]] FrameText describe(const core::wire::ClientMessage& message, const Names& names);
[[nodiscard]] FrameText describe(const core::wire::ServerMessage& message, const Names& names);
/// One line that a client says, whatever it is.
[[nodiscard]] FrameText describe_client_line(std::string_view line, const Names& names);

}  // namespace workspace::sim
