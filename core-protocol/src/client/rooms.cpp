#include "rooms.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "digest.hpp"
#include "stretch.hpp"
#include "tuning.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::client {
namespace {

/// A `sync` that was not answered by then was dropped on the way.
constexpr int kBeatsToSync = 2;

bool described_differently(const wire::Room& a, const wire::Room& b) {
    return a.name != b.name || a.kind != b.kind || a.archived != b.archived || a.people != b.people;
}

}  // namespace

void Rooms::live(const std::vector<wire::Room>& rooms) {
    live_ = true;
    std::map<RoomId, State> kept;
    std::vector<RoomId> all;
    for (const wire::Room& room : rooms) {
        const auto [place, is_new] = kept.try_emplace(room.id);
        if (!is_new) {
            continue;
        }
        all.push_back(room.id);
        State& state = place->second;
        if (const auto held = rooms_.find(room.id); held != rooms_.end()) {
            state = std::move(held->second);
        }
        const wire::Room known = state.timeline.room();
        if (!state.timeline.cursor()) {
            state.timeline.drop();
            state.timeline.set_room(room);
        } else {
            // Epoch, floor and head stay those of what is held: `synced` decides whether that counts (H3).
            wire::Room described = room;
            described.epoch = known.epoch;
            described.floor = known.floor;
            described.head = known.head;
            state.timeline.set_room(described);
        }
        state.announced = room.head;
        state.announced_a_beat_ago = MessageSeq{0};
    }
    rooms_ = std::move(kept);  // what was held of a room that is not listed any more is gone (M5)
    bytes_ = 0;
    for (const auto& [id, state] : rooms_) {
        bytes_ += state.timeline.bytes();
    }
    tell_rooms();
    sync(all);
}

void Rooms::tell_rooms() {
    RoomsChanged changed;
    for (const auto& [id, state] : rooms_) {
        changed.rooms.push_back(state.timeline.room());
    }
    outputs_.tell(std::move(changed));
}

void Rooms::on_added(const wire::Room& room) {
    if (rooms_.size() >= kRoomsPerClientMax && !rooms_.contains(room.id)) {
        return;
    }
    on_gone(room.id);  // what was held from an earlier membership may miss what was said in between
    State& state = rooms_[room.id];
    state.timeline.set_room(room);
    state.announced = room.head;
    tell_rooms();
    sync({room.id});
}

void Rooms::on_gone(RoomId room) {
    if (const auto place = rooms_.find(room); place != rooms_.end()) {
        bytes_ -= place->second.timeline.bytes();
        rooms_.erase(place);
        tell_rooms();
    }
}

void Rooms::link_lost() {
    live_ = false;
    for (auto& [id, state] : rooms_) {
        state.subscribed = false;
        state.sync_beats = 0;
        if (state.older) {
            state.older->req.reset();
        }
    }
}

void Rooms::clear() {
    if (rooms_.empty()) {
        return;
    }
    rooms_.clear();
    bytes_ = 0;
    tell_rooms();  // whoever shows them lets go of them, too
}

void Rooms::sync(const std::vector<RoomId>& rooms) {
    for (std::size_t begin = 0; begin < rooms.size(); begin += kRoomsPerSync) {
        wire::Sync message;
        for (std::size_t i = begin; i < std::min(rooms.size(), begin + kRoomsPerSync); ++i) {
            State& state = rooms_.at(rooms[i]);
            state.sync_beats = kBeatsToSync;
            if (auto cursor = state.timeline.cursor()) {
                message.cursors.push_back(*cursor);
            } else {
                message.rooms.push_back(rooms[i]);
            }
        }
        outputs_.send(message);
    }
}

void Rooms::on_synced(wire::Synced synced) {
    const auto place = rooms_.find(synced.room.id);
    if (place == rooms_.end() || place->second.sync_beats == 0) {
        return;
    }
    State& state = place->second;
    const Interval covered{synced.from, synced.to};
    const bool fits = synced.to == synced.room.head && synced.room.floor < synced.from &&
                      fills(covered, synced.events) && synced.from.value <= synced.to.value + 1;
    if (!fits) {
        return;  // not merged; asked for again once its beats are over
    }
    state.sync_beats = 0;
    RoomTimeline& timeline = state.timeline;
    const wire::Room before = timeline.room();
    const bool had = !timeline.events().empty();
    // Only what follows our last event continues it; anything that was held beyond the answer is not in the log.
    const bool continues = synced.result == wire::SyncResult::complete && synced.room.epoch == timeline.room().epoch &&
                           synced.from.value <= timeline.last().value + 1 && timeline.last() <= synced.to;
    const bool drops = synced.result == wire::SyncResult::reset || synced.room.epoch != timeline.room().epoch ||
                       timeline.last() > synced.to;
    change(state, [&] {
        if (drops) {
            timeline.drop();
        } else if (!continues) {
            timeline.doubt();
        }
        timeline.set_room(synced.room);
    });
    state.subscribed = true;
    state.announced = std::max(state.announced, synced.room.head);
    const bool described_anew = described_differently(before, synced.room);
    merge(state, covered, synced.events, synced.touched, drops && had);
    if (described_anew) {
        tell_rooms();
    }
    ask_older(state);
}

