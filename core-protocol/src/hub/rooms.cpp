#include "rooms.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "workspace/core/base/zoo.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core::hub {

namespace {

/// A chunk that grew to this within one turn goes out at once: a frame stays far below kServerFrameBytesMax.
constexpr std::size_t kChunkBytesMax = 256 * 1024;

}  // namespace

void Rooms::begin(const std::vector<StoredRoom>& rooms) {
    for (const StoredRoom& stored : rooms) {
        add(stored.room);
        for (const AccountId account : stored.members) {
            add_member(stored.room.id, account);
        }
    }
}

void Rooms::add(const wire::Room& room) {
    State state;
    state.pending = room.head;
    state.room = room;
    if (!rooms_.emplace(room.id, std::move(state)).second) {
        context_.broken.push_back("M2: the store made a room under an id that another has");
    }
}

bool Rooms::is_member(AccountId account, RoomId room) const {
    const auto found = rooms_.find(room);
    return found != rooms_.end() && found->second.members.contains(account);
}

void Rooms::add_member(RoomId room, AccountId account) {
    if (const auto found = rooms_.find(room); found != rooms_.end()) {
        found->second.members.insert(account);
        rooms_of_[account].insert(room);
    }
}

void Rooms::remove_member(RoomId room, AccountId account) {
    if (const auto found = rooms_.find(room); found != rooms_.end()) {
        found->second.members.erase(account);
        rooms_of_[account].erase(room);
    }
}

void Rooms::reconcile(AccountId account, const std::vector<RoomId>& rooms) {
    const std::set<RoomId> before = rooms_of_[account];
    for (const RoomId room : before) {
        if (!std::binary_search(rooms.begin(), rooms.end(), room)) {
            remove_member(room, account);
        }
    }
    for (const RoomId room : rooms) {
        add_member(room, account);
    }
}

std::vector<wire::Room> Rooms::rooms_of(AccountId account) const {
    std::vector<wire::Room> result;
    if (const auto found = rooms_of_.find(account); found != rooms_of_.end()) {
        for (const RoomId room : found->second) {
            if (result.size() < kRoomsPerClientMax) {
                result.push_back(rooms_.at(room).room);
            }
        }
    }
    return result;
}

std::vector<wire::Room> Rooms::to_join(AccountId account) const {
    std::vector<wire::Room> result;
    for (const auto& [id, state] : rooms_) {
        const bool open = state.room.kind == wire::RoomKind::open && !state.room.archived;
        if (open && result.size() < kRoomsPerClientMax && !state.members.contains(account)) {
            result.push_back(state.room);
        }
    }
    return result;
}

const wire::Room* Rooms::find(RoomId room) const {
    const auto found = rooms_.find(room);
    return found == rooms_.end() ? nullptr : &found->second.room;
}

void Rooms::append(RoomId room, const wire::Event& event, const std::optional<wire::Event>& touched) {
    const auto found = rooms_.find(room);
    if (found == rooms_.end() || event.seq.value != found->second.pending.value + 1) {
        context_.broken.push_back("M2: the store gave an event a seq that does not follow its room's head");
        return;
    }
    State& state = found->second;
    if (state.chunk.empty()) {
        waiting_.push_back(room);
    } else {
        state.chunk += '\n';
    }
    state.chunk += wire::encode(wire::EventMessage{room, event, touched});
    if (zoo::has(zoo::Bug::event_is_sent_twice)) {
        state.chunk += '\n' + wire::encode(wire::EventMessage{room, event, touched});
    }
    state.room.archived = state.room.archived || event.kind == wire::EventKind::archived;
    state.pending = event.seq;
    state.pending_cid = event.cid;
    if (state.chunk.size() >= kChunkBytesMax) {
        flush(room);
    }
}

void Rooms::flush(RoomId room) {
    if (const auto found = rooms_.find(room); found != rooms_.end() && !found->second.chunk.empty()) {
        flush(found->second);
        std::erase(waiting_, room);
    }
}

void Rooms::broadcast(RoomId room, const wire::ServerMessage& message) {
    const auto found = rooms_.find(room);
    if (found != rooms_.end() && !found->second.subscribers.empty()) {
        context_.put(Broadcast{found->second.subscribers.audience(),
                               std::make_shared<const std::string>(wire::encode(message))});
    }
}

void Rooms::flush_all() {
    for (const RoomId room : waiting_) {
        flush(rooms_.at(room));
    }
    waiting_.clear();
}

