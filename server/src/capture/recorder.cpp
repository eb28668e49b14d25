#include "capture/recorder.hpp"

#include <algorithm>

#include "capture/disguise_all.hpp"
#include "capture/lines.hpp"

namespace workspace::capture {

using namespace core;

namespace {

/// Inputs from one digest to the next, at least; and as many as there are connections, since that is what one costs.
constexpr std::size_t kDigestEvery = 16;

}  // namespace

template <class LineOf>
void Recorder::write(const LineOf& line_of) {
    wanted_ = wanted_ && write_(text_of(line_of()));
}

void Recorder::begin(const hub::HubConfig& config, const StoredWorld& world, Now now) {
    write([&] { return Line{Begin{now, config, disguised(redaction_, world)}}; });
}

void Recorder::fed(Now now, const hub::Input& input) {
    ++since_digest_;
    write([&] {
        Fed fed{now, disguised(redaction_, input), {}};
        if (const auto* frame = std::get_if<hub::FrameArrived>(&input)) {
            fed.frame = disguised_frame(redaction_, frame->text);
        }
        return Line{std::move(fed)};
    });
}

void Recorder::timed_out(Now now) {
    ++since_digest_;
    write([&] { return Line{Fed{now, std::nullopt, {}}}; });
}

void Recorder::put(const std::optional<hub::Output>& output, const hub::Hub& hub) {
    write([&] { return Line{put_of(redaction_, output)}; });
    if (!output && since_digest_ >= std::max(kDigestEvery, hub.figures().connections)) {
        write_digest(hub);
    }
}

void Recorder::end(const hub::Hub& hub) {
    write_digest(hub);
    write([] { return Line{End{"stopped"}}; });
    wanted_ = false;
}

void Recorder::write_digest(const hub::Hub& hub) {
    since_digest_ = 0;
    write([&] { return Line{digest_of(hub, redaction_)}; });
}

void Recorder::secret(std::span<std::uint8_t> out) {
    entropy_.secret(out);
    write([&] {
        std::vector<std::uint8_t> shown(out.begin(), out.end());
        redaction_.bytes(shown);
        return Line{Drew{std::move(shown)}};
    });
}

std::uint64_t Recorder::jitter(std::uint64_t bound) {
    const std::uint64_t value = entropy_.jitter(bound);
    write([&] { return Line{Drew{value}}; });
    return value;
}

}  // namespace workspace::capture
