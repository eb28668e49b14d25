#include "workspace/desktop/model/room_log.hpp"

#include <algorithm>

#include "workspace/desktop/model/words.hpp"

namespace workspace::desktop {
namespace {

using core::client::PostState;

/// A post that is sent again was stored not long ago.
constexpr std::size_t kPostsLookedUp = 1000;

bool below(const EventPtr& event, core::MessageSeq seq) {
    return event->seq < seq;
}

/// As it is shown: what happened in the room in words, and what became of a message.
EventPtr presentable(const core::wire::Event& event) {
    auto shown = std::make_shared<core::wire::Event>(event);
    shown->body = words_of_event(event);
    return shown;
}

}  // namespace

void RoomLog::add(const core::client::MessagesAdded& added) {
    if (added.dropped_before) {
        events_.clear();
    }
    synced_ = true;
    floor_ = added.floor;
    head_ = added.head;
    events_.reserve(events_.size() + added.events.size());
    if (!added.events.empty() && !events_.empty() && added.events.back().seq < events_.front()->seq) {
        // A page of older messages: in front at once, not one by one.
        std::vector<EventPtr> page;
        page.reserve(added.events.size());
        for (const auto& event : added.events) {
            page.push_back(presentable(event));
        }
        events_.insert(events_.begin(), page.begin(), page.end());
    } else {
        for (const auto& event : added.events) {
            insert(event);
        }
    }
    if (events_.size() > kEventsMax) {
        events_.erase(events_.begin(), events_.end() - static_cast<std::ptrdiff_t>(kEventsMax));
    }
    settle(added.events);
}

void RoomLog::insert(const core::wire::Event& event) {
    if (events_.empty() || events_.back()->seq < event.seq) {
        events_.push_back(presentable(event));
        return;
    }
    const auto place = std::lower_bound(events_.begin(), events_.end(), event.seq, below);
    if ((*place)->seq != event.seq) {
        events_.insert(place, presentable(event));
    } else if ((*place)->changed < event.changed) {
        *place = presentable(event);
    }
}

void RoomLog::post(const core::client::PostChanged& change, const core::wire::Person& me) {
    if (!std::holds_alternative<core::wire::Post>(change.post)) {
        return;  // of another program of this account: its event will say what it did
    }
    const auto same = [&](const Pending& pending) { return pending.cid == change.cid; };
    auto place = std::find_if(pending_.begin(), pending_.end(), same);
    if (change.state == PostState::discarded || holds_lately(me.id, change.cid)) {
        pending_.erase(std::remove_if(pending_.begin(), pending_.end(), same), pending_.end());
        return;
    }
    if (place == pending_.end()) {
        core::wire::Event event;
        event.cid = change.cid;
        event.author = me.id;
        event.author_name = me.name;
        event.at = change.made;
        event.body = core::wire::text_of(change.post);
        pending_.push_back({change.cid, change.state, std::make_shared<const core::wire::Event>(event), {}, {}});
        place = pending_.end() - 1;
    } else if (place->state == PostState::failed && change.state != PostState::failed) {
        std::rotate(place, place + 1, pending_.end());  // sent again behind those that went past it
        place = pending_.end() - 1;
    }
    place->state = change.state;
    place->seq = change.seq;
    place->why = change.why;
    settle({});
}

/// A post is shown once: as pending until its event is held. One that was stored where nothing is held (a hole) is
/// not shown at the end any more.
void RoomLog::settle(const std::vector<core::wire::Event>& added) {
    const auto stored = [&](const Pending& pending) {
        return (pending.seq && *pending.seq <= last()) ||
               std::any_of(added.begin(), added.end(), [&](const core::wire::Event& event) {
                   return event.cid == pending.cid && event.author == pending.event->author;
               });
    };
    pending_.erase(std::remove_if(pending_.begin(), pending_.end(), stored), pending_.end());
}

bool RoomLog::holds_lately(core::AccountId author, const core::ClientId& cid) const {
    const std::size_t recent = std::min(events_.size(), kPostsLookedUp);
    return std::any_of(events_.end() - static_cast<std::ptrdiff_t>(recent), events_.end(),
                       [&](const EventPtr& event) { return event->cid == cid && event->author == author; });
}

core::MessageSeq RoomLog::last() const {
    return events_.empty() ? core::MessageSeq{0} : events_.back()->seq;
}

std::size_t RoomLog::index_of(core::MessageSeq seq) const {
    return static_cast<std::size_t>(std::lower_bound(events_.begin(), events_.end(), seq, below) - events_.begin());
}

std::optional<core::Interval> RoomLog::hole_before(std::size_t index) const {
    const core::MessageSeq before = index == 0 ? floor_ : events_[index - 1]->seq;
    const core::MessageSeq next = index < events_.size() ? events_[index]->seq : core::MessageSeq{head_.value + 1};
    const core::Interval missing{core::MessageSeq{before.value + 1}, core::MessageSeq{next.value - 1}};
    return missing.empty() ? std::nullopt : std::optional{missing};
}

}  // namespace workspace::desktop
