#pragma once

#include <set>
#include <vector>

#include "connections.hpp"
#include "lease_table.hpp"
#include "status_table.hpp"
#include "subscribers.hpp"
#include "workspace/core/presence/connected_set.hpp"

namespace workspace::core::hub {

/// Tells everyone who is connected (P1–P6). What was published is the only set that answers speak of; an account whose
/// lease came or went since is `touched`, and publishing compares the touched ones with the lease table: nothing is
/// ever counted up or down.
///
/// The first change goes out at the end of its turn; what follows within kPresenceGather goes out as one frame.
class PresenceFeed {
public:
    PresenceFeed(Context& context, const LeaseTable& leases, const StatusTable& statuses)
        : context_(context), leases_(leases), statuses_(statuses) {}

    /// At the start: what the store says is version 0, published to nobody.
    void begin();
    void touch(AccountId account);
    /// The published set says what the lease table says about this account (P4).
    [[nodiscard]] bool settled(AccountId account) const { return !touched_.contains(account); }

    /// At the end of a turn. True if a version was published.
    bool publish_if_due();

    /// To all who asked for `people`: beside the set, whose version does not change.
    void tell(const wire::ServerMessage& message);

    void subscribe(const Connection& connection);
    void unsubscribe(const Connection& connection);
    void answer_get(Connections& connections, const Connection& connection);

    [[nodiscard]] wire::PresenceStamp stamp() const;
    [[nodiscard]] wire::PresenceSet set() const;
    [[nodiscard]] const ConnectedSet& published() const { return published_; }
    [[nodiscard]] const Subscribers& subscribers(wire::PresenceWish wish) const {
        return wish == wire::PresenceWish::people ? people_ : counters_;
    }
    [[nodiscard]] const std::set<AccountId>& touched() const { return touched_; }
    void digest(Hasher& hasher) const;

private:
    void publish();

    Context& context_;
    const LeaseTable& leases_;
    const StatusTable& statuses_;
    ConnectedSet published_;
    PresenceVersion version_;
    std::set<AccountId> touched_;
    MonotonicTime gather_until_{};
    Subscribers people_;
    Subscribers counters_;
    SharedText snapshot_;  // of version_, made when it is first asked for
};

}  // namespace workspace::core::hub
