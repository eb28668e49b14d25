#include "checkers/ledger.hpp"

#include <algorithm>

#include "world/world.hpp"

namespace workspace::sim {

using namespace core;

namespace {

/// The longest that a store's answer is on its way to its client.
constexpr Duration kAnswersTake = seconds{10};

}  // namespace

bool Ledger::Log::may_hear(AccountId account, MessageSeq seq) const {
    const auto left = gone.find(account);
    return members.contains(account) || (left != gone.end() && seq <= left->second.last);
}

bool Ledger::Log::may_read(AccountId account, MonotonicTime now) const {
    const auto left = gone.find(account);
    return members.contains(account) || (left != gone.end() && now - left->second.at < kAnswersTake);
}

std::optional<Ledger::Standing> Ledger::standing(const SessionId& session) const {
    const auto found = sessions_.find(session);
    return found == sessions_.end() ? std::nullopt : std::optional{found->second.standing};
}

void Ledger::count_people() {
    people_ = std::count_if(leases_.begin(), leases_.end(), [](const auto& entry) { return !entry.second.bot; });
}

std::optional<Interval> Ledger::extent(RoomId room) const {
    const auto found = logs_.find(room);
    return found == logs_.end() ? std::nullopt : std::optional{found->second.extent()};
}

std::int64_t Ledger::password_version(AccountId account) const {
    const auto found = password_versions_.find(account);
    return found == password_versions_.end() ? 0 : found->second;
}

Epoch Ledger::epoch(AccountId account) const {
    const auto found = epochs_.find(account);
    return found == epochs_.end() ? Epoch{} : found->second;
}

/// At the first start the world's population; later the same again, but that all leases are detached (S10). What is not
/// the same is a broken promise.
void Ledger::server_started(const World& world, const StoredWorld& stored) {
    for (const LogCopy& copy : world.store().logs()) {
        const auto known = logs_.find(copy.room.id);
        if (known != logs_.end() && known->second.events != copy.events) {
            world.report({"M1",
                          "after a restart the log of " + copy.room.name + " is another: it had " +
                              std::to_string(known->second.events.size()) + " events and has " +
                              std::to_string(copy.events.size()),
                          "ledger",
                          {}});
        }
        logs_[copy.room.id] = {copy.room, copy.events, {copy.members.begin(), copy.members.end()}, {}};
    }
    for (auto& [account, lease] : leases_) {
        const bool kept = std::any_of(stored.leases.begin(), stored.leases.end(), [&, id = account](const auto& row) {
            return row.account == id && row.epoch == lease.epoch && row.state == LeaseState::detached;
        });
        if (!kept) {
            world.report({"S10", "a lease is lost, or not detached, after a restart", "ledger", {}});
        }
        lease.live = false;
        lease.since = world.time();
    }
    if (stored.leases.size() > leases_.size()) {
        world.report({"S10", "after a restart there are leases that nobody was granted", "ledger", {}});
    }
}

void Ledger::carried_out(const World& world, const StoreOperation& operation, const StoreResult& result,
                         bool /*heard*/) {
    if (const auto* admit = std::get_if<Admit>(&operation)) {
        const auto* admitted = std::get_if<Admitted>(&result);
        if (admitted != nullptr && std::holds_alternative<Granted>(*admitted)) {
            granted(*admit, std::get<Granted>(*admitted), world.time());
            count_people();
        }
    } else if (const auto* detach = std::get_if<Detach>(&operation)) {
        const auto* changed = std::get_if<LeaseChanged>(&result);
        const auto found = leases_.find(detach->account);
        if (changed != nullptr && changed->applied && found != leases_.end()) {
            found->second.live = false;
            found->second.since = world.time();
        }
    } else if (const auto* end = std::get_if<EndLease>(&operation)) {
        const auto* changed = std::get_if<LeaseChanged>(&result);
        if (changed != nullptr && changed->applied) {
            ended(*end);
            count_people();
        }
    } else if (const auto* account = std::get_if<EndAccount>(&operation)) {
        const auto* answer = std::get_if<AccountEndResult>(&result);
        if (answer != nullptr && std::holds_alternative<AccountEnded>(*answer)) {
            account_ended(*account);
            count_people();
        }
    } else if (const auto* append = std::get_if<AppendResult>(&result)) {
        if (const auto* done = std::get_if<Appended>(append)) {
            appended(*done, world.time());
        }
    }
}

void Ledger::granted(const Admit& admit, const Granted& granted, MonotonicTime now) {
    const AccountId account = granted.account.id;
    for (const Displacement& displacement : granted.ends) {
        const auto found = leases_.find(displacement.lease.account);
        if (found == leases_.end()) {
            continue;
        }
        const bool own_session = found->second.session == granted.session;
        if (displacement.lease.account == account && !own_session) {
            sessions_[found->second.session].standing = Standing::displaced;
        }
        leases_.erase(found);
    }
    leases_[account] = {account, admit.claim.workstation, granted.session, granted.epoch, true, granted.bot, now};
    epochs_[account] = std::max(epoch(account), granted.epoch);
    sessions_.try_emplace(granted.session, Session{account});
}

void Ledger::ended(const EndLease& end) {
    const auto found = leases_.find(end.account);
    if (found == leases_.end()) {
        return;
    }
    if (end.end_session) {
        sessions_[found->second.session].standing = Standing::ended;
    }
    leases_.erase(found);
}

void Ledger::account_ended(const EndAccount& end) {
    leases_.erase(end.account);
    password_versions_[end.account] += end.password ? 1 : 0;
    if (end.locked && *end.locked) {
        locked_.insert(end.account);
    } else if (end.locked) {
        locked_.erase(end.account);
    }
    for (auto& [id, session] : sessions_) {
        if (session.account == end.account) {
            session.standing = Standing::ended;
        }
    }
}

void Ledger::appended(const Appended& appended, MonotonicTime now) {
    if (appended.duplicate) {
        return;
    }
    if (appended.members.created) {
        logs_[appended.room].room = *appended.members.created;
    }
    Log& log = logs_[appended.room];
    log.events.push_back(appended.event);
    log.room.head = appended.event.seq;
    log.room.archived = log.room.archived || appended.event.kind == wire::EventKind::archived;
    if (appended.touched) {
        log.events.at(static_cast<std::size_t>(appended.touched->seq.value - 1)) = *appended.touched;
    }
    for (const AccountId in : appended.members.in) {
        log.members.insert(in);
        log.gone.erase(in);
    }
    for (const AccountId out : appended.members.out) {
        log.members.erase(out);
        log.gone[out] = {MessageSeq{appended.event.seq.value - 1}, now};
    }
}

}  // namespace workspace::sim
