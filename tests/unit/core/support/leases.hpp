#pragma once

#include <cstdint>
#include <string>

#include "workspace/core/session/admission.hpp"

/// Short words for the people, computers and leases of admission tests.
namespace workspace::core::test {

inline constexpr AccountId kAlice{1};
inline constexpr AccountId kBob{2};

template <class Id>
[[nodiscard]] Id numbered(std::uint8_t n) {
    Id id;
    id.value.back() = n;
    return id;
}

[[nodiscard]] inline WorkstationKey pc(std::uint8_t n) {
    return numbered<WorkstationKey>(n);
}
[[nodiscard]] inline SessionId session(std::uint8_t n) {
    return numbered<SessionId>(n);
}
[[nodiscard]] inline OsBootId boot(std::uint8_t n) {
    return numbered<OsBootId>(n);
}
[[nodiscard]] inline MonotonicTime at(int seconds) {
    return {std::chrono::seconds{seconds}};
}

[[nodiscard]] inline Lease lease(LeaseState state, AccountId account, WorkstationKey key, SessionId holder,
                                 std::int64_t epoch = 7) {
    Lease made;
    made.account = account;
    made.account_name = account == kAlice ? "Alice" : "Bob";
    made.workstation = key;
    made.workstation_label = "a computer";
    made.session = holder;
    made.os_boot = boot(1);
    made.epoch = Epoch{epoch};
    made.state = state;
    return made;
}
[[nodiscard]] inline Lease live(AccountId account, WorkstationKey key, SessionId holder, std::int64_t epoch = 7) {
    return lease(LeaseState::live, account, key, holder, epoch);
}
[[nodiscard]] inline Lease detached(AccountId account, WorkstationKey key, SessionId holder, std::int64_t epoch = 7) {
    return lease(LeaseState::detached, account, key, holder, epoch);
}

/// Somebody types a password.
[[nodiscard]] inline Claim person(AccountId account, WorkstationKey key) {
    Claim claim;
    claim.account = account;
    claim.workstation = key;
    claim.os_boot = boot(1);
    claim.by_person = true;
    return claim;
}
/// A client comes back by itself.
[[nodiscard]] inline Claim automatic(AccountId account, WorkstationKey key, SessionId resumed) {
    Claim claim = person(account, key);
    claim.session = resumed;
    claim.by_person = false;
    return claim;
}
/// Somebody presses "use here": a person's claim with a session.
[[nodiscard]] inline Claim use_here(AccountId account, WorkstationKey key, SessionId resumed) {
    Claim claim = automatic(account, key, resumed);
    claim.by_person = true;
    return claim;
}

[[nodiscard]] inline ProbeEvidence answered(const Lease& probed) {
    return {probed.account, probed.epoch, true};
}
[[nodiscard]] inline ProbeEvidence silent(const Lease& probed) {
    return {probed.account, probed.epoch, false};
}

}  // namespace workspace::core::test
