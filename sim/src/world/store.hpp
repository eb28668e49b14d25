#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workspace/core/hub/store_port.hpp"
#include "world/disk_switches.hpp"

namespace workspace::sim {

/// One room's log, as a store has it.
struct LogCopy {
    core::wire::Room room;
    std::vector<core::wire::Event> events;  ///< ascending by seq; those above the floor at least
    std::vector<core::AccountId> members;   ///< ascending
};

/// The server's disk, as a world needs it: the port of the core, people and rooms beforehand, and a way to crash.
/// Operations that are carried out are durable once `commit` has returned true.
class Store {
public:
    Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    virtual ~Store() = default;

    virtual core::AccountId add_account(const std::string& login, const std::string& password, bool bot) = 0;
    virtual core::RoomId add_room(const std::string& name) = 0;
    virtual std::optional<core::AccountId> check_password(const std::string& login, const std::string& password) = 0;
    virtual std::int64_t password_version(core::AccountId account) = 0;

    /// What a server does at its start. Throws where the file cannot be used.
    virtual core::StoredWorld start(core::Now now) = 0;
    [[nodiscard]] virtual core::StoreResult execute(const core::StoreOperation& operation) = 0;
    /// Whether all that was carried out since the last time is durable now. False: nothing of it was done.
    [[nodiscard]] virtual bool commit() = 0;
    /// It answers nothing more, and what the last commit did is not known (a failed sync, a kill): the server ends.
    [[nodiscard]] virtual bool dead() const { return false; }
    /// After start(): whether the last batch is there, of which nobody knew.
    [[nodiscard]] virtual bool has_last_batch() { return false; }
    /// The process ends in order. start() comes next.
    virtual void close() {}
    /// The process dies. With `power` the disk loses what was not synced. start() comes next.
    virtual void crash(bool power) = 0;
    /// How its disk misbehaves; none where there is no disk under it.
    [[nodiscard]] virtual DiskSwitches* switches() { return nullptr; }
    /// A bit of its file turns over, while the server is down.
    virtual void rot() {}

    /// For checkers, when nothing is under way.
    [[nodiscard]] virtual std::vector<LogCopy> logs() = 0;
    [[nodiscard]] virtual std::vector<core::Lease> leases() = 0;
};

/// The core's model of a store.
[[nodiscard]] std::unique_ptr<Store> make_memory_store();
/// The server's own, on a disk in memory that breaks.
[[nodiscard]] std::unique_ptr<Store> make_sqlite_store(std::uint64_t seed);

}  // namespace workspace::sim
