#include "checkers/frame_cost.hpp"

namespace workspace::sim {

using namespace core;

namespace {

constexpr std::int64_t kReactionBytes = 24;  // {"emoji":"","by":[]},
constexpr std::int64_t kAccountBytes = 20;   // an account's number, at its longest

/// What a string takes in JSON.
std::int64_t bytes_of(std::string_view text) {
    std::int64_t bytes = 0;
    for (const char c : text) {
        bytes += static_cast<std::uint8_t>(c) < 0x20 ? 6 : c == '"' || c == '\\' ? 2 : 1;
    }
    return bytes;
}

/// Of what people wrote, and are called.
std::int64_t content_of(const wire::Event& event) {
    std::int64_t bytes = bytes_of(event.body) + bytes_of(event.author_name) + bytes_of(event.emoji.value_or(""));
    bytes += event.whom ? bytes_of(event.whom->name) : 0;
    if (event.reactions) {
        for (const wire::Reaction& reaction : *event.reactions) {
            bytes += kReactionBytes + bytes_of(reaction.emoji) +
                     kAccountBytes * static_cast<std::int64_t>(reaction.by.size());
        }
    }
    return bytes;
}

}  // namespace

void FrameCost::begin(std::string_view frame) {
    *this = {};
    bytes_ = static_cast<std::int64_t>(frame.size());
}

/// What has no target changed nothing, and need not bring another message along.
void FrameCost::add(const wire::EventMessage& message) {
    content_ += content_of(message.event) + (message.touched ? content_of(*message.touched) : 0);
    events_ += message.event.target ? 2 : 1;
}

std::optional<std::int64_t> FrameCost::beside_what_is_in_it() const {
    return events_ == 0 ? std::nullopt : std::optional{(bytes_ - content_) / events_};
}

}  // namespace workspace::sim
