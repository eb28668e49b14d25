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
    std::int64_t password_version = 0;
    core::wire::Status status;
    bool guest = false;
    bool administrator = false;
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
    std::set<core::AccountId> members;
    std::optional<core::AccountId> creator;
    bool for_everyone = false;  ///< whoever gets an account is a member
};

/// hub/store_port.hpp on plain containers: execute() is one transaction, and the rules are the core's own pure ones.
/// A value: a copy is a snapshot, so a test or a simulated disk can roll back to one. Order, group commit, delay and
/// failure are the caller's to play.
class MemoryStore {
public:
    // ---- what administration would do ------------------------------------------------------------------------------
    core::AccountId add_account(std::string login, std::string name, std::string password, bool bot = false);
    /// A public room; with `for_everyone` all accounts are members, those that come later, too.
    core::RoomId add_room(std::string name, bool for_everyone = true);
    void add_member(core::RoomId room, core::AccountId account) { logs_.at(room).members.insert(account); }
    void make_guest(core::AccountId account);
    void make_administrator(core::AccountId account) { accounts_.at(account).administrator = true; }
    void lock(core::AccountId account) { accounts_.at(account).locked = true; }
    void allow(const core::RestFence& fence, core::AccountId account) { rest_sessions_[fence.session] = account; }
    void allow(const core::ApiTokenFence& fence, core::AccountId account) { api_tokens_[fence.token] = account; }
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
    [[nodiscard]] std::optional<core::AccountId> find_login(std::string_view login) const;
    /// What an account's marker of a room says, or would say.
    [[nodiscard]] core::wire::ReadMarker marker_of(core::AccountId reader, core::RoomId room) const;
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
    core::StoreResult run(const core::EndAccount& end);
    core::StoreResult run(const core::Append& append);
    core::StoreResult run(const core::ReadSync& read);
    core::StoreResult run(const core::FindPosts& find);
    core::StoreResult run(const core::MarkRead& mark);
    core::StoreResult run(const core::SetStatus& set);
    core::StoreResult run(const core::ReadPage& read);
    core::StoreResult run(const core::ReadMarkers& read);
    core::StoreResult run(const core::ReadMembers& read);

    [[nodiscard]] core::SessionStanding standing_of(const core::Admit& admit) const;
    [[nodiscard]] core::AdmissionFacts facts_of(const core::Admit& admit, const core::Claim& claim) const;
    /// Of two keys under one hint the earlier prevails (W1).
    [[nodiscard]] bool prevails(const core::WorkstationKey& other, const core::WorkstationKey& over) const;
    core::Granted carry_out(const core::Grant& grant, const core::Admit& admit, const core::Claim& claim);
    core::SessionId continue_session(const core::Admit& admit, const core::Claim& claim);
    [[nodiscard]] core::AppendFacts facts_of(const core::Append& append) const;
    void add_facts(core::AppendFacts& facts, const core::wire::CreateRoom& create, core::AccountId author) const;
    [[nodiscard]] core::RoomFacts facts_of(const StoredLog& log, core::AccountId author) const;
    [[nodiscard]] std::optional<core::EarlierPost> earlier_post(core::AccountId author,
                                                                const core::ClientId& cid) const;
    [[nodiscard]] core::wire::Person person(core::AccountId account) const;
    [[nodiscard]] bool stands(const core::Fence& fence, core::AccountId author) const;
    [[nodiscard]] std::optional<core::Refusal> refusal_of(const core::EndAccount& end) const;
    [[nodiscard]] bool is_member(core::AccountId account, core::RoomId room) const;
    core::RoomId make_room(const core::wire::CreateRoom& create, core::AccountId author, core::MembersChange& change);
    core::Appended write(const core::Append& append, const core::PostFingerprint& fingerprint);
    [[nodiscard]] static core::LogSlice slice(const StoredLog& log, core::SyncPlan plan);

    struct PostPlace {
        core::RoomId room;
        core::MessageSeq seq;
        core::PostFingerprint fingerprint;
    };
    struct Marker {
        core::RoomEpoch epoch;
        core::MessageSeq read;
    };
    std::map<core::AccountId, StoredAccount> accounts_;
    std::map<core::AccountId, core::Lease> leases_;
    std::map<core::SessionId, StoredSession> sessions_;
    std::map<core::WorkstationKey, std::size_t> enrolled_;  ///< in which order
    std::map<core::RoomId, StoredLog> logs_;
    std::map<std::pair<core::AccountId, core::ClientId>, PostPlace> posts_;
    std::map<std::pair<core::AccountId, core::RoomId>, Marker> markers_;
    std::map<core::SessionId, core::AccountId> rest_sessions_;
    std::map<std::int64_t, core::AccountId> api_tokens_;
};

}  // namespace workspace::testing