void Rooms::on_event(const wire::EventMessage& message) {
    const auto place = rooms_.find(message.room);
    const wire::Event& event = message.event;
    if (place == rooms_.end() || !place->second.subscribed || event.changed < event.seq) {
        return;
    }
    State& state = place->second;
    RoomTimeline& timeline = state.timeline;
    if (event.seq <= timeline.room().floor) {
        return;
    }
    state.announced = std::max(state.announced, event.seq);
    if (event.seq.value > std::max(timeline.last(), timeline.room().floor).value + 1) {
        state.subscribed = false;  // what comes before the answer is in it
        sync({message.room});
        return;
    }
    std::vector<wire::Event> news;
    change(state, [&] {
        if (message.touched && message.touched->seq < event.seq && timeline.refresh(*message.touched)) {
            news.push_back(*message.touched);
        }
        if (timeline.add_live(event)) {
            news.push_back(event);
            if (zoo::has(zoo::Bug::told_twice)) {
                news.push_back(event);
            }
        }
    });
    if (!news.empty()) {
        tell(state, std::move(news), true, false);
    }
    if (event.kind == wire::EventKind::archived && !timeline.room().archived) {
        wire::Room closed = timeline.room();
        closed.archived = true;
        timeline.set_room(closed);
        tell_rooms();
    }
}

void Rooms::on_beat(const std::vector<wire::RoomHead>& heads) {
    for (const wire::RoomHead& head : heads) {
        if (const auto place = rooms_.find(head.room); place != rooms_.end()) {
            place->second.announced = std::max(place->second.announced, head.head);
        }
    }
    std::vector<RoomId> stuck;
    for (auto& [id, state] : rooms_) {
        if (state.sync_beats > 0) {
            if (--state.sync_beats == 0) {
                stuck.push_back(id);
            }
        } else if (zoo::has(zoo::Bug::sync_with_each_beat) || !state.subscribed ||
                   state.timeline.last() < state.announced_a_beat_ago) {
            stuck.push_back(id);
        }
        state.announced_a_beat_ago = state.announced;
    }
    sync(stuck);
}

void Rooms::load_older(const LoadOlder& wish) {
    const auto place = rooms_.find(wish.room);
    if (place == rooms_.end()) {
        outputs_.tell(RequestFailed{Refusal::not_a_member, "no such room"});
        return;
    }
    State& state = place->second;
    if (state.older) {
        state.older_next = wish;
        return;
    }
    state.older = Older{wish, std::nullopt, {}};
    ask_older(state);
}

void Rooms::ask_older(State& state) {
    if (!state.older || state.older->req || !state.subscribed) {
        return;
    }
    Older& older = *state.older;
    const RoomTimeline& timeline = state.timeline;
    if (timeline.events().size() + kPageLimitMax > kRoomEventsMax || bytes_ > kHeldBytesMax) {
        outputs_.tell(RequestFailed{Refusal::too_long, "more of this room's history than fits in memory is held"});
        end_older(state);
        return;
    }
    const auto limit = std::clamp<std::int64_t>(older.wish.limit, 1, kPageLimitMax);
    const auto hole = timeline.next_hole(older.wish.before, limit);
    if (!hole) {
        tell(state, {}, false, false);  // nothing is missing: said, so that nobody waits for it
        end_older(state);
        return;
    }
    wire::Page page;
    page.req = next_req_++;
    older.req = page.req;
    older.asked = *hole;
    page.room = older.wish.room;
    page.before = MessageSeq{hole->to.value + 1};
    page.limit = hole->size();
    outputs_.send(page);
}

void Rooms::end_older(State& state) {
    state.older.reset();
    if (state.older_next) {
        state.older = Older{*state.older_next, std::nullopt, {}};
        state.older_next.reset();
        ask_older(state);
    }
}

void Rooms::on_page(wire::PageResult page) {
    const auto place = rooms_.find(page.room);
    if (place == rooms_.end()) {
        return;
    }
    State& state = place->second;
    if (state.older && state.older->req == page.req) {
        on_older_page(state, state.older->asked, page);
    }
}

