#include <cstdlib>
#include <map>
#include <set>

#include "checkers/at_rest.hpp"
#include "checkers/checkers.hpp"
#include "world/world.hpp"

namespace workspace::sim {

using namespace core;

namespace {

/// P1: each published count is the ledger's, now or a moment ago (changes are gathered, P6).
class PresenceChecker : public Checker {
public:
    explicit PresenceChecker(const Ledger& ledger) : Checker("presence", ledger) {}

    void server_started(const World& world, const StoredWorld& /*stored*/) override {
        counts_.clear();
        frames_.clear();
        stamps_.clear();
        count_changed(world);
    }
    /// The ledger has not taken it over yet, and will have when the hub speaks: see stepped() for the rest.
    void carried_out(const World& world, const StoreOperation& /*operation*/, const StoreResult& /*result*/,
                     bool /*heard*/) override {
        count_changed(world);
    }
    void connected(const World& /*world*/, const Program& /*program*/, ConnectionId connection) override {
        frames_.erase(connection);
    }

    void server_said(const World& world, const std::vector<ConnectionId>& to,
                     const wire::ServerMessage& message) override {
        if (const auto* change = std::get_if<wire::PresenceChange>(&message)) {
            published(world, change->now);
            for (const ConnectionId connection : to) {
                gathered(world, connection);
            }
        } else if (const auto* welcome = std::get_if<wire::Welcome>(&message)) {
            stamped(world, welcome->presence);
            if (welcome->presence.count < 1 && !is_bot(welcome->account.id)) {
                broken(world, "P4", "somebody is let in and the count they are told is 0");
            }
        } else if (const auto* set = std::get_if<wire::PresenceSet>(&message)) {
            stamped(world, set->now);
            if (set->people.size() != static_cast<std::size_t>(set->now.count)) {
                broken(world, "P3", "a set of people and its count differ");
            }
        } else if (const auto* beat = std::get_if<wire::BeatAnswer>(&message)) {
            stamped(world, beat->presence);
        }
    }

    void told(const World& world, const Program& program, const client::Event& event) override {
        const auto* change = std::get_if<client::PresenceChanged>(&event);
        if (change == nullptr || !change->count) {
            return;
        }
        if (!program.live()) {
            broken(world, "P3", program.name + " shows a count while it is not live");
        }
        if (change->people != nullptr && !change->people->empty() &&
            change->people->size() != static_cast<std::size_t>(*change->count)) {
            broken(world, "P3",
                   program.name + " shows " + std::to_string(*change->count) + " and names " +
                       std::to_string(change->people->size()));
        }
    }

    void settled(const World& world) override { judge_counts(world, ledger().people(), complains(world)); }
    void stepped(const World& world) override { count_changed(world); }

private:
    struct Frames {
        MonotonicTime last{};
    };

    void count_changed(const World& world) {
        const std::int64_t people = ledger().people();
        if (counts_.empty() || counts_.rbegin()->second != people) {
            counts_[world.time()] = people;
        }
        while (counts_.size() > 1 && std::next(counts_.begin())->first + kWindow < world.time()) {
            counts_.erase(counts_.begin());
        }
    }
    [[nodiscard]] bool is_bot(AccountId account) const {
        const auto lease = ledger().leases().find(account);
        return lease != ledger().leases().end() && lease->second.bot;
    }

    /// P1, P2: a number that was true within the time in which changes are gathered.
    void published(const World& world, const wire::PresenceStamp& stamp) {
        bool was_true = stamp.count == ledger().people();
        for (const auto& [at, count] : counts_) {
            was_true = was_true || count == stamp.count;
        }
        if (!was_true) {
            broken(world, "P1",
                   "the count " + std::to_string(stamp.count) + " is published, and " +
                       std::to_string(ledger().people()) + " are connected");
        }
        stamped(world, stamp);
    }

    /// P3: one version, one set.
    void stamped(const World& world, const wire::PresenceStamp& stamp) {
        const auto [known, is_new] = stamps_.try_emplace(stamp.version, stamp);
        if (!is_new && !(known->second == stamp)) {
            broken(world, "P3", "two sets go by the version " + std::to_string(stamp.version.value));
        }
        if (stamps_.size() > kStampsKept) {
            stamps_.erase(stamps_.begin());
        }
    }

    /// P6: a connection gets one frame of changes in each time of gathering.
    void gathered(const World& world, ConnectionId connection) {
        auto& last = frames_[connection].last;
        if (world.time() - last < kPresenceGather) {
            broken(world, "P6",
                   "a connection gets two changes of the set within " +
                       std::to_string((world.time() - last).count() / 1000) + " ms");
        }
        last = world.time();
    }

    static constexpr Duration kWindow = kPresenceGather + milliseconds{50};
    static constexpr std::size_t kStampsKept = 1000;
    std::map<MonotonicTime, std::int64_t> counts_;
    std::map<ConnectionId, Frames> frames_;
    std::map<PresenceVersion, wire::PresenceStamp> stamps_;
};

}  // namespace

std::unique_ptr<Checker> make_presence_checker(const Ledger& ledger) {
    return std::make_unique<PresenceChecker>(ledger);
}

}  // namespace workspace::sim
