#pragma once

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "connections.hpp"
#include "lease_table.hpp"
#include "workspace/core/session/admission.hpp"

namespace workspace::core::hub {

/// Rounds of probing under way (S6, S7): each belongs to the connection of a claim and asks those that hold what is
/// claimed whether they live. Any frame since the question is an answer; a holder that is gone, or is lost meanwhile,
/// is silent at once, and at the deadline all who have not answered are.
class Probes {
public:
    Probes(Context& context, Connections& connections, const LeaseTable& leases)
        : context_(context), connections_(connections), leases_(leases) {}

    void begin(ConnectionId claim, const std::vector<Lease>& holders);
    /// A frame of `holder` arrived.
    void answered(Connection& holder) { settle(holder, true); }
    /// `holder` is not bound any more. Pre: its binding is still readable.
    void lost(Connection& holder) { settle(holder, false); }
    /// `holder` has just become live: a question that came before its `welcome` is put now.
    void ask_late(const Connection& holder);
    void expired(ConnectionId claim);
    void forget(ConnectionId claim);

    struct Ready {
        ConnectionId claim;
        std::vector<ProbeEvidence> evidence;
    };
    /// A round in which everything is known; none when there is none.
    [[nodiscard]] std::optional<Ready> take_ready();
    [[nodiscard]] std::size_t under_way() const { return rounds_.size(); }
    void digest(Hasher& hasher) const;

private:
    struct Question {
        AccountId account;
        Epoch epoch;
        std::optional<bool> answered;
    };
    using Round = std::vector<Question>;

    void settle(Connection& holder, bool answered);
    void note_if_complete(ConnectionId claim, const Round& round);

    Context& context_;
    Connections& connections_;
    const LeaseTable& leases_;
    std::map<ConnectionId, Round> rounds_;
    std::vector<ConnectionId> complete_;
};

}  // namespace workspace::core::hub
