// Reading stretches of a room's log: the rows around `resolve` and `plan_sync`.

#include <numeric>

#include "event_rows.hpp"
#include "room_rows.hpp"
#include "store_engine.hpp"

namespace workspace::server {

using namespace core;

namespace {

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

std::size_t bytes_of(const std::vector<wire::Event>& events) {
    return std::accumulate(events.begin(), events.end(), std::size_t{0},
                           [](std::size_t bytes, const wire::Event& event) { return bytes + text_bytes(event); });
}

/// What a cursor that matches gets, if it is within the bounds (H3).
bool fill(Database& database, MessageSeq held, LogSlice& slice) {
    const wire::Room& room = slice.room;
    slice.events = events_of(database, room.id, slice.plan.interval);
    const std::size_t left = kResumeEventsMax - slice.events.size();
    slice.touched = touched_in(database, room.id, {{room.floor.value + 1}, held}, left + 1);
    return slice.touched.size() <= left && bytes_of(slice.events) + bytes_of(slice.touched) <= kResumeBytesMax;
}

}  // namespace

StoreResult read(Database& database, const ReadPage& page) {
    auto room = room_of_member(database, page.reader, page.room);
    if (!room) {
        return ReadResult{Refusal::not_a_member};
    }
    LogSlice slice{.room = std::move(*room), .plan = {}, .events = {}};
    slice.plan.interval = resolve(page.query, slice.room.floor, slice.room.head);
    slice.events = events_of(database, page.room, slice.plan.interval);
    return ReadResult{std::move(slice)};
}

StoreResult StoreEngine::run(const ReadSync& sync) {
    auto room = room_of_member(database_, sync.reader, sync.room);
    if (!room) {
        return ReadResult{Refusal::not_a_member};
    }
    LogSlice slice{.room = std::move(*room), .plan = {}, .events = {}};
    const auto held = sync.cursor ? sync.cursor->seq : MessageSeq{};
    slice.plan = plan_sync(standing_of(database_, sync.cursor, slice.room), held, slice.room.floor, slice.room.head);
    if (!slice.plan.complete || !fill(database_, held, slice)) {
        const bool reset = slice.plan.reset;
        slice.plan = newest_page(reset, slice.room.floor, slice.room.head);
        slice.touched.clear();
        slice.events = events_of(database_, sync.room, slice.plan.interval);
    }
    return ReadResult{std::move(slice)};
}

StoreResult StoreEngine::run(const FindPosts& find) {
    PostsFound found;
    for (const ClientId& cid : find.cids) {
        if (const auto post = find_post(database_, find.author, cid)) {
            found.push_back({cid, post->room, post->seq, post->at});
        }
    }
    return found;
}

}  // namespace workspace::server
