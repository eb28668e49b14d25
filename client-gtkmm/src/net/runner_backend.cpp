#include "workspace/desktop/net/runner_backend.hpp"

#include <glibmm/dispatcher.h>
#include <glibmm/main.h>
#include <utility>

#include "workspace/desktop/net/event_queue.hpp"

namespace workspace::desktop {
namespace {

constexpr unsigned kFrameMs = 16;

}  // namespace

struct RunnerBackend::Impl {
    explicit Impl(host::RunnerConfig config)
        : queue([this] { arrived.emit(); }),
          runner(std::move(config), [this](EventQueue::Events events) { queue.push(std::move(events)); }) {
        arrived.connect([this] { hand_over(); });
    }
    ~Impl() { pause.disconnect(); }

    /// Right away, then not again before a frame has passed: what comes meanwhile waits in the queue, without a wake-up.
    void hand_over() {
        if (pause.connected()) {
            return;
        }
        auto events = queue.drain();
        if (events.empty()) {
            return;
        }
        pause = Glib::signal_timeout().connect(
            [this] {
                pause.disconnect();
                hand_over();
                return false;
            },
            kFrameMs);
        if (on_events) {
            on_events(std::move(events));  // last: it may end this object
        }
    }

    OnEvents on_events;
    Glib::Dispatcher arrived;
    sigc::connection pause;
    EventQueue queue;
    host::ClientRunner runner;  // the last member: its thread ends before what it uses
};

RunnerBackend::RunnerBackend(host::RunnerConfig config) : impl_(std::make_unique<Impl>(std::move(config))) {}

RunnerBackend::~RunnerBackend() = default;

void RunnerBackend::start(OnEvents on_events) {
    impl_->on_events = std::move(on_events);
    impl_->runner.start();
}

void RunnerBackend::submit(core::client::Command command) {
    impl_->runner.submit(std::move(command));
}

const std::vector<std::string>& RunnerBackend::warnings() const {
    return impl_->runner.warnings();
}

}  // namespace workspace::desktop
