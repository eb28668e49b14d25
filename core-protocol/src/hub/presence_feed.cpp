#include "presence_feed.hpp"

#include <memory>
#include <string>
#include <utility>

#include "workspace/core/base/limits.hpp"
#include "workspace/core/base/sometimes.hpp"
#include "workspace/core/base/zoo.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core::hub {

namespace {

constexpr DeadlineKey kGathered{DeadlineKind::presence, 0};

SharedText shared(const wire::ServerMessage& message) {
    return std::make_shared<const std::string>(wire::encode(message));
}

}  // namespace

void PresenceFeed::begin() {
    for (const auto& [account, row] : leases_.rows()) {
        if (!row.bot || zoo::has(zoo::Bug::bots_are_counted)) {
            published_.insert(account, row.name);
        }
    }
}

void PresenceFeed::touch(AccountId account) {
    touched_.insert(account);
}

bool PresenceFeed::publish_if_due() {
    if (touched_.empty()) {
        return false;
    }
    if (context_.served() < gather_until_) {
        context_.deadlines.set(kGathered, gather_until_);
        return false;
    }
    publish();
    return true;
}

void PresenceFeed::publish() {
    wire::PresenceChange change;
    std::vector<wire::Status> joined_statuses;
    for (const AccountId account : touched_) {
        const LeaseRow* row = leases_.find(account);
        const bool connected = row != nullptr && (!row->bot || zoo::has(zoo::Bug::bots_are_counted));
        if (connected && published_.insert(account, row->name)) {
            change.joined.push_back({account, row->name});
            const wire::Status* status = statuses_.find(account, context_.clock.now().wall);
            if (status != nullptr && joined_statuses.size() < kStatusesTold) {
                joined_statuses.push_back(*status);
            }
        } else if (!connected && !zoo::has(zoo::Bug::leaver_stays_in_the_count) && published_.erase(account)) {
            change.left.push_back(account);
        }
    }
    touched_.clear();
    context_.deadlines.clear(kGathered);
    if (change.joined.empty() && change.left.empty()) {
        sometimes::reached(sometimes::Mark::came_and_went);
        return;  // came and went within one gathering
    }
    version_.value += zoo::has(zoo::Bug::version_stands_still) ? 0 : 1;
    gather_until_ = context_.served() + (zoo::has(zoo::Bug::presence_is_not_gathered) ? Duration{} : kPresenceGather);
    snapshot_.reset();
    change.now = stamp();
    if (!joined_statuses.empty()) {
        change.statuses = std::move(joined_statuses);
    }
    if (!people_.empty()) {
        context_.put(Broadcast{people_.audience(), shared(change)});
        if (zoo::has(zoo::Bug::set_with_each_change)) {
            context_.put(Broadcast{people_.audience(), shared(set())});
        }
    }
    if (!counters_.empty()) {
        context_.put(Broadcast{counters_.audience(), shared(wire::PresenceChange{change.now, {}, {}, {}})});
    }
}

void PresenceFeed::tell(const wire::ServerMessage& message) {
    if (!people_.empty()) {
        context_.put(Broadcast{people_.audience(), shared(message)});
    }
}

void PresenceFeed::subscribe(const Connection& connection) {
    (connection.wish == wire::PresenceWish::people ? people_ : counters_).add(connection.id);
}

void PresenceFeed::unsubscribe(const Connection& connection) {
    (connection.wish == wire::PresenceWish::people ? people_ : counters_).remove(connection.id);
}

void PresenceFeed::answer_get(Connections& connections, const Connection& connection) {
    if (!snapshot_) {
        snapshot_ = shared(set());
    }
    connections.send(connection, snapshot_);
}

wire::PresenceStamp PresenceFeed::stamp() const {
    const std::int64_t drift = zoo::has(zoo::Bug::count_by_increments) ? version_.value / 8 : 0;
    return {context_.config.boot, version_, published_.count() + drift, hash_text(published_.hash())};
}

wire::PresenceSet PresenceFeed::set() const {
    wire::PresenceSet result;
    result.now = stamp();
    result.people.reserve(published_.members().size());
    for (const auto& [account, name] : published_.members()) {
        result.people.push_back({account, name});
    }
    return result;
}

void PresenceFeed::digest(Hasher& hasher) const {
    hasher.add(version_.value);
    hasher.add(published_.hash());
    hasher.add(gather_until_.since_origin.count());
    for (const AccountId account : touched_) {
        hasher.add(account.value);
    }
}

}  // namespace workspace::core::hub
