#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "workspace/core/session/admission.hpp"

/// A second, naive reading of the rules, against which decide_admission is
/// held, and a table of leases that carries its decisions out.
namespace workspace::core::test {

/// Who would answer a probe. What no client can know, the model does.
using Truth = std::set<AccountId>;

/// What the rules say in the end about a claim, when everybody's answer is
/// known: a grant, or the name of a refusal. Written rule by rule from the
/// sentences, without probes and rounds.
[[nodiscard]] std::optional<Refusal> verdict_of_the_rules(const AdmissionFacts& facts, const Claim& claim,
                                                          ElsewherePolicy policy, MonotonicTime now,
                                                          const Truth& truth);

/// One line that says all of it: equal decisions, equal lines.
[[nodiscard]] std::string describe(const Admission& decision);

/// Leases, sessions and epochs, kept by hand.
class NaiveTable {
public:
    struct Session {
        AccountId account;
        WorkstationKey key;
        SessionStanding standing = SessionStanding::good;
    };

    [[nodiscard]] AdmissionFacts facts_for(const Claim& claim) const;
    /// Carries out a grant and gives the lease; the rules that it breaks are in
    /// `broken()`.
    Lease grant(const Claim& claim, const Grant& grant);
    /// The connection comes back under the next epoch.
    void rebind(AccountId account);

    [[nodiscard]] std::vector<Lease>& leases() { return leases_; }
    [[nodiscard]] std::map<SessionId, Session>& sessions() { return sessions_; }
    [[nodiscard]] const std::vector<std::string>& broken() const { return broken_; }

private:
    void end(const Claim& claim, const Displacement& displacement);
    void check_uniqueness();
    Epoch next_epoch(AccountId account) { return Epoch{++epochs_[account]}; }

    std::vector<Lease> leases_;
    std::map<SessionId, Session> sessions_;
    std::map<AccountId, std::int64_t> epochs_;
    std::vector<std::string> broken_;
};

}  // namespace workspace::core::test
