#pragma once

#include <variant>

#include "lease_table.hpp"
#include "presence_feed.hpp"

namespace workspace::core::hub {

/// Moves leases through their life after the grant: lost connection -> Detach -> grace -> EndLease, and the ends that
/// somebody asked for. Every operation is compare-and-set on the epoch; one that the store could not commit is asked
/// again until it is answered, so no lease is stuck (S9, S10).
class LeaseKeeper {
public:
    LeaseKeeper(Context& context, LeaseTable& leases, PresenceFeed& presence)
        : context_(context), leases_(leases), presence_(presence) {}

    /// The store's leases at the start, all detached: they have `restart_grace` to come back (S10).
    void begin(const StoredWorld& world);
    /// The store has bound this account to `connection`; none when that connection is gone already.
    void granted(const Granted& granted, const WorkstationKey& workstation, std::optional<ConnectionId> connection,
                 LeaseCause cause);
    /// A grant ended this lease of another account (S7).
    void displaced(const Displacement& displacement);
    /// The store has ended this lease for a reason of its own (S13).
    void ended(AccountId account, Epoch epoch, LeaseCause cause);
    /// The connection of this binding is gone, or will be closed.
    void lost(AccountId account, Epoch epoch, LeaseCause cause);
    /// Ends a lease because somebody asked (S4); `asker` as in AwaitedEnd.
    void end(AccountId account, Epoch epoch, bool end_session, LeaseCause cause,
             std::variant<std::monostate, ConnectionId, Ticket> asker);

    void detach_answered(const AwaitedDetach& asked, const StoreResult& result);
    /// True if the row is gone now.
    bool end_answered(const AwaitedEnd& asked, const StoreResult& result);
    /// The account's deadline has come.
    void due(AccountId account);

private:
    void step(LeaseRow& row);
    void later(const LeaseRow& row, MonotonicTime when);
    void end_row(const LeaseRow& row, LeaseCause cause);
    void notice(const LeaseRow& row, LeaseCause cause);

    Context& context_;
    LeaseTable& leases_;
    PresenceFeed& presence_;
};

}  // namespace workspace::core::hub
