// Reading stretches of a room's log: the rows around `resolve` and `plan_sync`.

#include "store_engine.hpp"

namespace workspace::server {

using namespace core;

namespace {

std::vector<wire::Event> events_of(Database& database, RoomId room, Interval interval) {
    std::vector<wire::Event> events;
    if (interval.empty()) {
        return events;
    }
    events.reserve(static_cast<std::size_t>(interval.size()));
    auto query = database.query(
        "SELECT e.seq, e.cid, e.author, a.name, e.at, e.changed, e.body FROM events e"
        " JOIN accounts a ON a.id = e.author WHERE e.room = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq");
    query.bind(room.value).bind(interval.from.value).bind(interval.to.value);
    while (query.step()) {
        events.push_back({.seq = {query.number(0)},
                          .cid = query.id<ClientId>(1),
                          .author = {query.number(2)},
                          .author_name = query.text(3),
                          .at = {query.number(4)},
                          .changed = {query.number(5)},
                          .body = query.text(6)});
    }
    return events;
}

CursorStanding standing_of(Database& database, const std::optional<wire::Cursor>& cursor, const wire::Room& room) {
    if (!cursor) {
        return CursorStanding::none;
    }
    if (cursor->epoch != room.epoch) {
        return CursorStanding::mismatch;
    }
    auto query = database.query("SELECT cid FROM events WHERE room = ? AND seq = ?");
    query.bind(room.id.value).bind(cursor->seq.value);
    const bool known = query.step() && query.id<ClientId>(0) == cursor->cid;
    return known ? CursorStanding::matches : CursorStanding::mismatch;
}

std::int64_t bytes_of(Database& database, RoomId room, Interval interval) {
    auto query =
        database.query("SELECT sum(length(CAST(body AS BLOB))) FROM events WHERE room = ? AND seq BETWEEN ? AND ?");
    query.bind(room.value).bind(interval.from.value).bind(interval.to.value);
    return query.step() ? query.number(0) : 0;
}

}  // namespace

std::optional<MemberRoom> room_of_member(Database& database, AccountId, RoomId room) {
    auto query = database.query("SELECT name, epoch, floor, head FROM rooms WHERE id = ?");
    if (!query.bind(room.value).step()) {
        return std::nullopt;
    }
    return MemberRoom{{.id = room,
                       .name = query.text(0),
                       .epoch = query.id<RoomEpoch>(1),
                       .floor = {query.number(2)},
                       .head = {query.number(3)}}};
}

ReadResult read_page(Database& database, const ReadPage& read) {
    auto found = room_of_member(database, read.reader, read.room);
    if (!found) {
        return Refusal::not_a_member;
    }
    LogSlice slice{.room = std::move(found->room), .plan = {}, .events = {}};
    slice.plan.interval = resolve(read.query, slice.room.floor, slice.room.head);
    slice.events = events_of(database, read.room, slice.plan.interval);
    return slice;
}

ReadResult read_sync(Database& database, const ReadSync& read) {
    auto found = room_of_member(database, read.reader, read.room);
    if (!found) {
        return Refusal::not_a_member;
    }
    LogSlice slice{.room = std::move(found->room), .plan = {}, .events = {}};
    const auto& room = slice.room;
    const auto held = read.cursor ? read.cursor->seq : MessageSeq{};
    slice.plan = plan_sync(standing_of(database, read.cursor, room), held, room.floor, room.head);
    if (slice.plan.complete && bytes_of(database, room.id, slice.plan.interval) > std::int64_t{kResumeBytesMax}) {
        slice.plan = newest_page(false, room.floor, room.head);  // too long by its bytes (H3)
    }
    slice.events = events_of(database, room.id, slice.plan.interval);
    return slice;
}

StoreResult StoreEngine::run(const ReadSync& read) {
    return read_sync(database_, read);
}

StoreResult StoreEngine::run(const ReadPage& read) {
    return read_page(database_, read);
}

}  // namespace workspace::server
