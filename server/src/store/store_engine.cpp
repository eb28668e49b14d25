#include "store_engine.hpp"

#include <sodium.h>

#include "durable_log.hpp"
#include "lease_rows.hpp"
#include "room_rows.hpp"
#include "schema.hpp"
#include "status_rows.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::server {

using namespace core;

StoreEngine::StoreEngine(const std::filesystem::path& file, const char* vfs)
    : database_(file, Database::Mode::read_write, vfs) {
    if (zoo::has(zoo::Bug::log_is_moved_unsynced)) {
        checkpoint();
    } else if (!zoo::has(zoo::Bug::failed_sync_is_trusted)) {
        make_log_durable(database_);
    }
    migrate(database_, file.string());
    sqlite3_wal_hook(
        database_.handle(),
        [](void* self, sqlite3*, const char*, int pages) {
            static_cast<StoreEngine*>(self)->wal_pages_ = pages;
            return SQLITE_OK;
        },
        this);
    body_key_ = body_key();
}

BodyKey StoreEngine::body_key() {
    BodyKey key{};
    Transaction transaction(database_);
    {
        auto query = database_.query("SELECT value FROM meta WHERE key = 'body_key'");
        if (query.step()) {
            query.bytes(0, key);
            return key;
        }
    }
    randombytes_buf(key.data(), key.size());
    database_.query("INSERT INTO meta (key, value) VALUES ('body_key', ?)")
        .bind(std::span<const std::uint8_t>(key))
        .run();
    (void)add_room(database_, "General");
    transaction.commit();
    return key;
}

StoredWorld StoreEngine::start(WallTime now) {
    Transaction transaction(database_);
    forget_old_leases(database_, now);
    database_
        .query(
            "INSERT INTO lease_history (account, epoch, cause, at)"
            " SELECT account, epoch, 'server_restarted', ? FROM leases WHERE state = 'live'")
        .bind(now.ms)
        .run();
    database_.query("UPDATE leases SET state = 'detached'").run();
    StoredWorld world;
    for (auto& room : all_rooms(database_)) {
        auto members = member_ids_of(database_, room.id);
        world.rooms.push_back({std::move(room), std::move(members)});
    }
    world.leases = all_leases(database_);
    auto bots =
        database_.query("SELECT l.account FROM leases l JOIN accounts a ON a.id = l.account WHERE a.role = 'bot'");
    while (bots.step()) {
        world.bots.push_back({bots.number(0)});
    }
    world.statuses = all_statuses(database_);
    transaction.commit();
    return world;
}

StoreResult StoreEngine::execute(const StoreOperation& operation) {
    if (!is_ordered(operation)) {
        return read_beside(database_, operation);
    }
    return std::visit(
        [this](const auto& known) -> StoreResult {
            if constexpr (requires { run(known); }) {
                return run(known);
            } else {
                return StoreFailed{"an operation that needs no order was carried out in order"};
            }
        },
        operation);
}

StoreResult StoreEngine::one_of_many(const std::function<StoreResult()>& work) {
    Savepoint savepoint(database_);
    try {
        StoreResult result = work();
        savepoint.release();
        return result;
    } catch (const StoreError& error) {
        if (error.concerns_all() || !database_.in_transaction()) {
            throw;
        }
        return StoreFailed{error.what()};  // a damaged row, a broken constraint: the others of the batch go on
    }
}

StoreResult read_beside(Database& database, const StoreOperation& operation) {
    return std::visit(
        [&](const auto& known) -> StoreResult {
            if constexpr (requires { read(database, known); }) {
                return read(database, known);
            } else {
                return StoreFailed{"an operation that needs its order was carried out beside the others"};
            }
        },
        operation);
}

void StoreEngine::checkpoint() {
    int log = 0;
    int moved = 0;
    const int code = sqlite3_wal_checkpoint_v2(database_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &log, &moved);
    if (code != SQLITE_OK && code != SQLITE_BUSY) {
        throw_store_error(database_.handle(), "the checkpoint failed");
    }
    wal_pages_ = log - moved;
}

}  // namespace workspace::server