void Rooms::on_older_page(State& state, const Interval& asked, wire::PageResult& page) {
    const Interval covered{page.from, page.to};
    const bool fits = fills(covered, page.events) && page.epoch == state.timeline.room().epoch &&
                      covered.from >= asked.from && covered.to <= asked.to &&
                      covered.from > state.timeline.room().floor;
    if (fits) {
        merge(state, covered, page.events, {}, false);
    } else {
        outputs_.tell(RequestFailed{Refusal::try_again, "the server's page was not the one that was asked for"});
    }
    end_older(state);
}

bool Rooms::on_page_refused(std::int64_t req, Refusal why, const std::string& reason) {
    for (auto& [id, state] : rooms_) {
        if (state.older && state.older->req == req) {
            outputs_.tell(RequestFailed{why, reason});
            end_older(state);
            return true;
        }
    }
    return false;
}

void Rooms::merge(State& state, Interval covered, std::vector<wire::Event>& events,
                  const std::vector<wire::Event>& touched, bool dropped_before) {
    std::vector<wire::Event> news;
    change(state, [&] {
        for (const wire::Event& event : touched) {
            if (event.seq < covered.from && state.timeline.refresh(event)) {
                news.push_back(event);
            }
        }
        auto added = state.timeline.merge(covered, std::move(events));
        news.insert(news.end(), std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
    });
    tell(state, std::move(news), false, dropped_before);
}

/// Keeps the figure of what all rooms take, and a room within its bounds.
template <class Change>
void Rooms::change(State& state, Change&& what) {
    bytes_ -= state.timeline.bytes();
    what();
    const auto& events = state.timeline.events();
    const bool over = events.size() > kRoomEventsMax || bytes_ + state.timeline.bytes() > kHeldBytesMax;
    if (over && events.size() > 2 * std::size_t{kPageLimitMax}) {
        // The oldest quarter at once, so that this is rare.
        const auto first_kept = std::next(events.begin(), static_cast<std::ptrdiff_t>(events.size() / 4));
        state.timeline.forget_below(first_kept->first);
    }
    bytes_ += state.timeline.bytes();
}

void Rooms::tell(const State& state, std::vector<wire::Event> events, bool live, bool dropped_before) {
    const RoomTimeline& timeline = state.timeline;
    const wire::Room& room = timeline.room();
    outputs_.tell(MessagesAdded{room.id, std::move(events), timeline.complete().intervals(), room.floor, room.head,
                                live, dropped_before});
}

const RoomTimeline* Rooms::timeline(RoomId room) const {
    const auto place = rooms_.find(room);
    return place == rooms_.end() ? nullptr : &place->second.timeline;
}

std::size_t Rooms::events() const {
    std::size_t sum = 0;
    for (const auto& [id, state] : rooms_) {
        sum += state.timeline.events().size();
    }
    return sum;
}

std::size_t Rooms::pages_in_flight() const {
    std::size_t sum = 0;
    for (const auto& [id, state] : rooms_) {
        sum += state.older && state.older->req ? 1U : 0U;
    }
    return sum;
}

void Rooms::check(std::vector<std::string>& broken) const {
    std::size_t bytes = 0;
    for (const auto& [id, state] : rooms_) {
        state.timeline.check(broken);
        bytes += state.timeline.bytes();
        if (state.subscribed && !live_) {
            broken.emplace_back("H2: a room counts as subscribed while there is no live link");
        }
        if (state.timeline.events().size() > kRoomEventsMax) {
            broken.emplace_back("H1: a room holds more events than its bound");
        }
    }
    if (bytes != bytes_) {
        broken.emplace_back("H1: the figure of the bytes held is not their sum");
    }
}

std::uint64_t Rooms::digest() const {
    Digest digest;
    digest.add(static_cast<std::uint64_t>(live_)).add(static_cast<std::uint64_t>(next_req_));
    for (const auto& [id, state] : rooms_) {
        const wire::Room& room = state.timeline.room();
        digest.add(id).add(room.epoch).add(room.floor).add(room.head).add(state.announced);
        digest.add(static_cast<std::uint64_t>(state.subscribed)).add(static_cast<std::uint64_t>(state.sync_beats));
        for (const Interval& interval : state.timeline.complete().intervals()) {
            digest.add(interval.from).add(interval.to);
        }
        for (const auto& [seq, event] : state.timeline.events()) {
            digest.add(seq).add(event.cid).add(event.changed);
        }
        digest.add(static_cast<std::uint64_t>(state.older && state.older->req ? *state.older->req : 0));
    }
    return digest.value();
}

}  // namespace workspace::core::client
