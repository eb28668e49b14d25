#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

#include "workspace/core/history/mentions.hpp"
#include "workspace/testing/memory_store.hpp"

namespace workspace::testing {

using namespace core;

namespace {

CursorStanding cursor_standing(const StoredLog& log, const std::optional<wire::Cursor>& cursor) {
    if (!cursor) {
        return CursorStanding::none;
    }
    if (cursor->epoch != log.room.epoch || cursor->seq.value < 1 || log.room.head < cursor->seq) {
        return CursorStanding::mismatch;
    }
    const wire::Event& event = log.events.at(static_cast<std::size_t>(cursor->seq.value - 1));
    return event.cid == cursor->cid ? CursorStanding::matches : CursorStanding::mismatch;
}

std::size_t bytes_of(const std::vector<wire::Event>& events) {
    std::size_t bytes = 0;
    for (const wire::Event& event : events) {
        bytes += text_bytes(event);
    }
    return bytes;
}

}  // namespace

bool MemoryStore::is_member(AccountId account, RoomId room) const {
    const auto found = logs_.find(room);
    return found != logs_.end() && found->second.members.contains(account);
}

StoreResult MemoryStore::run(const ReadSync& read) {
    if (!is_member(read.reader, read.room)) {
        return ReadResult{Refusal::not_a_member};
    }
    const StoredLog& log = logs_.at(read.room);
    const MessageSeq held = read.cursor ? read.cursor->seq : MessageSeq{};
    const SyncPlan plan = plan_sync(cursor_standing(log, read.cursor), held, log.room.floor, log.room.head);
    LogSlice result = slice(log, plan);
    if (!plan.complete) {
        return ReadResult{std::move(result)};
    }
    for (const wire::Event& event : log.events) {
        if (log.room.floor < event.seq && event.seq <= held && held < event.changed) {
            result.touched.push_back(event);
        }
    }
    if (result.events.size() + result.touched.size() > kResumeEventsMax ||
        bytes_of(result.events) + bytes_of(result.touched) > kResumeBytesMax) {
        result = slice(log, newest_page(plan.reset, log.room.floor, log.room.head));
    }
    return ReadResult{std::move(result)};
}

StoreResult MemoryStore::run(const ReadPage& read) {
    if (!is_member(read.reader, read.room)) {
        return ReadResult{Refusal::not_a_member};
    }
    const StoredLog& log = logs_.at(read.room);
    return ReadResult{slice(log, SyncPlan{false, false, resolve(read.query, log.room.floor, log.room.head)})};
}

LogSlice MemoryStore::slice(const StoredLog& log, SyncPlan plan) {
    LogSlice result{log.room, plan, {}, {}};
    for (std::int64_t seq = plan.interval.from.value; seq <= plan.interval.to.value; ++seq) {
        result.events.push_back(log.events.at(static_cast<std::size_t>(seq - 1)));
    }
    return result;
}

StoreResult MemoryStore::run(const FindPosts& find) {
    PostsFound found;
    for (const ClientId& cid : find.cids) {
        if (const auto post = earlier_post(find.author, cid)) {
            found.push_back({cid, post->room, post->seq, post->at});
        }
    }
    return found;
}

wire::ReadMarker MemoryStore::marker_of(AccountId reader, RoomId room) const {
    const StoredLog& log = logs_.at(room);
    wire::ReadMarker marker;
    marker.room = room;
    marker.as_of = log.room.head;
    if (const auto kept = markers_.find({reader, room});
        kept != markers_.end() && kept->second.epoch == log.room.epoch) {
        marker.read = kept->second.read;
    }
    for (const wire::Event& event : log.events) {
        const bool counts = event.kind == wire::EventKind::message && !event.deleted && event.author != reader &&
                            std::max(marker.read, log.room.floor) < event.seq;
        marker.unread += counts ? 1 : 0;
        marker.mentions += counts && mentions(event.body, accounts_.at(reader).login) ? 1 : 0;
    }
    return marker;
}

StoreResult MemoryStore::run(const MarkRead& mark) {
    if (!stands(mark.fence, mark.reader)) {
        return MarkersResult{Refusal::not_live};
    }
    if (!is_member(mark.reader, mark.room)) {
        return MarkersResult{Refusal::not_a_member};
    }
    const wire::Room& room = logs_.at(mark.room).room;
    if (room.epoch != mark.epoch) {
        return MarkersResult{Refusal::conflict};
    }
    Marker& marker = markers_[{mark.reader, mark.room}];
    const MessageSeq before = marker.epoch == room.epoch ? marker.read : MessageSeq{};
    marker = {room.epoch, std::max(before, std::min(mark.seq, room.head))};
    return MarkersResult{std::vector{marker_of(mark.reader, mark.room)}};
}

StoreResult MemoryStore::run(const ReadMarkers& read) {
    std::vector<wire::ReadMarker> markers;
    for (const auto& [room, log] : logs_) {
        const bool asked =
            read.rooms.empty() || std::find(read.rooms.begin(), read.rooms.end(), room) != read.rooms.end();
        if (asked && log.members.contains(read.reader)) {
            markers.push_back(marker_of(read.reader, room));
        }
    }
    return MarkersResult{std::move(markers)};
}

StoreResult MemoryStore::run(const SetStatus& set) {
    if (!stands(set.fence, set.status.account)) {
        return StatusResult{Refusal::not_live};
    }
    accounts_.at(set.status.account).status = set.status;
    return StatusResult{StatusSaved{}};
}

StoreResult MemoryStore::run(const ReadMembers& read) {
    if (!is_member(read.reader, read.room)) {
        return MembersResult{Refusal::not_a_member};
    }
    std::vector<wire::Person> people;
    for (const AccountId account : logs_.at(read.room).members) {
        people.push_back(person(account));
    }
    return MembersResult{std::move(people)};
}

}  // namespace workspace::testing
