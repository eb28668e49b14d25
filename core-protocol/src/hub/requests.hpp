#pragma once

#include <string>

#include "lease_keeper.hpp"
#include "parting.hpp"
#include "presence_feed.hpp"
#include "rooms.hpp"

namespace workspace::core::hub {

/// What live connections, and REST, ask for; and what the store answers to it.
class Requests {
public:
    Requests(Context& context, Connections& connections, LeaseTable& leases, LeaseKeeper& keeper,
             PresenceFeed& presence, Rooms& rooms, Parting& parting)
        : context_(context),
          connections_(connections),
          leases_(leases),
          keeper_(keeper),
          presence_(presence),
          rooms_(rooms),
          parting_(parting) {}

    // Pre of each: the connection is live.
    void on(Connection& connection, const wire::Beat& beat);
    void on(Connection& connection, const wire::Alive& alive);
    void on(Connection& connection, const wire::Sync& sync);
    void on(Connection& connection, const wire::Page& page);
    void on(Connection& connection, const wire::Post& post);
    void on(Connection& connection, const wire::PresenceGet& get);
    void on(Connection& connection, const wire::TokenGet& get);
    void on(Connection& connection, const wire::Logout& logout);
    void on(Connection& connection, const wire::Bye& bye);

    void on(const ApiPost& post);
    void on(const ApiLogout& logout);

    void appended(const AwaitedAppend& asked, const StoreResult& result);
    void synced(const AwaitedSync& asked, const StoreResult& result);
    void paged(const AwaitedPage& asked, const StoreResult& result);
    void ended(const AwaitedEnd& asked, const StoreResult& result);
    void minted(ConnectionId connection, std::string access);

private:
    void sync_room(Connection& connection, RoomId room, const std::optional<wire::Cursor>& cursor);
    void bring_up_to_date(Connection& connection, LogSlice slice);
    void leave(Connection& connection, bool end_session, LeaseCause cause);
    void end_told(Connection& connection, bool applied, bool store_failed);
    void touch_active(const Connection& connection);

    Context& context_;
    Connections& connections_;
    LeaseTable& leases_;
    LeaseKeeper& keeper_;
    PresenceFeed& presence_;
    Rooms& rooms_;
    Parting& parting_;
};

}  // namespace workspace::core::hub
