#include "link.hpp"

#include <algorithm>

#include "digest.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::client {

void Link::connect(MonotonicTime now) {
    clear_timers();
    phase_ = Phase::connecting;
    if (socket_ == Socket::none) {
        open_socket(now);
    } else {
        drop();
    }
}

void Link::open_socket(MonotonicTime now) {
    socket_ = Socket::opening;
    claim_by_ = now + kLoginAnswerWithin;
    outputs_.push(OpenSocket{});
}

bool Link::opened() {
    if (socket_ != Socket::opening) {
        return false;
    }
    socket_ = Socket::open;
    return true;
}

bool Link::closed(MonotonicTime now) {
    const bool in_use = socket_ == Socket::opening || socket_ == Socket::open;
    const bool was_closing = socket_ == Socket::closing;
    socket_ = Socket::none;
    if (was_closing && phase_ == Phase::connecting) {
        open_socket(now);
    }
    return in_use;
}

void Link::admitted(MonotonicTime now) {
    clear_timers();
    phase_ = Phase::live;
    live_since_ = now;
    beat_at_ = now + Duration{static_cast<std::int64_t>(
                         entropy_.jitter(static_cast<std::uint64_t>(Duration{kBeatEvery}.count()) + 1))};
}

void Link::wait(MonotonicTime now, Duration not_before) {
    if (live_since_ && now - *live_since_ >= kSettledAfter) {
        backoff_.reset();
        try_at_once_ = true;
    }
    live_since_.reset();
    if (zoo::has(zoo::Bug::pauses_do_not_grow)) {
        backoff_.reset();
    }
    const Duration pause = try_at_once_ ? Duration::zero() : backoff_.next(entropy_);
    try_at_once_ = false;
    clear_timers();
    drop();
    phase_ = Phase::waiting;
    retry_at_ =
        now + (zoo::has(zoo::Bug::never_reconnects) ? Duration{std::chrono::hours{24}} : std::max(pause, not_before));
}

void Link::rest(Phase phase) {
    clear_timers();
    drop();
    live_since_.reset();
    backoff_.reset();
    try_at_once_ = true;
    phase_ = phase;
}

void Link::drop() {
    if (socket_ == Socket::opening || socket_ == Socket::open) {
        socket_ = Socket::closing;
        outputs_.push(CloseSocket{});
    }
}

void Link::clear_timers() {
    retry_at_.reset();
    claim_by_.reset();
    beat_at_.reset();
    answer_by_.reset();
}

Link::Due Link::due(MonotonicTime now) {
    if (phase_ == Phase::waiting && retry_at_ && *retry_at_ <= now) {
        return Due::retry;
    }
    if (phase_ == Phase::connecting && claim_by_ && *claim_by_ <= now) {
        return Due::claim_overdue;
    }
    if (answer_by_ && *answer_by_ <= now) {
        return Due::beat_overdue;
    }
    if (beat_at_ && *beat_at_ <= now) {
        outputs_.send(wire::Beat{});
        beat_at_ = now + kBeatEvery;
        answer_by_ = now + kBeatAnswerWithin;
    }
    return Due::nothing;
}

MonotonicTime Link::deadline() const {
    MonotonicTime first = MonotonicTime::never();
    for (const auto& timer : {retry_at_, claim_by_, beat_at_, answer_by_}) {
        if (timer) {
            first = std::min(first, *timer);
        }
    }
    return first;
}

void Link::check(std::vector<std::string>& broken) const {
    const bool resting = phase_ == Phase::stopped || phase_ == Phase::signed_out;
    if (resting && deadline() != MonotonicTime::never()) {
        broken.emplace_back("S12: a client that stands still has a timer that would make it try again");
    }
    if (resting && (socket_ == Socket::opening || socket_ == Socket::open)) {
        broken.emplace_back("S12: a client that stands still has a socket");
    }
    if (phase_ == Phase::live && (!beat_at_ || socket_ != Socket::open)) {
        broken.emplace_back("S9: a live client has no beat ahead of it");
    }
    if (phase_ == Phase::waiting && !retry_at_) {
        broken.emplace_back("S9: a waiting client has no time at which it tries again");
    }
}

std::uint64_t Link::digest() const {
    Digest digest;
    digest.add(static_cast<std::uint64_t>(phase_)).add(static_cast<std::uint64_t>(socket_));
    for (const auto& timer : {live_since_, retry_at_, claim_by_, beat_at_, answer_by_}) {
        digest.add(timer.value_or(MonotonicTime::never()));
    }
    return digest.value();
}

}  // namespace workspace::core::client
