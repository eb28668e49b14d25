#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "workspace/core/client/outputs.hpp"
#include "workspace/core/wire/messages.hpp"

namespace workspace::core::client {

/// What the client asks of its host, in order. Messages that come one after the other share a frame, within the bounds of a
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
    /// The frame at the end of the queue, but for events behind it: those go to the person, so order between them and
    /// the server does not matter. A deque keeps its elements in place while others come and go at its ends.
    SendFrame* open_frame_ = nullptr;
    std::size_t lines_in_frame_ = 0;
};

}  // namespace workspace::core::client
