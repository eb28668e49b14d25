#include "workspace/desktop/net/runner_backend.hpp"

#include <glibmm/dispatcher.h>
#include <glibmm/main.h>
#include <mutex>
#include <optional>
#include <utility>

#include "workspace/desktop/net/event_queue.hpp"

namespace workspace::desktop {
namespace {

constexpr unsigned kFrameMs = 16;

}  // namespace

struct RunnerBackend::Impl {
    explicit Impl(host::RunnerConfig config)
        : queue([this] { arrived.emit(); }),
          runner(listening(std::move(config)), [this](EventQueue::Events events) { queue.push(std::move(events)); }) {
        arrived.connect([this] { hand_over(); });
        stopped.connect([this] {
            if (const auto found = take_untrusted(); found && on_untrusted) {
                on_untrusted(*found);
            }
        });
    }
    ~Impl() { pause.disconnect(); }

    host::RunnerConfig listening(host::RunnerConfig config) {
        config.on_untrusted = [this](const host::UntrustedCertificate& found) {
            {
                const std::scoped_lock lock(mutex);
                untrusted = found;
            }
            stopped.emit();
        };
        return config;
    }

    std::optional<host::UntrustedCertificate> take_untrusted() {
        const std::scoped_lock lock(mutex);
        return std::exchange(untrusted, std::nullopt);
    }

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
    std::function<void(const host::UntrustedCertificate&)> on_untrusted;
    Glib::Dispatcher arrived;
    Glib::Dispatcher stopped;
    std::mutex mutex;
    std::optional<host::UntrustedCertificate> untrusted;  ///< the last one, until the main loop takes it
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

void RunnerBackend::on_untrusted(std::function<void(const host::UntrustedCertificate&)> told) {
    impl_->on_untrusted = std::move(told);
}

const std::vector<std::string>& RunnerBackend::warnings() const {
    return impl_->runner.warnings();
}

}  // namespace workspace::desktop
