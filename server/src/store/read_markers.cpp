// How far people have read, and what waits there (H6): counted from the log each time.

#include <algorithm>

#include "fences.hpp"
#include "mention_rows.hpp"
#include "room_rows.hpp"
#include "store_engine.hpp"

namespace workspace::server {

using namespace core;

namespace {

MessageSeq read_up_to(Database& database, AccountId reader, const wire::Room& room) {
    auto query = database.query("SELECT seq FROM read_markers WHERE account = ? AND room = ? AND epoch = ?");
    const bool read = query.bind(reader.value).bind(room.id.value).bind(room.epoch.value).step();
    return {read ? query.number(0) : 0};
}

std::int64_t count_unread(Database& database, RoomId room, MessageSeq after, AccountId reader) {
    auto query = database.query(
        "SELECT count(*) FROM events WHERE room = ? AND seq > ? AND kind = 0 AND deleted IS NULL AND author <> ?");
    query.bind(room.value).bind(after.value).bind(reader.value);
    return query.step() ? query.number(0) : 0;
}

wire::ReadMarker marker_of(Database& database, AccountId reader, const wire::Room& room) {
    const MessageSeq read = read_up_to(database, reader, room);
    const MessageSeq after = std::max(read, room.floor);
    wire::ReadMarker marker{.room = room.id, .read = read, .as_of = room.head};
    if (after < room.head) {
        marker.unread = count_unread(database, room.id, after, reader);
        marker.mentions = count_mentions(database, room.id, after, reader);
    }
    return marker;
}

}  // namespace

StoreResult StoreEngine::run(const MarkRead& mark) {
    if (!fenced_name(database_, mark.fence, mark.reader)) {
        return MarkersResult{Refusal::not_live};
    }
    const auto room = room_of_member(database_, mark.reader, mark.room);
    if (!room) {
        return MarkersResult{Refusal::not_a_member};
    }
    if (room->epoch != mark.epoch) {
        return MarkersResult{Refusal::conflict};
    }
    const MessageSeq read = std::max(read_up_to(database_, mark.reader, *room), std::min(mark.seq, room->head));
    database_
        .query(
            "INSERT INTO read_markers (account, room, epoch, seq) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (account, room) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq")
        .bind(mark.reader.value)
        .bind(mark.room.value)
        .bind(mark.epoch.value)
        .bind(read.value)
        .run();
    return MarkersResult{std::vector{marker_of(database_, mark.reader, *room)}};
}

StoreResult read(Database& database, const ReadMarkers& markers) {
    std::vector<wire::ReadMarker> result;
    for (const wire::Room& room : rooms_of_member(database, markers.reader)) {
        const bool asked = markers.rooms.empty() ||
                           std::find(markers.rooms.begin(), markers.rooms.end(), room.id) != markers.rooms.end();
        if (asked && result.size() < kRoomsPerClientMax) {
            result.push_back(marker_of(database, markers.reader, room));
        }
    }
    return MarkersResult{std::move(result)};
}

}  // namespace workspace::server
