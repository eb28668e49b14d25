#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "world/observer.hpp"
#include "world/records.hpp"
#include "world/store.hpp"

namespace workspace::sim {

/// What a store has durably said yes to, kept by hand from its answers alone: what every checker holds the world
/// against. Watches before the checkers do.
class Ledger : public Observer, public Records {
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
        struct Gone {
            core::MessageSeq last;  ///< the last event of its membership
            core::MonotonicTime at;
        };
        std::map<core::AccountId, Gone> gone;  ///< who was a member, and is none now

        [[nodiscard]] core::Interval extent() const { return {{room.floor.value + 1}, room.head}; }
        /// Whether it may be told of the event `seq`: an answer of the store may be older than the last leave.
        [[nodiscard]] bool may_hear(core::AccountId account, core::MessageSeq seq) const;
        /// Whether a page may still be on its way to it.
        [[nodiscard]] bool may_read(core::AccountId account, core::MonotonicTime now) const;
    };
    enum class Standing : std::uint8_t { good, displaced, ended };

    [[nodiscard]] const std::map<core::AccountId, Lease>& leases() const { return leases_; }
    [[nodiscard]] const std::map<core::RoomId, Log>& logs() const { return logs_; }
    /// Of a session that was begun; none for others.
    [[nodiscard]] std::optional<Standing> standing(const core::SessionId& session) const;
    [[nodiscard]] std::int64_t people() const override { return people_; }
    [[nodiscard]] std::optional<core::Interval> extent(core::RoomId room) const override;
    /// How often its password was set anew.
    [[nodiscard]] std::int64_t password_version(core::AccountId account) const;
    [[nodiscard]] bool locked(core::AccountId account) const { return locked_.contains(account); }
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
    void appended(const core::Appended& appended, core::MonotonicTime now);

    void count_people();

    std::map<core::AccountId, Lease> leases_;
    std::int64_t people_ = 0;
    std::map<core::AccountId, core::Epoch> epochs_;
    std::map<core::AccountId, std::int64_t> password_versions_;
    std::set<core::AccountId> locked_;
    std::map<core::SessionId, Session> sessions_;
    std::map<core::RoomId, Log> logs_;
};

}  // namespace workspace::sim
