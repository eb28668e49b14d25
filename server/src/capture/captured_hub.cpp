#include "capture/captured_hub.hpp"

#include <utility>

namespace workspace::capture {

using namespace core;

CapturedHub::CapturedHub(const hub::HubConfig& config, Entropy& entropy, const StoredWorld& world, Now now,
                         Recorder::Write write)
    : hub_(config, begin_capture(config, entropy, world, now, std::move(write)), world, now) {}

Entropy& CapturedHub::begin_capture(const hub::HubConfig& config, Entropy& entropy, const StoredWorld& world, Now now,
                                    Recorder::Write write) {
    if (!write) {
        return entropy;
    }
    recorder_.emplace(entropy, std::move(write)).begin(config, world, now);
    return *recorder_;
}

void CapturedHub::handle(Now now, const hub::Input& input) {
    if (recorder_) {
        recorder_->fed(now, input);
    }
    hub_.handle(now, input);
}

std::optional<hub::Output> CapturedHub::poll() {
    auto output = hub_.poll();
    if (recorder_) {
        recorder_->put(output, hub_);
    }
    return output;
}

void CapturedHub::handle_timeout(Now now) {
    if (recorder_) {
        recorder_->timed_out(now);
    }
    hub_.handle_timeout(now);
}

void CapturedHub::end_capture() {
    if (recorder_) {
        recorder_->end(hub_);
    }
}

}  // namespace workspace::capture
