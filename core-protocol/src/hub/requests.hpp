#pragma once

#include <string>

#include "lease_table.hpp"
#include "presence_feed.hpp"
#include "rooms.hpp"

namespace workspace::core::hub {

/// What live connections ask for, but for posts, status and farewells; and what the store answers to it.
class Requests {
public:
    Requests(Context& context, Connections& connections, LeaseTable& leases, PresenceFeed& presence, Rooms& rooms)
        : context_(context), connections_(connections), leases_(leases), presence_(presence), rooms_(rooms) {}

    // Pre of each: the connection is live.
    void on(Connection& connection, const wire::Beat& beat);
    void on(Connection& connection, const wire::Alive& alive);
    void on(Connection& connection, const wire::Sync& sync);
    void on(Connection& connection, const wire::Page& page);
    void on(Connection& connection, const wire::Read& read);
    void on(Connection& connection, const wire::ReadsGet& get);
    void on(Connection& connection, const wire::Typing& typing);
    void on(Connection& connection, const wire::RoomsGet& get);
    void on(Connection& connection, const wire::MembersGet& get);
    void on(Connection& connection, const wire::PresenceGet& get);
    void on(Connection& connection, const wire::TokenGet& get);

    void synced(const AwaitedSync& asked, const StoreResult& result);
    void paged(const AwaitedPage& asked, const StoreResult& result);
    void marked(const AwaitedMarkers& asked, const StoreResult& result);
    void listed(const AwaitedMembers& asked, const StoreResult& result);
    void minted(ConnectionId connection, std::string access);

private:
    void sync_room(Connection& connection, RoomId room, const std::optional<wire::Cursor>& cursor);
    void bring_up_to_date(Connection& connection, LogSlice slice);
    /// Whether the store can take one more question; else refuses.
    [[nodiscard]] bool may_ask(const Connection& connection);
    void touch_active(const Connection& connection);

    Context& context_;
    Connections& connections_;
    LeaseTable& leases_;
    PresenceFeed& presence_;
    Rooms& rooms_;
};

}  // namespace workspace::core::hub
