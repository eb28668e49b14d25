#pragma once

#include "lease_keeper.hpp"
#include "parting.hpp"

namespace workspace::core::hub {

/// The ends that somebody asked for: `logout` and `bye` (S4), REST's logout, and what an administrator or a new password
/// ends (S13). Each is carried out before it is answered.
class Leaving {
public:
    Leaving(Context& context, Connections& connections, LeaseTable& leases, LeaseKeeper& keeper, Parting& parting)
        : context_(context), connections_(connections), leases_(leases), keeper_(keeper), parting_(parting) {}

    // Pre of each: the connection is live.
    void on(Connection& connection, const wire::Logout& logout);
    void on(Connection& connection, const wire::Bye& bye);
    void on(const ApiLogout& logout);
    void on(const ApiEndAccount& end);

    void ended(const AwaitedEnd& asked, const StoreResult& result);
    void account_ended(const AwaitedEndAccount& asked, const StoreResult& result);

private:
    void leave(Connection& connection, bool end_session, LeaseCause cause);
    void end_told(Connection& connection, bool applied, bool store_failed);

    Context& context_;
    Connections& connections_;
    LeaseTable& leases_;
    LeaseKeeper& keeper_;
    Parting& parting_;
};

}  // namespace workspace::core::hub
