#pragma once

#include <optional>

#include "connections.hpp"
#include "lease_keeper.hpp"
#include "presence_feed.hpp"
#include "probes.hpp"
#include "rooms.hpp"

namespace workspace::core::hub {

/// Binding a connection to its lease, and all the ways in which the two part.
class Parting {
public:
    Parting(Context& context, Connections& connections, PresenceFeed& presence, Rooms& rooms, Probes& probes,
            LeaseKeeper& keeper)
        : context_(context),
          connections_(connections),
          presence_(presence),
          rooms_(rooms),
          probes_(probes),
          keeper_(keeper) {}

    void bind(Connection& connection, const Granted& granted);
    /// Stops broadcasts and probes to it and forgets the binding; the lease is not touched.
    void unbind(Connection& connection);

    /// The socket is gone: the lease detaches (S9).
    void disconnected(Connection& connection);
    /// We close it, saying why; the lease detaches (S9).
    void close(Connection& connection, CloseCode code, LeaseCause cause);
    /// We close it because the store has given its lease away or ended it.
    void close_displaced(Connection& connection, CloseCode code, std::optional<wire::Holder> by);
    /// The server stops: come back, spread out; the lease stays (S10).
    void send_away(Connection& connection, Duration spread);

private:
    void lose(Connection& connection, LeaseCause cause);

    Context& context_;
    Connections& connections_;
    PresenceFeed& presence_;
    Rooms& rooms_;
    Probes& probes_;
    LeaseKeeper& keeper_;
};

}  // namespace workspace::core::hub
