#pragma once

#include <map>
#include <optional>
#include <string>

#include "arrivals.hpp"
#include "parting.hpp"
#include "probes.hpp"
#include "takeover_nonces.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::hub {

/// Claims under way: proof, then the store's decision, then a probe round and the decision again, until it is grant or
/// refuse (S5–S8). One claim a connection.
class Claims {
public:
    Claims(Context& context, Connections& connections, LeaseTable& leases, Rooms& rooms, LeaseKeeper& keeper,
           Probes& probes, Parting& parting, Arrivals& arrivals)
        : context_(context),
          connections_(connections),
          leases_(leases),
          rooms_(rooms),
          keeper_(keeper),
          probes_(probes),
          parting_(parting),
          arrivals_(arrivals),
          nonces_(context) {}

    void begin(Connection& connection, const wire::Login& login);
    void begin(Connection& connection, const wire::Resume& resume);

    void proof_checked(const AwaitedProof& asked, const ProofChecked& proof);
    void admission_answered(const AwaitedAdmission& asked, StoreResult result);
    /// Goes on with the claims whose probe round is complete. To be called after every input and deadline.
    void go_on();
    /// The time of an unauthenticated connection is over.
    void timed_out(Connection& connection);
    void forget(ConnectionId connection) {
        if (!zoo::has(zoo::Bug::lost_claim_is_kept)) {
            drop(connection);
        }
    }

    [[nodiscard]] std::size_t under_way() const { return pending_.size(); }
    void digest(Hasher& hasher) const;

private:
    struct Pending {
        Claim claim;
        std::string label;
        std::optional<RefreshToken> presented;
        RefreshToken fresh;
        SessionId fresh_session;
    };

    void prove(Connection& connection, Pending pending, const wire::WorkstationProof& proof,
               std::optional<Credentials> credentials, const std::optional<wire::PresenceWish>& wish);
    void admit(Connection& connection, const Pending& pending);
    /// A later connection of the same client has claimed already: this one is its own ghost.
    [[nodiscard]] bool is_late(ConnectionId id, const Claim& claim) const;
    void drop(ConnectionId connection);
    void grant(Connection* connection, const AwaitedAdmission& asked, Granted granted);
    void displace(const Displacement& displacement, const Granted& granted, const std::string& label);
    void refuse(Connection& connection, const Refuse& refusal);
    void refuse(Connection& connection, Refusal code) { refuse(connection, Refuse{code, {}, false}); }
    [[nodiscard]] wire::Holder describe(const Lease& lease) const;

    Context& context_;
    Connections& connections_;
    LeaseTable& leases_;
    Rooms& rooms_;
    LeaseKeeper& keeper_;
    Probes& probes_;
    Parting& parting_;
    Arrivals& arrivals_;
    TakeoverNonces nonces_;
    std::map<ConnectionId, Pending> pending_;
    std::map<WorkstationKey, ConnectionId>
        asked_;  // the latest claim of each workstation that the store was asked about
};

}  // namespace workspace::core::hub
