#pragma once

#include <functional>
#include <iterator>
#include <mutex>
#include <utility>
#include <vector>

#include "workspace/core/client/events.hpp"

namespace workspace::desktop {

/// The one way from the network's thread to the interface's. `wake` is called by push only when the queue was empty, so
/// that a flood of batches costs one wake-up a drain and not one each.
class EventQueue {
public:
    using Events = std::vector<core::client::Event>;

    explicit EventQueue(std::function<void()> wake) : wake_(std::move(wake)) {}

    /// From any thread.
    void push(Events events) {
        bool was_empty = false;
        {
            const std::lock_guard lock(mutex_);
            was_empty = events_.empty();
            if (was_empty) {
                events_ = std::move(events);
            } else {
                events_.insert(events_.end(), std::make_move_iterator(events.begin()),
                               std::make_move_iterator(events.end()));
            }
            was_empty = was_empty && !events_.empty();
        }
        if (was_empty) {
            wake_();
        }
    }

    /// All that is there, in order.
    [[nodiscard]] Events drain() {
        const std::lock_guard lock(mutex_);
        return std::exchange(events_, {});
    }

private:
    std::mutex mutex_;
    Events events_;
    std::function<void()> wake_;
};

}  // namespace workspace::desktop
