#include "workspace/testing/memory_store.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace workspace::testing {

using namespace core;

namespace {

/// Any value will do that is the same in each run and is not the one before.
RoomEpoch next_epoch(const RoomEpoch& epoch, RoomId room) {
    RoomEpoch next = epoch;
    next.value[0] = static_cast<std::uint8_t>(next.value[0] + 1);
    next.value[7] = static_cast<std::uint8_t>(room.value);
    return next;
}

}  // namespace

AccountId MemoryStore::add_account(std::string login, std::string name, std::string password, bool bot) {
    const AccountId id{static_cast<std::int64_t>(accounts_.size()) + 1};
    StoredAccount account{id,   std::move(login), std::move(name), std::move(password), bot, false, {}, 0, {}, false,
                          false};
    account.status.account = id;
    accounts_.emplace(id, std::move(account));
    for (auto& [room, log] : logs_) {
        if (log.for_everyone) {
            log.members.insert(id);
        }
    }
    return id;
}

void MemoryStore::make_guest(AccountId account) {
    accounts_.at(account).guest = true;
    for (auto& [room, log] : logs_) {
        if (log.for_everyone) {
            log.members.erase(account);
        }
    }
}

RoomId MemoryStore::add_room(std::string name, bool for_everyone) {
    const RoomId id{static_cast<std::int64_t>(logs_.size()) + 1};
    StoredLog log;
    log.room.id = id;
    log.room.name = std::move(name);
    log.room.epoch = next_epoch({}, id);
    log.for_everyone = for_everyone;
    for (const auto& [account, row] : accounts_) {
        if (for_everyone && !row.guest) {
            log.members.insert(account);
        }
    }
    logs_.emplace(id, std::move(log));
    return id;
}

void MemoryStore::set_floor(RoomId room, MessageSeq floor) {
    wire::Room& kept = logs_.at(room).room;
    kept.floor = std::min(floor, kept.head);
}

void MemoryStore::restore(RoomId room, MessageSeq head) {
    StoredLog& log = logs_.at(room);
    head = std::min(head, log.room.head);
    log.events.resize(static_cast<std::size_t>(head.value));
    log.room.head = head;
    log.room.epoch = next_epoch(log.room.epoch, room);
    std::erase_if(posts_, [&](const auto& post) { return post.second.room == room && head < post.second.seq; });
}

StoredWorld MemoryStore::start() {
    StoredWorld world;
    for (auto& [account, lease] : leases_) {
        lease.state = LeaseState::detached;
        world.leases.push_back(lease);
        if (accounts_.at(account).bot) {
            world.bots.push_back(account);
        }
    }
    for (const auto& [id, log] : logs_) {
        world.rooms.push_back({log.room, {log.members.begin(), log.members.end()}});
    }
    for (const auto& [id, account] : accounts_) {
        if (!account.status.plain()) {
            world.statuses.push_back(account.status);
        }
    }
    return world;
}

StoreResult MemoryStore::execute(const StoreOperation& operation) {
    return std::visit([this](const auto& known) { return run(known); }, operation);
}

std::optional<AccountId> MemoryStore::check_password(std::string_view login, std::string_view password) const {
    const auto account = find_login(login);
    return account && accounts_.at(*account).password == password ? account : std::nullopt;
}

std::optional<AccountId> MemoryStore::find_login(std::string_view login) const {
    const auto found = std::find_if(accounts_.begin(), accounts_.end(),
                                    [&](const auto& entry) { return entry.second.login == login; });
    return found != accounts_.end() ? std::optional{found->first} : std::nullopt;
}

std::int64_t MemoryStore::connected_people() const {
    return std::count_if(leases_.begin(), leases_.end(),
                         [this](const auto& entry) { return !accounts_.at(entry.first).bot; });
}

StoreResult MemoryStore::run(const Detach& detach) {
    const auto found = leases_.find(detach.account);
    const bool applies =
        found != leases_.end() && found->second.epoch == detach.epoch && found->second.state == LeaseState::live;
    if (applies) {
        found->second.state = LeaseState::detached;
    }
    return LeaseChanged{applies};
}

StoreResult MemoryStore::run(const EndLease& end) {
    const auto found = leases_.find(end.account);
    if (found == leases_.end() || found->second.epoch != end.epoch ||
        (end.only_detached && found->second.state != LeaseState::detached)) {
        return LeaseChanged{false};
    }
    if (end.end_session) {
        sessions_.at(found->second.session).state = SessionState::ended;
    }
    leases_.erase(found);
    return LeaseChanged{true};
}

std::optional<Refusal> MemoryStore::refusal_of(const EndAccount& end) const {
    if (end.by && (!stands(end.by->fence, end.by->account) || !accounts_.at(end.by->account).administrator)) {
        return Refusal::not_allowed;
    }
    const auto account = accounts_.find(end.account);
    if (account == accounts_.end()) {
        return Refusal::no_such_account;
    }
    const bool other = end.password_version && account->second.password_version != *end.password_version;
    return other ? std::optional{Refusal::bad_credentials} : std::nullopt;
}

StoreResult MemoryStore::run(const EndAccount& end) {
    if (const auto refusal = refusal_of(end)) {
        return AccountEndResult{*refusal};
    }
    StoredAccount& account = accounts_.at(end.account);
    if (end.password) {
        account.password = end.password->reveal();
        ++account.password_version;
    }
    account.locked = end.locked.value_or(account.locked);
    for (auto& [id, session] : sessions_) {
        if (session.account == end.account) {
            session.state = SessionState::ended;
        }
    }
    std::erase_if(rest_sessions_, [&](const auto& entry) { return entry.second == end.account; });
    std::erase_if(api_tokens_, [&](const auto& entry) { return entry.second == end.account; });
    AccountEnded result;
    if (const auto lease = leases_.find(end.account); lease != leases_.end()) {
        result.lease = lease->second.epoch;
        leases_.erase(lease);
    }
    return AccountEndResult{result};
}

}  // namespace workspace::testing
