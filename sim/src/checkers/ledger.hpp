#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "world/observer.hpp"
#include "world/store.hpp"

namespace workspace::sim {

/// What a store has durably said yes to, kept by hand from its answers alone: what every checker holds the world
/// against. Watches before the checkers do.
class Ledger : public Observer {
public:
    struct Lease {
        core::AccountId account;
        core::WorkstationKey workstation;
        core::SessionId session;
        core::Epoch epoch;
        bool live = true;
        bool bot = false;
        core::MonotonicTime since;
    };
    struct Log {
        core::wire::Room room;
        std::vector<core::wire::Event> events;  ///< [i].seq is i + 1, each as it is now (M8)
        std::set<core::AccountId> members;
    };
    enum class Standing : std::uint8_t { good, displaced, ended };

    [[nodiscard]] const std::map<core::AccountId, Lease>& leases() const { return leases_; }
    [[nodiscard]] const std::map<core::RoomId, Log>& logs() const { return logs_; }
    /// Of a session that was begun; none for others.
    [[nodiscard]] std::optional<Standing> standing(const core::SessionId& session) const;
    /// Lease rows of people (P1).
    [[nodiscard]] std::int64_t people() const;
    /// The newest epoch that an account was given.
    [[nodiscard]] core::Epoch epoch(core::AccountId account) const;

    void server_started(const World& world, const core::StoredWorld& stored) override;
    void carried_out(const World& world, const core::StoreOperation& operation, const core::StoreResult& result,
                     bool heard) override;

private:
    struct Session {
        core::AccountId account;
        Standing standing = Standing::good;
    };
    void granted(const core::Admit& admit, const core::Granted& granted, core::MonotonicTime now);
    void ended(const core::EndLease& end);
    void account_ended(const core::EndAccount& end);
    void appended(const core::Appended& appended);

    std::map<core::AccountId, Lease> leases_;
    std::map<core::AccountId, core::Epoch> epochs_;
    std::map<core::SessionId, Session> sessions_;
    std::map<core::RoomId, Log> logs_;
};

}  // namespace workspace::sim
