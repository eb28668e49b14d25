#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "workspace/core/client/outputs.hpp"
#include "workspace/core/wire/messages.hpp"

namespace workspace::core::client {

/// What the client asks of its host, in order. Messages that follow one another share a frame, within the bounds of a
/// client's frame.
class Outputs {
public:
    void push(Output output);
    void send(const wire::ClientMessage& message);
    template <class E>
    void tell(E event) {
        push(Event{std::move(event)});
    }
    [[nodiscard]] std::optional<Output> pop();
    [[nodiscard]] std::size_t size() const { return queue_.size(); }

private:
    std::deque<Output> queue_;
    std::size_t lines_in_last_ = 0;  ///< messages in the frame at the end of the queue; 0 when that is not a frame
};

}  // namespace workspace::core::client
