#include <map>

#include "workspace/testing/memory_store.hpp"
#include "world/store.hpp"

namespace workspace::sim {

using namespace core;

namespace {

class MemoryBackend : public Store {
public:
    AccountId add_account(const std::string& login, const std::string& password, bool bot) override {
        return store_.add_account(login, login, password, bot);
    }
    RoomId add_room(const std::string& name) override { return store_.add_room(name); }
    std::optional<AccountId> check_password(const std::string& login, const std::string& password) override {
        return store_.check_password(login, password);
    }
    std::int64_t password_version(AccountId account) override { return store_.accounts().at(account).password_version; }
    StoredWorld start(Now /*now*/) override { return store_.start(); }
    StoreResult execute(const StoreOperation& operation) override { return store_.execute(operation); }
    bool commit() override { return true; }
    void crash(bool /*power*/) override {}
    std::vector<LogCopy> logs() override {
        std::vector<LogCopy> copies;
        for (const auto& [id, log] : store_.logs()) {
            copies.push_back({log.room, log.events, {log.members.begin(), log.members.end()}});
        }
        return copies;
    }
    std::vector<Lease> leases() override {
        std::vector<Lease> copies;
        for (const auto& [account, lease] : store_.leases()) {
            copies.push_back(lease);
        }
        return copies;
    }

private:
    testing::MemoryStore store_;
};

}  // namespace

std::unique_ptr<Store> make_memory_store() {
    return std::make_unique<MemoryBackend>();
}

}  // namespace workspace::sim
