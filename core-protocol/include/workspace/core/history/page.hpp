#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "workspace/core/base/ids.hpp"
#include "workspace/core/history/interval.hpp"
#include "workspace/core/wire/records.hpp"

/// Which stretch of a log a question means. Seqs are gapless (M2), so pages are exact and never go by time or offset (H4).
namespace workspace::core {

enum class PageAnchor : std::uint8_t { before, after, around };

struct PageQuery {
    PageAnchor anchor{};
    MessageSeq seq;
    std::int64_t limit = 0;  ///< 1 .. kPageLimitMax
};

/// The stretch of floor+1 .. head that answers `query`; empty (with to == from - 1) when there is none. `around` gives
/// limit / 2 events before the seq and the rest from it on; a side that is short is not made up for by the other.
[[nodiscard]] Interval resolve(const PageQuery& query, MessageSeq floor, MessageSeq head);

/// About what an event's texts take: bodies, names of reactions, who gave them.
[[nodiscard]] std::size_t text_bytes(const wire::Event& event);
/// Cuts the answer to `query`, the events of `covered`, to about `bytes_max` bytes of texts, at least one event: what is
/// furthest from the anchor goes. A page says which stretch it covers, so a shorter one is exact, too.
void cut_to_fit(const PageQuery& query, Interval& covered, std::vector<wire::Event>& events, std::size_t bytes_max);

/// What to send to a client whose copy ends with `held` (H3); `held` of a client that has nothing is "not given".
enum class CursorStanding : std::uint8_t { none, matches, mismatch };
struct SyncPlan {
    bool complete = false;  ///< else: newest page
    bool reset = false;     ///< the client must drop what it holds
    Interval interval;
};
/// The last kNewestPage events: what `plan_sync` falls back to, and what a store sends instead of a plan whose bodies
/// are more than kResumeBytesMax.
[[nodiscard]] SyncPlan newest_page(bool reset, MessageSeq floor, MessageSeq head);
/// A cursor that is behind the floor, or further behind the head than kResumeEventsMax, is answered by the newest page.
[[nodiscard]] SyncPlan plan_sync(CursorStanding standing, MessageSeq held, MessageSeq floor, MessageSeq head);

}  // namespace workspace::core
