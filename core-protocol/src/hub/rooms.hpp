#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "connections.hpp"
#include "subscribers.hpp"

namespace workspace::core::hub {

/// The rooms: how far each log is published, and who listens. What a room gets within one turn is encoded once, event
/// by event, and goes out as one shared chunk at the end of the turn, or before somebody starts to listen (M4).
class Rooms {
public:
    explicit Rooms(Context& context) : context_(context) {}

    void begin(const std::vector<StoredRoom>& rooms);

    /// Whether this account may see and post in the room (M5). The one place that decides it on this side of the
    /// store, as the store's answers have made it so far.
    [[nodiscard]] bool is_member(AccountId account, RoomId room) const;
    void add(const wire::Room& room);
    void add_member(RoomId room, AccountId account);
    void remove_member(RoomId room, AccountId account);
    /// What the store says at an admission: memberships may have changed by other hands than the hub's.
    void reconcile(AccountId account, const std::vector<RoomId>& rooms);
    /// The public rooms that the account is not in, at most kRoomsPerClientMax.
    [[nodiscard]] std::vector<wire::Room> to_join(AccountId account) const;
    /// As published.
    [[nodiscard]] std::vector<wire::Room> rooms_of(AccountId account) const;
    /// As published. Null for an unknown room.
    [[nodiscard]] const wire::Room* find(RoomId room) const;

    /// A stored event, and the message that it touched: joins the room's chunk.
    void append(RoomId room, const wire::Event& event, const std::optional<wire::Event>& touched);
    /// To all who listen, beside the log: nothing waits for it.
    void broadcast(RoomId room, const wire::ServerMessage& message);
    void flush(RoomId room);
    /// The end of a turn.
    void flush_all();

    /// The room as `sync` would find it, if that needs no store: the cursor is at the head, or nothing is in the log.
    [[nodiscard]] std::optional<LogSlice> slice_from_memory(RoomId room, const std::optional<wire::Cursor>& cursor);
    /// Learns the id of the head event from what a store read (a cursor can then be judged without asking).
    void learn(const LogSlice& slice, const std::optional<wire::Cursor>& cursor);

    /// From the published head on. Pre: the room's chunk is flushed. Once only, however often it is asked.
    void subscribe(Connection& connection, RoomId room);
    void unsubscribe(Connection& connection, RoomId room);
    void unsubscribe_all(Connection& connection);

    /// Heads of the connection's rooms that were published since its last answer (H7); costs nothing when there are
    /// none, and never more than the smaller of its rooms and the changed ones.
    [[nodiscard]] std::vector<wire::RoomHead> heads_since(const Connection& connection) const;
    [[nodiscard]] std::uint64_t change() const { return change_; }

    struct State {
        wire::Room room;  ///< as published
        std::set<AccountId> members;
        std::optional<ClientId> head_cid;  ///< of the event at room.head, once known
        Subscribers subscribers;
        std::string chunk;   ///< encoded events behind room.head
        MessageSeq pending;  ///< the last seq in `chunk`; room.head when there is none
        ClientId pending_cid;
        std::uint64_t changed = 0;
    };
    [[nodiscard]] const std::map<RoomId, State>& all() const { return rooms_; }
    void digest(Hasher& hasher) const;

private:
    void flush(State& state);

    Context& context_;
    std::map<RoomId, State> rooms_;
    std::map<AccountId, std::set<RoomId>> rooms_of_;  // the same memberships, by account
    std::vector<RoomId> waiting_;                     // rooms with a chunk, in the order of their first event
    std::map<std::uint64_t, RoomId> by_change_;       // each room once, at its last published change
    std::uint64_t change_ = 0;
};

}  // namespace workspace::core::hub
