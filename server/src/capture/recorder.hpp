#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

#include "capture/redaction.hpp"
#include "workspace/core/hub/hub.hpp"

namespace workspace::capture {

/// Writes down what goes into one hub and what comes out of it, redacted (lines.hpp has the form). The host calls it
/// beside the hub, in the same order, and hands it to the hub as its entropy:
///
///   Recorder recorder{entropy, write};
///   recorder.begin(config, world, now);   Hub hub{config, recorder, world, now};
///   recorder.fed(now, input);             hub.handle(now, input);
///   recorder.timed_out(now);              hub.handle_timeout(now);
///   const auto output = hub.poll();       recorder.put(output, hub);
///   recorder.end(hub);
class Recorder final : public core::Entropy {
public:
    /// Takes a line, without its newline. False when no more are wanted: the recorder is silent from then on.
    using Write = std::function<bool(std::string_view)>;

    /// `entropy` must outlive it.
    Recorder(core::Entropy& entropy, Write write) : entropy_(entropy), write_(std::move(write)) {}

    void begin(const core::hub::HubConfig& config, const core::StoredWorld& world, core::Now now);
    void fed(core::Now now, const core::hub::Input& input);
    void timed_out(core::Now now);
    void put(const std::optional<core::hub::Output>& output, const core::hub::Hub& hub);
    void end(const core::hub::Hub& hub);

    void secret(std::span<std::uint8_t> out) override;
    std::uint64_t jitter(std::uint64_t bound) override;

private:
    template <class LineOf>
    void write(const LineOf& line_of);
    void write_digest(const core::hub::Hub& hub);

    core::Entropy& entropy_;
    Write write_;
    Redaction redaction_;
    bool wanted_ = true;
    std::size_t since_digest_ = 0;  ///< inputs
};

}  // namespace workspace::capture
