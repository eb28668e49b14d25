#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "workspace/desktop/model/room_log.hpp"
#include "workspace/desktop/model/row.hpp"

namespace workspace::desktop {

/// Which part of a room's log is laid out: events [begin, end) by index, and after the last one what is on its way.
struct RowSpan {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool with_pending = true;
};

struct RowContext {
    core::AccountId me;
    core::WallTime now;
    std::optional<core::MessageSeq> unread_after;  ///< a line is drawn after this one
    bool loading = false;                          ///< the topmost hole is being filled
};

/// Lays a part of a log out: day separators, holes, groups. What a row looks like depends on the log alone and not on
/// where the part begins, so that moving the part never changes a row that stays.
[[nodiscard]] std::vector<Row> lay_out(const RoomLog& log, const RowSpan& span, const RowContext& context);

}  // namespace workspace::desktop
