#include "live/server_file.hpp"

#include <stdexcept>
#include <utility>

#include "auth/passwords.hpp"
#include "store/accounts.hpp"
#include "store/event_rows.hpp"
#include "store/lease_rows.hpp"
#include "store/room_rows.hpp"
#include "store/store_engine.hpp"

namespace workspace::sim {

using namespace core;

namespace {

/// A scenario is not about how long a guess takes.
constexpr server::Argon2Cost kCheapest{.memory_mib = 8, .ops = 1};
constexpr WallTime kBefore{1'700'000'000'000};

}  // namespace

ServerFile::ServerFile(const std::filesystem::path& folder) : file_(folder / "workspace.db") {
    {
        const server::StoreEngine made(file_);
    }
    written_ = std::make_unique<server::Database>(file_, server::Database::Mode::read_write);
    written_->execute("DELETE FROM rooms");  // a scenario's rooms are numbered from 1
}

AccountId ServerFile::add_person(const std::string& login, bool bot) {
    server::Transaction transaction(*written_);
    const auto added = server::add_account(*written_,
                                           {.id = {},
                                            .login = login,
                                            .name = login,
                                            .password_hash = server::hash_password(SecretText{login}, kCheapest),
                                            .role = bot ? server::Role::bot : server::Role::member},
                                           kBefore);
    transaction.commit();
    if (!added) {
        throw std::runtime_error("there is an account " + login + ", whatever its case");
    }
    return *added;
}

RoomId ServerFile::add_room(const std::string& name) {
    server::Transaction transaction(*written_);
    const auto added = server::add_room(*written_, name);
    transaction.commit();
    if (!added) {
        throw std::runtime_error("there is a room " + name + ", whatever its case");
    }
    return *added;
}

server::Database& ServerFile::reader() const {
    if (!read_) {
        read_ = std::make_unique<server::Database>(file_, server::Database::Mode::read_only);
    }
    return *read_;
}

std::int64_t ServerFile::people() const {
    auto query =
        reader().query("SELECT count(*) FROM leases l JOIN accounts a ON a.id = l.account WHERE a.role <> 'bot'");
    return query.step() ? query.number(0) : 0;
}

std::optional<Interval> ServerFile::extent(RoomId room) const {
    auto query = reader().query("SELECT floor, head FROM rooms WHERE id = ?");
    if (!query.bind(room.value).step()) {
        return std::nullopt;
    }
    return Interval{{query.number(0) + 1}, {query.number(1)}};
}

std::map<RoomId, Ledger::Log> ServerFile::logs() const {
    server::Database& database = reader();
    const server::Snapshot moment(database);
    std::map<RoomId, Ledger::Log> logs;
    for (wire::Room& room : server::all_rooms(database)) {
        const auto members = server::member_ids_of(database, room.id);
        Ledger::Log& log = logs[room.id];
        log.events = server::events_of(database, room.id, {{room.floor.value + 1}, room.head});
        log.members = {members.begin(), members.end()};
        log.room = std::move(room);
    }
    return logs;
}

std::vector<Lease> ServerFile::leases() const {
    return server::all_leases(reader());
}

std::string ServerFile::integrity() const {
    auto query = reader().query("PRAGMA integrity_check");
    return query.step() ? query.text(0) : "no answer";
}

}  // namespace workspace::sim
