#include "disk/sqlite_store.hpp"

#include <stdexcept>
#include <utility>

#include "disk/seeded_sodium.hpp"
#include "store/accounts.hpp"
#include "store/event_rows.hpp"
#include "store/lease_rows.hpp"
#include "store/room_rows.hpp"

namespace workspace::sim {

using namespace core;
using server::StoreError;

namespace {

/// The server waits for 1000 pages; here it is any power of two up to 1024, for checkpoints, too, are to be broken.
constexpr std::uint64_t kCheckpointPagesMaxLog2 = 10;
constexpr WallTime kBefore{1'700'000'000'000};  // the world began

}  // namespace

SqliteStore::SqliteStore(std::uint64_t seed)
    : ids_(seed, "ids of the store"), checkpoints_(seed, "checkpoints"), disk_(seed), vfs_(disk_) {
    prepare_seeded_sodium();
    draw_checkpoint();
}

SqliteStore::~SqliteStore() {
    disk_.kill();  // nothing is worth writing any more
}

server::StoreEngine& SqliteStore::engine() {
    if (!engine_) {
        const SeededSodium seeded(ids_);
        engine_.emplace(kFile, vfs_.name());
    }
    return *engine_;
}

// ---- what administration does ----------------------------------------------------------------------------------------

AccountId SqliteStore::add_account(const std::string& login, const std::string& password, bool bot) {
    server::Transaction transaction(database());
    const auto added = server::add_account(database(),
                                           {.id = {},
                                            .login = login,
                                            .name = login,
                                            .password_hash = password,
                                            .role = bot ? server::Role::bot : server::Role::member},
                                           kBefore);
    transaction.commit();
    if (!added) {
        throw std::invalid_argument("there is an account " + login);
    }
    return *added;
}

RoomId SqliteStore::add_room(const std::string& name) {
    server::Transaction transaction(database());
    const SeededSodium seeded(ids_);
    if (const auto added = server::add_room(database(), name)) {
        transaction.commit();
        return *added;
    }
    for (const wire::Room& room : server::all_rooms(database())) {
        if (room.kind == wire::RoomKind::open && room.name == name) {
            return room.id;
        }
    }
    throw std::logic_error("a room's name is taken by no room");
}

std::optional<AccountId> SqliteStore::check_password(const std::string& login, const std::string& password) {
    const auto account = server::find_account(database(), login);
    return account && account->password_hash == password ? std::optional(account->id) : std::nullopt;
}

std::int64_t SqliteStore::password_version(AccountId account) {
    auto query = database().query("SELECT password_version FROM accounts WHERE id = ?");
    return query.bind(account.value).step() ? query.number(0) : 0;
}

// ---- the port --------------------------------------------------------------------------------------------------------

StoredWorld SqliteStore::start(Now now) {
    return engine().start(now.wall);
}

StoreResult SqliteStore::execute(const StoreOperation& operation) {
    if (batch_failed_ || dead()) {
        return StoreFailed{"the batch has failed"};
    }
    try {
        server::StoreEngine& running = engine();
        if (!batch_) {
            begin_batch();
        }
        const SeededSodium seeded(ids_);
        return running.one_of_many([&] { return running.execute(operation); });
    } catch (const StoreError& error) {
        note(error);
        batch_failed_ = true;
        return StoreFailed{error.what()};
    }
}

/// Its number is part of it: after a crash it says whether the batch is there.
void SqliteStore::begin_batch() {
    batch_.emplace(engine());
    const std::string number = std::to_string(++batch_number_);
    database()
        .query("INSERT INTO meta (key, value) VALUES ('batch', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1")
        .bind(std::span(reinterpret_cast<const std::uint8_t*>(number.data()), number.size()))
        .run();
}

bool SqliteStore::has_last_batch() {
    auto query = database().query("SELECT value FROM meta WHERE key = 'batch'");
    return query.step() && query.text(0) == std::to_string(batch_number_);
}

bool SqliteStore::commit() {
    bool committed = !batch_failed_ && !dead();
    if (batch_ && committed) {
        try {
            batch_->commit();
        } catch (const StoreError& error) {
            note(error);
            committed = false;
        }
    }
    batch_.reset();
    batch_failed_ = false;
    if (committed) {
        checkpoint_when_due();
    }
    return committed;
}

void SqliteStore::draw_checkpoint() {
    checkpoint_at_ = std::int64_t{1} << checkpoints_.jitter(kCheckpointPagesMaxLog2 + 1);
}

void SqliteStore::checkpoint_when_due() {
    if (!engine_ || engine_->wal_pages() < checkpoint_at_) {
        return;
    }
    draw_checkpoint();
    try {
        engine_->checkpoint();
    } catch (const StoreError& error) {
        note(error);  // what is written stays where it is
    }
}

void SqliteStore::crash(bool power) {
    disk_.kill();
    batch_.reset();
    engine_.reset();
    batch_failed_ = false;
    fatal_ = false;
    disk_.crash(power);
}

void SqliteStore::close() {
    try {
        engine().checkpoint();
    } catch (const StoreError& error) {
        note(error);
    }
    crash(false);
}

// ---- for checkers ----------------------------------------------------------------------------------------------------

std::vector<LogCopy> SqliteStore::logs() {
    std::vector<LogCopy> copies;
    for (wire::Room& room : server::all_rooms(database())) {
        auto events = server::events_of(database(), room.id, {{room.floor.value + 1}, room.head});
        auto members = server::member_ids_of(database(), room.id);
        copies.push_back({std::move(room), std::move(events), std::move(members)});
    }
    return copies;
}

std::vector<Lease> SqliteStore::leases() {
    return server::all_leases(database());
}

std::string SqliteStore::integrity() {
    auto query = database().query("PRAGMA integrity_check");
    query.step();
    return query.text(0);
}

std::unique_ptr<Store> make_sqlite_store(std::uint64_t seed) {
    return std::make_unique<SqliteStore>(seed);
}

}  // namespace workspace::sim
