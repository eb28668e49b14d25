#pragma once

#include <vector>

#include "lease_table.hpp"
#include "rooms.hpp"

namespace workspace::core::hub {

/// Everything that becomes an event of a room's log, from a connection or over REST: asks the store, tells the author
/// and the room, and carries out what the event did to who is in the room (M1–M8).
class Posting {
public:
    Posting(Context& context, Connections& connections, LeaseTable& leases, Rooms& rooms)
        : context_(context), connections_(connections), leases_(leases), rooms_(rooms) {}

    // Pre of each: the connection is live.
    void on(Connection& connection, const wire::AnyPost& post);
    void on(Connection& connection, const wire::PostsGet& get);
    void on(const ApiPost& post);

    void appended(const AwaitedAppend& asked, const StoreResult& result);
    void found(const AwaitedPosts& asked, const StoreResult& result);

private:
    using Asker = std::variant<ConnectionId, Ticket>;
    [[nodiscard]] std::optional<Refusal> refusal_of(AccountId author, const wire::AnyPost& post) const;
    void ask(Asker asker, Append append);
    void tell_author(const AwaitedAppend& asked, const AppendResult& result);
    void carry_out(const Appended& appended);
    void let_in(RoomId room, AccountId account);
    void put_out(RoomId room, AccountId account);
    [[nodiscard]] Connection* live_connection_of(AccountId account);

    Context& context_;
    Connections& connections_;
    LeaseTable& leases_;
    Rooms& rooms_;
};

}  // namespace workspace::core::hub
