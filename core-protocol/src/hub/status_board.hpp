#pragma once

#include <map>
#include <vector>

#include "connections.hpp"
#include "presence_feed.hpp"

namespace workspace::core::hub {

/// What people say of themselves: away, busy, a line. Belongs to accounts, not to leases, and never touches the count.
class StatusBoard {
public:
    StatusBoard(Context& context, Connections& connections, LeaseTable& leases, PresenceFeed& presence)
        : context_(context), connections_(connections), leases_(leases), presence_(presence) {}

    void begin(const std::vector<wire::Status>& statuses);

    // Pre of each: the connection is live.
    void on(Connection& connection, const wire::StatusSet& set);
    void on(Connection& connection, const wire::StatusesGet& get);

    void saved(const AwaitedStatus& asked, const StoreResult& result);
    void digest(Hasher& hasher) const;

private:
    [[nodiscard]] wire::Statuses connected_ones() const;

    Context& context_;
    Connections& connections_;
    LeaseTable& leases_;
    PresenceFeed& presence_;
    std::map<AccountId, wire::Status> statuses_;  // those that say something
};

}  // namespace workspace::core::hub
