#pragma once

#include <optional>
#include <vector>

#include "database.hpp"
#include "workspace/core/dedup/append_rule.hpp"
#include "workspace/core/history/interval.hpp"
#include "workspace/core/wire/records.hpp"

/// Rows of `events` and `reactions`: a room's log in its present state (M8).
namespace workspace::server {

[[nodiscard]] std::vector<core::wire::Event> events_of(Database& database, core::RoomId room, core::Interval interval);
[[nodiscard]] std::optional<core::wire::Event> event_at(Database& database, core::RoomId room, core::MessageSeq seq);
/// Events in `interval` that changed after it, ascending by seq; at most `most`.
[[nodiscard]] std::vector<core::wire::Event> touched_in(Database& database, core::RoomId room, core::Interval interval,
                                                        std::size_t most);
/// Where the author's post of this id is.
[[nodiscard]] std::optional<core::EarlierPost> find_post(Database& database, core::AccountId author,
                                                         const core::ClientId& cid);

/// Writes the event at the end of its log, and the log's new head.
void add_event(Database& database, core::RoomId room, const core::wire::Event& event,
               const core::PostFingerprint& fingerprint);

}  // namespace workspace::server
