#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/core/hub/store_port.hpp"

namespace workspace::testing {

/// A person or a bot, as a store keeps them. The password is kept in clear: this store is for tests alone.
struct StoredAccount {
    core::AccountId id;
    std::string login;
    std::string name;
    std::string password;
    bool bot = false;
    bool locked = false;
    core::Epoch epoch;  ///< the last one that was given out (S3)
};

enum class SessionState : std::uint8_t { good, displaced, ended };

/// What a login began (S14): outlives leases.
struct StoredSession {
    core::AccountId account;
    core::WorkstationKey workstation;
    SessionState state = SessionState::good;
    core::RefreshToken newest;
    std::optional<core::RefreshToken> last_used;
};

struct StoredLog {
    core::wire::Room room;
    std::vector<core::wire::Event> events;  ///< events[i].seq is i + 1; those at or below the floor are kept, unread
};

/// hub/store_port.hpp on plain containers: execute() is one transaction, and the rules are the core's own pure ones.
/// A value: a copy is a snapshot, so a test or a simulated disk can roll back to one. Order, group commit, delay and
/// failure are the caller's to play.
class MemoryStore {
public:
    // ---- what administration would do ------------------------------------------------------------------------------
    core::AccountId add_account(std::string login, std::string name, std::string password, bool bot = false);
    core::RoomId add_room(std::string name);
    void lock(core::AccountId account) { accounts_.at(account).locked = true; }
    void allow(const core::RestFence& fence) { rest_sessions_.insert(fence.session); }
    void allow(const core::ApiTokenFence& fence) { api_tokens_.insert(fence.token); }
    /// Retention: the log begins after `floor`, or after its head where that is less.
    void set_floor(core::RoomId room, core::MessageSeq floor);
    /// A backup was restored: the log ends at `head` at most, and is not the one that clients cached.
    void restore(core::RoomId room, core::MessageSeq head);

    // ---- the port --------------------------------------------------------------------------------------------------
    /// What a server does when it opens its store: detaches every lease (S10), then reads the world.
    [[nodiscard]] core::StoredWorld start();
    [[nodiscard]] core::StoreResult execute(const core::StoreOperation& operation);

    // ---- for proofs and checkers -----------------------------------------------------------------------------------
    /// The account with this name and password.
    [[nodiscard]] std::optional<core::AccountId> check_password(std::string_view login,
                                                                std::string_view password) const;
    [[nodiscard]] const std::map<core::AccountId, StoredAccount>& accounts() const { return accounts_; }
    [[nodiscard]] const std::map<core::AccountId, core::Lease>& leases() const { return leases_; }
    [[nodiscard]] const std::map<core::SessionId, StoredSession>& sessions() const { return sessions_; }
    [[nodiscard]] const std::map<core::RoomId, StoredLog>& logs() const { return logs_; }
    [[nodiscard]] const std::vector<core::wire::Event>& log(core::RoomId room) const { return logs_.at(room).events; }
    /// Lease rows of people: the number of connected users (P1).
    [[nodiscard]] std::int64_t connected_people() const;

private:
    core::StoreResult run(const core::Admit& admit);
    core::StoreResult run(const core::Detach& detach);
    core::StoreResult run(const core::EndLease& end);
    core::StoreResult run(const core::Append& append);
    core::StoreResult run(const core::ReadSync& read);
    core::StoreResult run(const core::ReadPage& read);

    [[nodiscard]] core::SessionStanding standing_of(const core::Admit& admit) const;
    [[nodiscard]] core::AdmissionFacts facts_of(const core::Admit& admit, const core::Claim& claim) const;
    /// Of two keys under one hint the earlier prevails (W1).
    [[nodiscard]] bool prevails(const core::WorkstationKey& other, const core::WorkstationKey& over) const;
    core::Granted carry_out(const core::Grant& grant, const core::Admit& admit, const core::Claim& claim);
    core::SessionId continue_session(const core::Admit& admit, const core::Claim& claim);
    [[nodiscard]] core::AppendFacts facts_of(const core::Append& append) const;
    [[nodiscard]] bool stands(const core::Fence& fence, core::AccountId author) const;
    [[nodiscard]] static core::LogSlice slice(const StoredLog& log, core::SyncPlan plan);

    struct PostPlace {
        core::RoomId room;
        core::MessageSeq seq;
        core::BodyFingerprint fingerprint;
    };
    std::map<core::AccountId, StoredAccount> accounts_;
    std::map<core::AccountId, core::Lease> leases_;
    std::map<core::SessionId, StoredSession> sessions_;
    std::map<core::WorkstationKey, std::size_t> enrolled_;  ///< in which order
    std::map<core::RoomId, StoredLog> logs_;
    std::map<std::pair<core::AccountId, core::ClientId>, PostPlace> posts_;
    std::set<core::SessionId> rest_sessions_;
    std::set<std::int64_t> api_tokens_;
};

}  // namespace workspace::testing
