#pragma once

#include <optional>

#include "capture/recorder.hpp"

namespace workspace::capture {

/// A hub, and beside it the recorder of all that goes in and comes out, where it is captured.
class CapturedHub {
public:
    /// `write` takes the capture's lines; without one nothing is recorded. `entropy` must outlive the hub.
    CapturedHub(const core::hub::HubConfig& config, core::Entropy& entropy, const core::StoredWorld& world,
                core::Now now, Recorder::Write write = {});

    void handle(core::Now now, const core::hub::Input& input);
    [[nodiscard]] std::optional<core::hub::Output> poll();
    void handle_timeout(core::Now now);
    /// The host stops: the capture gets its end.
    void end_capture();

    [[nodiscard]] const core::hub::Hub& hub() const { return hub_; }

private:
    /// Before the hub draws anything; the entropy that it is to have.
    core::Entropy& begin_capture(const core::hub::HubConfig& config, core::Entropy& entropy,
                                 const core::StoredWorld& world, core::Now now, Recorder::Write write);

    std::optional<Recorder> recorder_;
    core::hub::Hub hub_;
};

}  // namespace workspace::capture
