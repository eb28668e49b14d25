#pragma once

#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "workspace/core/base/ids.hpp"
#include "workspace/core/base/time.hpp"

namespace workspace::server {

/// Wrong passwords that cost nothing: of one name from one place, and of all names from one address.
inline constexpr int kFreeTries = 5;
inline constexpr int kFreeTriesOfAddress = 50;
/// The first wait, which doubles with each wrong password after it, and the longest.
inline constexpr core::Duration kTryWaitFirst = std::chrono::seconds{1};
inline constexpr core::Duration kTryWaitMax = std::chrono::minutes{15};
/// Without another wrong password in this time, what was counted is forgotten.
inline constexpr core::Duration kTriesForgottenAfter = std::chrono::hours{1};
static_assert(kTriesForgottenAfter > kTryWaitMax, "a wait must not end by being forgotten");
/// Counters in all; beyond them the one that was used last longest ago goes. About 20 MB.
inline constexpr std::size_t kTryCountersMax = 100'000;

/// How long the next try waits after so many wrong passwords in a row.
[[nodiscard]] core::Duration wait_after(int wrong, int free);

/// Where a password is tried from: a workstation from which this account has logged in before, or else an address.
struct TriedFrom {
    static TriedFrom workstation(const core::WorkstationKey& key) { return {key.hex(), true}; }
    /// Of an IPv6 address its first 64 bits, which is what one connection to the network gets.
    static TriedFrom address(std::string_view address);
    std::string place;
    bool known = false;
};

/// Slows the guessing of passwords down, and lets no stranger lock a person out: wrong passwords count against a name
/// only from where they came, and a person's own workstations are counted apart from everybody else, so that neither
/// a neighbour behind the same address nor the whole world outside keeps them from logging in. Whether the name
/// exists makes no difference to what is answered, nor when (S8). Of any thread.
class LoginGuard {
public:
    explicit LoginGuard(std::size_t counters_max = kTryCountersMax) : counters_max_(counters_max) {}

    /// False while a wait is on: the password must not be looked at then.
    [[nodiscard]] bool may_try(const std::string& name, const TriedFrom& from, core::MonotonicTime now);
    void was_wrong(const std::string& name, const TriedFrom& from, core::MonotonicTime now);
    /// Forgets what was counted for this name from there; not what its address has for all names.
    void was_right(const std::string& name, const TriedFrom& from);

private:
    struct Counter {
        std::string key;
        int wrong = 0;
        core::MonotonicTime last;
    };
    using Counters = std::list<Counter>;  // the one that was used last in front

    [[nodiscard]] bool waits(const std::string& key, int free, core::MonotonicTime now) const;
    void count(const std::string& key, core::MonotonicTime now);

    std::size_t counters_max_;
    std::mutex mutex_;
    Counters counters_;
    std::unordered_map<std::string_view, Counters::iterator> by_key_;  // views of the counters' own keys
};

}  // namespace workspace::server
