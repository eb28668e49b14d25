#pragma once

#include "lease_table.hpp"
#include "presence_feed.hpp"

namespace workspace::core::hub {

/// Setting and telling what people say of themselves: away, busy, a line. Never touches the count.
class StatusBoard {
public:
    StatusBoard(Context& context, Connections& connections, LeaseTable& leases, StatusTable& statuses,
                PresenceFeed& presence)
        : context_(context), connections_(connections), leases_(leases), statuses_(statuses), presence_(presence) {}

    // Pre of each: the connection is live.
    void on(Connection& connection, const wire::StatusSet& set);
    void on(Connection& connection, const wire::StatusesGet& get);

    void saved(const AwaitedStatus& asked, const StoreResult& result);

private:
    Context& context_;
    Connections& connections_;
    LeaseTable& leases_;
    StatusTable& statuses_;
    PresenceFeed& presence_;
};

}  // namespace workspace::core::hub
