#include "read_marks.hpp"

#include <algorithm>
#include <utility>

#include "digest.hpp"
#include "tuning.hpp"
#include "workspace/core/base/zoo.hpp"
#include "workspace/core/history/mentions.hpp"

namespace workspace::core::client {

void ReadMarks::live(AccountId me, std::string login, const std::vector<wire::Room>& rooms) {
    live_ = true;
    me_ = me;
    login_ = std::move(login);
    std::map<RoomId, Mark> kept;
    for (const wire::Room& room : rooms) {
        if (const auto held = marks_.find(room.id); held != marks_.end()) {
            kept.insert(marks_.extract(held));
        } else {
            kept.try_emplace(room.id);
        }
    }
    marks_ = std::move(kept);
    for (const wire::Room& room : rooms) {
        Mark& mark = marks_.at(room.id);
        begin_again(mark, room.epoch);
        mark.told.reset();
        mark.stale = true;
        // What was read while the link was down is said first, so that the answer to the question below knows it.
        if (mark.stored < mark.read) {
            say(room.id, mark);
        }
    }
    ask_about_stale_ones();
}

void ReadMarks::clear() {
    marks_.clear();
}

/// What was read of another log counts for nothing.
void ReadMarks::begin_again(Mark& mark, const RoomEpoch& epoch) {
    if (mark.epoch != epoch) {
        mark = Mark{};
        mark.epoch = epoch;
        mark.stale = true;
    }
}

void ReadMarks::added(const wire::Room& room) {
    marks_.erase(room.id);
    begin_again(marks_[room.id], room.epoch);
    ask_about_stale_ones();
}

void ReadMarks::gone(RoomId room) {
    marks_.erase(room);
}

void ReadMarks::mark(const RoomTimeline& timeline, MessageSeq seq) {
    const wire::Room& room = timeline.room();
    const auto place = marks_.find(room.id);
    if (place == marks_.end()) {
        outputs_.tell(RequestFailed{Refusal::not_a_member, "no such room"});
        return;
    }
    Mark& mark = place->second;
    const MessageSeq read = std::min(seq, room.head);
    if (read <= mark.read) {
        return;
    }
    mark.read = read;
    if (live_) {
        say(room.id, mark);
    }
    recount(timeline);
}

void ReadMarks::on_markers(const std::vector<wire::ReadMarker>& markers,
                           const std::function<const RoomTimeline*(RoomId)>& timeline_of) {
    for (const wire::ReadMarker& marker : markers) {
        const auto place = marks_.find(marker.room);
        const RoomTimeline* timeline = timeline_of(marker.room);
        if (place == marks_.end() || timeline == nullptr || marker.read < place->second.read) {
            continue;  // a later answer is under way, to what was read since
        }
        place->second.read = marker.read;
        place->second.stored = marker.read;
        place->second.told = marker;
        place->second.stale = false;
        recount(*timeline);
    }
}

void ReadMarks::recount(const RoomTimeline& timeline) {
    if (const auto place = marks_.find(timeline.room().id); place != marks_.end()) {
        begin_again(place->second, timeline.room().epoch);
        MessageSeq counted_to = timeline.room().head;
        const auto counts = count(place->second, timeline, counted_to);
        place->second.stale = place->second.stale || is_cut_off(place->second, timeline);
        show(timeline.room().id, place->second, counts, counted_to);
    }
}

void ReadMarks::on_event(const RoomTimeline& timeline, const wire::EventMessage& message) {
    const auto place = marks_.find(message.room);
    if (place == marks_.end()) {
        return;
    }
    Mark& mark = place->second;
    const bool elsewhere = message.touched && mark.read < message.touched->seq &&
                           !timeline.complete().covers({MessageSeq{mark.read.value + 1}, timeline.room().head});
    mark.stale = mark.stale || elsewhere;
    const wire::Event& event = message.event;
    const bool follows = mark.shown && !message.touched && mark.counted_to.value + 1 == event.seq.value &&
                         timeline.room().head == event.seq && timeline.room().epoch == mark.epoch;
    if (!follows) {
        recount(timeline);
        return;
    }
    // The usual case costs the same in any backlog.
    Counts counts = *mark.shown;
    add(counts, event);
    show(message.room, mark, counts, event.seq);
}

void ReadMarks::add(Counts& counts, const wire::Event& event) const {
    const bool anothers = event.author != me_ || zoo::has(zoo::Bug::own_messages_are_unread);
    if (event.kind == wire::EventKind::message && !event.deleted && anothers) {
        ++counts.unread;
        counts.mentions += mentions(event.body, login_) ? 1 : 0;
    }
}

void ReadMarks::say(RoomId room, Mark& mark) {
    mark.beats_left = kBeatsToAnswer;
    outputs_.send(wire::Read{room, mark.epoch, mark.read});
}

/// What was not answered within its beats was refused, or dropped on the way.
void ReadMarks::on_beat() {
    for (auto& [room, mark] : marks_) {
        if (live_ && mark.stored < mark.read && --mark.beats_left <= 0) {
            say(room, mark);
        }
    }
    ask_about_stale_ones();
}

void ReadMarks::ask_about_stale_ones() {
    wire::ReadsGet question;
    for (const auto& [room, mark] : marks_) {
        if (mark.stale) {
            question.rooms.push_back(room);
        }
    }
    if (live_ && !question.rooms.empty()) {
        outputs_.send(question);
    }
}

/// Between the server's last word and what is held, messages are missing, of which nobody knows how many are unread.
bool ReadMarks::is_cut_off(const Mark& mark, const RoomTimeline& timeline) {
    if (!mark.told || mark.told->read != mark.read || zoo::has(zoo::Bug::unread_over_a_hole)) {
        return false;
    }
    const MessageSeq known = std::max({mark.read, mark.told->as_of, timeline.room().floor});
    const auto covers = [&](MessageSeq from) {
        const Interval rest{MessageSeq{from.value + 1}, timeline.room().head};
        return rest.empty() || timeline.complete().covers(rest);
    };
    return !covers(known) && !covers(std::max(mark.read, timeline.room().floor));
}

/// An answer may be ahead of the live events: `counted_to` is then what it was told up to, and these count no more.
std::optional<ReadMarks::Counts> ReadMarks::count(const Mark& mark, const RoomTimeline& timeline,
                                                  MessageSeq& counted_to) const {
    const MessageSeq from = std::max(mark.read, timeline.room().floor);
    const Interval unread{MessageSeq{from.value + 1}, timeline.room().head};
    if (unread.empty() || timeline.complete().covers(unread)) {
        return counts_after(timeline, from);
    }
    if (!mark.told || mark.told->read != mark.read || is_cut_off(mark, timeline)) {
        return std::nullopt;
    }
    const Counts since = counts_after(timeline, std::max(from, mark.told->as_of));
    counted_to = std::max(counted_to, mark.told->as_of);
    return Counts{mark.told->unread + since.unread, mark.told->mentions + since.mentions};
}

ReadMarks::Counts ReadMarks::counts_after(const RoomTimeline& timeline, MessageSeq seq) const {
    Counts counts;
    const auto& events = timeline.events();
    for (auto event = events.upper_bound(seq); event != events.end(); ++event) {
        add(counts, event->second);
    }
    return counts;
}

void ReadMarks::show(RoomId room, Mark& mark, std::optional<Counts> counts, MessageSeq counted_to) {
    mark.counted_to = counted_to;
    if (mark.shown == counts && mark.shown_read == mark.read) {
        return;
    }
    mark.shown = counts;
    mark.shown_read = mark.read;
    UnreadChanged changed{room, mark.read, std::nullopt, std::nullopt};
    if (counts) {
        changed.unread = counts->unread;
        changed.mentions = counts->mentions;
    }
    outputs_.tell(std::move(changed));
}

void ReadMarks::check(std::vector<std::string>& broken) const {
    for (const auto& [room, mark] : marks_) {
        if (mark.shown && (mark.shown->unread < 0 || mark.shown->mentions > mark.shown->unread)) {
            broken.emplace_back("H6: more mentions than unread messages are shown");
        }
    }
}

std::uint64_t ReadMarks::digest() const {
    Digest digest;
    for (const auto& [room, mark] : marks_) {
        digest.add(room).add(mark.read).add(static_cast<std::uint64_t>(mark.stale));
        digest.add(static_cast<std::uint64_t>(mark.shown ? mark.shown->unread + 1 : 0));
    }
    return digest.value();
}

}  // namespace workspace::core::client
