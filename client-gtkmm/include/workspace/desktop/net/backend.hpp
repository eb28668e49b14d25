#pragma once

#include <functional>
#include <vector>

#include "workspace/core/client/events.hpp"
#include "workspace/core/client/inputs.hpp"

namespace workspace::desktop {

/// What stands behind the window: the client core on its own thread, or a script in tests and pictures.
class Backend {
public:
    using OnEvents = std::function<void(std::vector<core::client::Event>)>;

    Backend() = default;
    virtual ~Backend() = default;
    Backend(const Backend&) = delete;
    Backend& operator=(const Backend&) = delete;

    /// Events come from here on, on the main loop's thread, in order.
    virtual void start(OnEvents on_events) = 0;
    virtual void submit(core::client::Command command) = 0;
};

}  // namespace workspace::desktop
