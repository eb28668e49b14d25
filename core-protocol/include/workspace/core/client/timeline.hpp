#pragma once

#include <map>
#include <optional>
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
    /// A live event. Adds it, and joins it to what is held if it touches.
    bool add_live(const wire::Event& event);
    /// The server's log has another epoch, or does not know our last event: nothing that is held counts (H3).
    void drop();
    void set_room(const wire::Room& room) { room_ = room; }

    [[nodiscard]] const wire::Room& room() const { return room_; }
    [[nodiscard]] const IntervalSet& complete() const { return complete_; }
    [[nodiscard]] const std::map<MessageSeq, wire::Event>& events() const { return events_; }
    /// The last event of the newest complete stretch: what `sync` sends. None while nothing is held.
    [[nodiscard]] std::optional<wire::Cursor> cursor() const;
    /// The highest stretch missing below `before` (default: below the head), at most `limit` long, at its upper end.
    [[nodiscard]] std::optional<Interval> next_hole(std::optional<MessageSeq> before, std::int64_t limit) const;

private:
    wire::Room room_;
    IntervalSet complete_;
    std::map<MessageSeq, wire::Event> events_;
};

}  // namespace workspace::core::client
