#include <map>

#include "checkers/checkers.hpp"
#include "world/world.hpp"

namespace workspace::sim {

using namespace core;

namespace {

/// For a commit, a queue of the network, a loaded turn.
constexpr Duration kSlack = seconds{5};

/// A lease from whose computer nothing has come for the silence and the grace has ended (S9), after a restart for the
/// longer grace (S10). While the disk fails or the server is down nothing can end.
class GhostChecker : public Checker {
public:
    explicit GhostChecker(const Ledger& ledger) : Checker("ghosts", ledger) {}

    void frame_arrived(const World& world, const Program& program, ConnectionId /*connection*/,
                       std::string_view /*text*/) override {
        heard_[program.computer.key] = world.time();
    }
    void server_started(const World& world, const StoredWorld& /*stored*/) override {
        excused_until_ = world.time() + world.options().limits.restart_grace;
    }
    void carried_out(const World& world, const StoreOperation& operation, const StoreResult& result,
                     bool /*heard*/) override {
        const auto* end = std::get_if<EndLease>(&operation);
        const auto* changed = std::get_if<LeaseChanged>(&result);
        if (end != nullptr && end->only_detached && !world.is_disk_slow() && excused_until_ < world.time() &&
            changed != nullptr && changed->applied) {
            const auto lease = ledger().leases().find(end->account);
            if (lease != ledger().leases().end() &&
                world.time() - lease->second.since < world.options().limits.grace - kSlack) {
                broken(world, "P2", "a lost connection ends a lease before its grace is over, and moves the count");
            }
        }
        if (std::holds_alternative<StoreFailed>(result)) {
            excused_until_ = std::max(excused_until_, world.time() + world.options().limits.restart_grace);
        }
    }
    void fault(const World& world, std::string_view /*what*/) override {
        excused_until_ = std::max(excused_until_, world.time());
    }
    void stepped(const World& world) override {
        if (!world.is_sampled() || world.hub() == nullptr) {
            return;
        }
        for (const auto& [account, lease] : ledger().leases()) {
            const auto heard = heard_.find(lease.workstation);
            MonotonicTime last = std::max(lease.since, excused_until_);
            if (heard != heard_.end()) {
                last = std::max(last, heard->second);
            }
            const Limits& limits = world.options().limits;
            if (world.time() - last > limits.silence + limits.grace + kSlack) {
                broken(world, "S9",
                       "account " + std::to_string(account.value) + " is counted as connected " +
                           std::to_string((world.time() - last).count() / 1'000'000) +
                           " s after the last sign of its computer");
            }
        }
    }
    void settled(const World& world) override {
        for (const auto& [account, lease] : ledger().leases()) {
            if (!lease.live) {
                broken(world, "S9", "account " + std::to_string(account.value) + " still holds a detached lease");
            }
        }
        std::map<AccountId, int> live;
        for (const auto& program : world.programs()) {
            if (program->live() && program->session) {
                ++live[program->session->account.id];
            }
        }
        for (const auto& [account, lease] : ledger().leases()) {
            if (live[account] != 1) {
                broken(world, live[account] == 0 ? "S9" : "S1",
                       "account " + std::to_string(account.value) + " holds a lease, and " +
                           std::to_string(live[account]) + " programs are live with it");
            }
        }
    }

private:
    std::map<WorkstationKey, MonotonicTime> heard_;
    MonotonicTime excused_until_{};
};

}  // namespace

std::unique_ptr<Checker> make_ghost_checker(const Ledger& ledger) {
    return std::make_unique<GhostChecker>(ledger);
}

}  // namespace workspace::sim