void Rooms::flush(State& state) {
    auto text = std::make_shared<const std::string>(std::exchange(state.chunk, {}));
    if (zoo::has(zoo::Bug::event_for_each_member)) {
        for (const ConnectionId member : state.subscribers.members()) {
            context_.put(Broadcast{std::make_shared<const std::vector<ConnectionId>>(1, member), text});
        }
    } else if (!state.subscribers.empty() && !zoo::has(zoo::Bug::nobody_hears_live)) {
        context_.put(Broadcast{state.subscribers.audience(), std::move(text)});
    }
    state.room.head = state.pending;
    state.head_cid = state.pending_cid;
    by_change_.erase(state.changed);
    state.changed = ++change_;
    by_change_.emplace(state.changed, state.room.id);
}

std::optional<LogSlice> Rooms::slice_from_memory(RoomId room, const std::optional<wire::Cursor>& cursor) {
    flush(room);
    const State& state = rooms_.at(room);
    const bool at_head = cursor && cursor->epoch == state.room.epoch && cursor->seq == state.room.head &&
                         state.head_cid && cursor->cid == *state.head_cid;
    const bool nothing_to_read = !cursor && state.room.head <= state.room.floor;
    if (!at_head && !nothing_to_read) {
        return std::nullopt;
    }
    const CursorStanding standing = at_head ? CursorStanding::matches : CursorStanding::none;
    const MessageSeq held = cursor ? cursor->seq : MessageSeq{};
    return LogSlice{state.room, plan_sync(standing, held, state.room.floor, state.room.head), {}};
}

void Rooms::learn(const LogSlice& slice, const std::optional<wire::Cursor>& cursor) {
    const auto found = rooms_.find(slice.room.id);
    if (found == rooms_.end() || found->second.room.head != slice.room.head) {
        return;
    }
    if (!slice.events.empty() && slice.events.back().seq == slice.room.head) {
        found->second.head_cid = slice.events.back().cid;
    } else if (cursor && !slice.plan.reset && cursor->seq == slice.room.head) {
        found->second.head_cid = cursor->cid;
    }
}

void Rooms::subscribe(Connection& connection, RoomId room) {
    if (zoo::has(zoo::Bug::last_member_is_forgotten) && !rooms_.at(room).subscribers.empty()) {
        return;
    }
    if (rooms_.at(room).subscribers.add(connection.id)) {
        connection.rooms.insert(std::lower_bound(connection.rooms.begin(), connection.rooms.end(), room), room);
    }
}

void Rooms::unsubscribe(Connection& connection, RoomId room) {
    if (const auto found = rooms_.find(room); found != rooms_.end()) {
        found->second.subscribers.remove(connection.id);
        std::erase(connection.rooms, room);
    }
}

void Rooms::unsubscribe_all(Connection& connection) {
    for (const RoomId room : connection.rooms) {
        rooms_.at(room).subscribers.remove(connection.id);
    }
    connection.rooms.clear();
}

std::vector<wire::RoomHead> Rooms::heads_since(const Connection& connection) const {
    std::vector<wire::RoomHead> heads;
    if (connection.heads_told == change_) {
        return heads;
    }
    const auto newer = [&](RoomId id) {
        const State& state = rooms_.at(id);
        if (state.changed > connection.heads_told) {
            heads.push_back({id, state.room.head});
        }
    };
    if (change_ - connection.heads_told >= connection.rooms.size()) {
        std::for_each(connection.rooms.begin(), connection.rooms.end(), newer);
        return heads;
    }
    for (auto changed = by_change_.upper_bound(connection.heads_told); changed != by_change_.end(); ++changed) {
        if (std::binary_search(connection.rooms.begin(), connection.rooms.end(), changed->second)) {
            newer(changed->second);
        }
    }
    return heads;
}

void Rooms::digest(Hasher& hasher) const {
    for (const auto& [id, state] : rooms_) {
        hasher.add(id.value);
        hasher.add(state.room.epoch.value);
        hasher.add(state.room.head.value);
        hasher.add(state.room.archived);
        for (const AccountId member : state.members) {
            hasher.add(member.value);
        }
        hasher.add(static_cast<std::uint64_t>(state.chunk.size()));  // not its text, which goes out with this turn
        hasher.add(state.changed);
        for (const ConnectionId connection : state.subscribers.members()) {
            hasher.add(connection.value);
        }
    }
}

}  // namespace workspace::core::hub
