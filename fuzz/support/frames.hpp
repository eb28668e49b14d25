#pragma once

#include <string>

#include "forger.hpp"
#include "target.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::fuzz {

inline constexpr std::size_t kShownMax = 300;

/// One frame: a made-up message, several of them, one with a few bytes changed, or raw text.
template <class Message>
std::string forge_any_frame(Forger& forger) {
    Choices& choices = forger.choices();
    const std::size_t kind = choices.below(16);
    if (kind == 15) {
        return std::string(choices.line());
    }
    std::string frame = encode(forger.any<Message>());
    if (kind == 14) {
        for (std::size_t more = 1 + choices.below(4); more > 0; --more) {
            frame += "\n" + encode(forger.any<Message>());
        }
    } else if (kind == 13) {
        const std::size_t at = choices.below(frame.size());
        frame.replace(at, choices.below(8), choices.line());
    } else if (kind == 12) {
        frame.resize(choices.below(frame.size() + 1));
    }
    return frame;
}

template <class Message>
std::string forge_frame(Forger& forger) {
    std::string frame = forge_any_frame<Message>(forger);
    explain("frame: " + frame.substr(0, kShownMax));
    return frame;
}

}  // namespace workspace::fuzz
