#pragma once

#include <cstdint>

#include "workspace/core/base/ids.hpp"
#include "workspace/core/history/interval.hpp"

/// Which stretch of a log a question means. Seqs are gapless (M2), so pages are exact and never go by time or offset (H4).
namespace workspace::core {

enum class PageAnchor : std::uint8_t { before, after, around };

struct PageQuery {
    PageAnchor anchor{};
    MessageSeq seq;
    std::int64_t limit = 0;  ///< 1 .. kPageLimitMax
};

/// The stretch of floor+1 .. head that answers `query`; empty (with to == from - 1) when there is none.
[[nodiscard]] Interval resolve(const PageQuery& query, MessageSeq floor, MessageSeq head);

/// What to send to a client whose copy ends with `held` (H3); `held` of a client that has nothing is "not given".
enum class CursorStanding : std::uint8_t { none, matches, mismatch };
struct SyncPlan {
    bool complete = false;  ///< else: newest page
    bool reset = false;  ///< the client must drop what it holds
    Interval interval;
};
[[nodiscard]] SyncPlan plan_sync(CursorStanding standing, MessageSeq held, MessageSeq floor, MessageSeq head);

}  // namespace workspace::core
