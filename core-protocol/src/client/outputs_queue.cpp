#include "outputs_queue.hpp"

#include "workspace/core/base/limits.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core::client {

void Outputs::push(Output output) {
    queue_.push_back(std::move(output));
    lines_in_last_ = 0;
}

void Outputs::send(const wire::ClientMessage& message) {
    std::string line = wire::encode(message);
    if (lines_in_last_ > 0 && lines_in_last_ < kMessagesPerFrameMax) {
        auto& frame = std::get<SendFrame>(queue_.back()).text;
        if (frame.size() + 1 + line.size() <= kClientFrameBytesMax) {
            frame += '\n';
            frame += line;
            ++lines_in_last_;
            return;
        }
    }
    queue_.emplace_back(SendFrame{std::move(line)});
    lines_in_last_ = 1;
}

std::optional<Output> Outputs::pop() {
    if (queue_.empty()) {
        return std::nullopt;
    }
    std::optional<Output> first{std::move(queue_.front())};
    queue_.pop_front();
    if (queue_.empty()) {
        lines_in_last_ = 0;
    }
    return first;
}

}  // namespace workspace::core::client
