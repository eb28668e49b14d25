#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "workspace/core/history/interval.hpp"
#include "workspace/core/wire/records.hpp"

namespace workspace::core::client {

/// One room's log as this client knows it: intervals of seq that are complete, and the holes between them (H1).
class RoomTimeline {
public:
    /// Merges a stretch that the server vouches for as complete; `events` are those of `covered`, ascending. Returns
    /// those that were not held before or are newer (larger `changed`). Pre: covered lies in floor+1 .. head.
    std::vector<wire::Event> merge(Interval covered, std::vector<wire::Event> events);
    /// A live event. Adds it, and joins it to what is held if it touches. True if it was not held, or is newer.
    bool add_live(const wire::Event& event);
    /// A message that changed (M8): takes it if an older copy is held. True if it was news.
    bool refresh(const wire::Event& event);
    /// The server's log has another epoch, or does not know our last event: nothing that is held counts (H3).
    void drop();
    /// Older messages may have changed unseen: they stay, but count as complete only once fetched again (H3).
    void doubt() { complete_.clear(); }
    /// Lets go of what is below `seq`, to stay within bounds: a hole again.
    void forget_below(MessageSeq seq);
    void set_room(const wire::Room& room) { room_ = room; }

    [[nodiscard]] const wire::Room& room() const { return room_; }
    [[nodiscard]] const IntervalSet& complete() const { return complete_; }
    [[nodiscard]] const std::map<MessageSeq, wire::Event>& events() const { return events_; }
    /// The last event of the newest complete stretch: what `sync` sends. None while nothing is held.
    [[nodiscard]] std::optional<wire::Cursor> cursor() const;
    /// Its seq; 0 while nothing is held.
    [[nodiscard]] MessageSeq last() const;
    /// The highest stretch missing below `before` (default: below the head), at most `limit` long, at its upper end.
    [[nodiscard]] std::optional<Interval> next_hole(std::optional<MessageSeq> before, std::int64_t limit) const;
    /// About what the events take in memory.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    /// Adds a sentence for each invariant that does not hold. Costs as much as there are intervals.
    void check(std::vector<std::string>& broken) const;

private:
    bool take(wire::Event event);

    wire::Room room_;
    IntervalSet complete_;
    std::map<MessageSeq, wire::Event> events_;
    std::size_t bytes_ = 0;
};

}  // namespace workspace::core::client
