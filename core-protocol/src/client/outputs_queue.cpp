#include "outputs_queue.hpp"

#include "workspace/core/base/limits.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core::client {

void Outputs::push(Output output) {
    if (!std::holds_alternative<Event>(output)) {
        open_frame_ = nullptr;
    }
    queue_.push_back(std::move(output));
}

void Outputs::send(const wire::ClientMessage& message) {
    std::string line = wire::encode(message);
    if (open_frame_ != nullptr && lines_in_frame_ < kMessagesPerFrameMax &&
        open_frame_->text.size() + 1 + line.size() <= kClientFrameBytesMax) {
        open_frame_->text += '\n';
        open_frame_->text += line;
        ++lines_in_frame_;
        return;
    }
    open_frame_ = &std::get<SendFrame>(queue_.emplace_back(SendFrame{std::move(line)}));
    lines_in_frame_ = 1;
}

std::optional<Output> Outputs::pop() {
    if (queue_.empty()) {
        return std::nullopt;
    }
    if (std::get_if<SendFrame>(&queue_.front()) == open_frame_) {
        open_frame_ = nullptr;
    }
    std::optional<Output> first{std::move(queue_.front())};
    queue_.pop_front();
    return first;
}

}  // namespace workspace::core::client
