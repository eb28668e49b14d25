#pragma once

#include <vector>

#include "workspace/core/history/interval.hpp"
#include "workspace/core/wire/records.hpp"

namespace workspace::core::client {

/// Whether `events` are exactly those of `covered`: each seq has its event, so that they ascend without a gap. A stretch that does not fit is not merged (H1): a server that vouches for what it did not send is wrong.
[[nodiscard]] inline bool fills(const Interval& covered, const std::vector<wire::Event>& events) {
    if (covered.from.value < 1 || covered.size() != static_cast<std::int64_t>(events.size())) {
        return false;
    }
    MessageSeq expected = covered.from;
    for (const wire::Event& event : events) {
        if (event.seq != expected || event.changed < event.seq) {
            return false;
        }
        ++expected.value;
    }
    return true;
}

}  // namespace workspace::core::client
