#pragma once

#include <utility>

#include "arrivals.hpp"
#include "claims.hpp"
#include "connections.hpp"
#include "context.hpp"
#include "frames.hpp"
#include "lease_keeper.hpp"
#include "lease_table.hpp"
#include "leaving.hpp"
#include "parting.hpp"
#include "posting.hpp"
#include "presence_feed.hpp"
#include "probes.hpp"
#include "requests.hpp"
#include "rooms.hpp"
#include "status_board.hpp"

namespace workspace::core::hub {

/// The parts, in the order in which they know each other: each only those above it.
struct Brain {
    Brain(HubConfig config, Entropy& entropy, Now now) : context(std::move(config), entropy, now) {}

    Context context;
    Connections connections{context};
    LeaseTable leases;
    StatusTable statuses;
    PresenceFeed presence{context, leases, statuses};
    Rooms rooms{context};
    Probes probes{context, connections, leases};
    LeaseKeeper keeper{context, leases, presence};
    Parting parting{context, connections, presence, rooms, probes, keeper};
    Arrivals arrivals{context, connections, presence, rooms, probes};
    Claims claims{context, connections, leases, rooms, keeper, probes, parting, arrivals};
    Requests requests{context, connections, leases, presence, rooms};
    Posting posting{context, connections, leases, rooms};
    Leaving leaving{context, connections, leases, keeper, parting};
    StatusBoard status_board{context, connections, leases, statuses, presence};
    Frames frames{context, connections, leases, probes, parting, claims, requests, posting, leaving, status_board};
};

}  // namespace workspace::core::hub
