#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "workspace/core/hub/store_port.hpp"

/// What the hub has asked its host for and waits for, by ticket.
namespace workspace::core::hub {

// ---- asked of the host ---------------------------------------------------------------------------------------------
struct AwaitedProof {
    ConnectionId connection;
};
/// An access token, for `welcome` (while the connection waits for it) or for `token_get`.
struct AwaitedAccess {
    ConnectionId connection;
};

// ---- asked of the store --------------------------------------------------------------------------------------------
struct AwaitedAdmission {
    ConnectionId connection;
    WorkstationKey workstation;  ///< of the claim: known even when the connection is gone
    bool resuming = false;
};
struct AwaitedDetach {
    AccountId account;
    Epoch epoch;
};
/// `asker`: who is told. Nobody after the grace, a connection that said `logout` or `bye`, or a REST request.
struct AwaitedEnd {
    AccountId account;
    Epoch epoch;
    LeaseCause cause{};
    std::variant<std::monostate, ConnectionId, Ticket> asker;
};
/// `room`: 0 for one that is to be made.
struct AwaitedAppend {
    RoomId room;
    ClientId cid;
    std::variant<ConnectionId, Ticket> asker;
};
struct AwaitedSync {
    ConnectionId connection;
    RoomId room;
    std::optional<wire::Cursor> cursor;
};
struct AwaitedPage {
    ConnectionId connection;
    std::int64_t req = 0;
    RoomId room;
    PageQuery query;
};
struct AwaitedPosts {
    ConnectionId connection;
    std::vector<ClientId> cids;
};
struct AwaitedMarkers {
    ConnectionId connection;
};
struct AwaitedStatus {
    ConnectionId connection;
    wire::Status status;
};
struct AwaitedMembers {
    ConnectionId connection;
    RoomId room;
};
struct AwaitedEndAccount {
    Ticket request;
    AccountId account;
    LeaseCause cause{};
};

using Awaited =
    std::variant<AwaitedProof, AwaitedAccess, AwaitedAdmission, AwaitedDetach, AwaitedEnd, AwaitedAppend, AwaitedSync,
                 AwaitedPage, AwaitedPosts, AwaitedMarkers, AwaitedStatus, AwaitedMembers, AwaitedEndAccount>;

class Desk {
public:
    [[nodiscard]] Ticket open(Awaited awaited) {
        const Ticket ticket{++last_};
        store_requests_ += of_store(awaited) ? 1 : 0;
        awaited_.emplace(ticket, std::move(awaited));
        return ticket;
    }
    /// None for a ticket that was never given out or has been answered.
    [[nodiscard]] std::optional<Awaited> close(Ticket ticket) {
        const auto found = awaited_.find(ticket);
        if (found == awaited_.end()) {
            return std::nullopt;
        }
        Awaited result = std::move(found->second);
        awaited_.erase(found);
        store_requests_ -= of_store(result) ? 1 : 0;
        return result;
    }
    [[nodiscard]] std::size_t store_requests() const { return store_requests_; }
    [[nodiscard]] const std::map<Ticket, Awaited>& awaited() const { return awaited_; }

private:
    static bool of_store(const Awaited& awaited) {
        return !std::holds_alternative<AwaitedProof>(awaited) && !std::holds_alternative<AwaitedAccess>(awaited);
    }
    std::uint64_t last_ = 0;
    std::size_t store_requests_ = 0;
    std::map<Ticket, Awaited> awaited_;
};

}  // namespace workspace::core::hub
