#include <algorithm>
#include <map>
#include <optional>

#include "checkers/checkers.hpp"
#include "world/world.hpp"

namespace workspace::sim {

using namespace core;

namespace {

/// Looks at each answer of the store before the ledger takes it over, so that the ledger still says how it was.
class AdmissionChecker : public Checker {
public:
    explicit AdmissionChecker(const Ledger& ledger) : Checker("admission", ledger) {}

    void server_said(const World& world, const std::vector<ConnectionId>& to,
                     const wire::ServerMessage& message) override {
        if (const auto* welcome = std::get_if<wire::Welcome>(&message)) {
            bound_[to.front()] = {welcome->account.id, welcome->epoch, world.time()};
        }
    }
    void frame_arrived(const World& world, const Program& /*program*/, ConnectionId connection,
                       std::string_view /*text*/) override {
        if (const auto found = bound_.find(connection); found != bound_.end()) {
            found->second.heard = world.time();
        }
    }
    void disconnected(const World& /*world*/, ConnectionId connection) override { bound_.erase(connection); }
    void server_gone(const World& /*world*/) override { bound_.clear(); }

    void carried_out(const World& world, const StoreOperation& operation, const StoreResult& result,
                     bool /*heard*/) override {
        if (const auto* admit = std::get_if<Admit>(&operation)) {
            const auto* admitted = std::get_if<Admitted>(&result);
            if (admitted != nullptr && std::holds_alternative<Granted>(*admitted)) {
                look_at(world, *admit, std::get<Granted>(*admitted));
            }
        } else if (const auto* append = std::get_if<Append>(&operation)) {
            const auto* appended = std::get_if<AppendResult>(&result);
            const auto* done = appended == nullptr ? nullptr : std::get_if<Appended>(appended);
            if (done != nullptr && !done->duplicate) {
                look_at(world, *append);
            }
        }
    }

private:
    void look_at(const World& world, const Admit& admit, const Granted& granted) {
        const AccountId account = granted.account.id;
        if (granted.epoch <= ledger().epoch(account)) {
            broken(world, "S3",
                   "account " + std::to_string(account.value) + " is bound anew under an epoch it has had");
        }
        const bool proved = !admit.claim.session;
        if (ledger().locked(account) ||
            (proved && admit.claim.password_version != ledger().password_version(account))) {
            broken(world, "S13",
                   "account " + std::to_string(account.value) + " is let in though it is locked, or with " +
                       "a password that is not its own any more");
        }
        const bool automatic = admit.claim.session.has_value() && !admit.claim.by_person;
        for (const auto& [other, lease] : ledger().leases()) {
            const bool same_place = lease.workstation == admit.claim.workstation;
            if (other != account && !same_place) {
                continue;
            }
            const bool ends = std::any_of(granted.ends.begin(), granted.ends.end(), [&, id = other](const auto& end) {
                return end.lease.account == id && end.lease.epoch == lease.epoch;
            });
            if (!ends) {
                broken(world, other == account ? "S1" : "S2",
                       "account " + std::to_string(account.value) + " is let in beside the lease of " +
                           std::to_string(other.value));
            } else if (automatic && !(other == account && lease.session == granted.session)) {
                broken(world, "S12", "an automatic claim displaces a lease that is not its own");
            } else if (lease.live && !(other == account && same_place)) {
                displaces(world, admit, lease, other == account);
            }
        }
        if (admit.claim.session && ledger().standing(*admit.claim.session) == Ledger::Standing::displaced) {
            broken(world, "S12", "a displaced session comes back");
        }
        if (admit.claim.session && ledger().standing(*admit.claim.session) == Ledger::Standing::ended) {
            broken(world, "S14", "a session that has ended comes back");
        }
    }

    /// A live lease of another place, or of another account: only where it was silent, by consent, or by policy (S6,
    /// S7). Silent: nothing came over its connection while it was probed.
    void displaces(const World& world, const Admit& admit, const Ledger::Lease& lease, bool same_account) {
        const bool allowed =
            same_account && (world.options().policy == ElsewherePolicy::takeover || admit.claim.consent);
        const auto holder = std::find_if(bound_.begin(), bound_.end(), [&](const auto& entry) {
            return entry.second.account == lease.account && entry.second.epoch == lease.epoch;
        });
        if (allowed || holder == bound_.end() || world.is_disk_slow()) {
            return;
        }
        const Duration silent = world.time() - holder->second.heard;
        if (silent < world.options().limits.probe) {
            broken(world, same_account ? "S6" : "S7",
                   "a lease is displaced whose connection was heard " + std::to_string(silent.count() / 1000) +
                       " ms before");
        }
    }

    void look_at(const World& world, const Append& append) {
        const auto* fence = std::get_if<LeaseFence>(&append.fence);
        if (fence == nullptr) {
            return;
        }
        const auto lease = ledger().leases().find(append.author);
        if (lease == ledger().leases().end() || !lease->second.live || lease->second.epoch != fence->epoch) {
            broken(world, "S3", "a post is stored under an epoch that is not its author's lease's");
        }
    }

    struct Bound {
        AccountId account;
        Epoch epoch;
        MonotonicTime heard;
    };
    std::map<ConnectionId, Bound> bound_;
};

}  // namespace

std::unique_ptr<Checker> make_admission_checker(const Ledger& ledger) {
    return std::make_unique<AdmissionChecker>(ledger);
}

}  // namespace workspace::sim
