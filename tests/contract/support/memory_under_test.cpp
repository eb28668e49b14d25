#include <exception>

#include "contract/support/store_under_test.hpp"
#include "workspace/testing/fake_signer.hpp"
#include "workspace/testing/memory_store.hpp"

namespace workspace::testing {

using namespace core;

namespace {

class MemoryUnderTest final : public StoreUnderTest {
public:
    AccountId add_account(const std::string& login, const std::string& name, bool bot) override {
        return store_.add_account(login, name, "", bot);
    }
    RoomId add_room(const std::string& name) override { return store_.add_room(name); }
    void lock(AccountId account) override { store_.lock(account); }
    void make_guest(AccountId account) override { store_.make_guest(account); }
    void make_administrator(AccountId account) override { store_.make_administrator(account); }
    Fence rest_session_of(AccountId account) override {
        const RestFence fence{id_of<SessionId>("rest of " + std::to_string(account.value))};
        store_.allow(fence, account);
        return fence;
    }
    Fence api_token_of(AccountId account) override {
        const ApiTokenFence fence{account.value};
        store_.allow(fence, account);
        return fence;
    }
    StoredWorld restart() override { return store_.start(); }
    StoreResult execute(const StoreOperation& operation) override { return store_.execute(operation); }
    /// As simulated worlds do it: a copy is a snapshot, and is rolled back to.
    StoreResult execute_failing(const StoreOperation& operation) override {
        MemoryStore scratch = store_;
        try {
            (void)scratch.execute(operation);
        } catch (const std::exception&) {
            // rows that are not there; the batch fails as it is
        }
        return StoreFailed{"the batch failed"};
    }

private:
    MemoryStore store_;
};

}  // namespace

std::unique_ptr<StoreUnderTest> make_memory_store() {
    return std::make_unique<MemoryUnderTest>();
}

}  // namespace workspace::testing
