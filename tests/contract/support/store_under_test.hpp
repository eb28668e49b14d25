#pragma once

#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "workspace/core/hub/store_port.hpp"

/// Every store answers to the same contract (hub/store_port.hpp): a test that is not about one implementation is
/// written against this, and runs on each.
namespace workspace::testing {

class StoreUnderTest {
public:
    virtual ~StoreUnderTest() = default;

    virtual core::AccountId add_account(const std::string& login, const std::string& name, bool bot) = 0;
    virtual core::RoomId add_room(const std::string& name) = 0;
    virtual void lock(core::AccountId account) = 0;
    virtual void make_guest(core::AccountId account) = 0;
    virtual void make_administrator(core::AccountId account) = 0;
    virtual core::Fence rest_session_of(core::AccountId account) = 0;
    virtual core::Fence api_token_of(core::AccountId account) = 0;
    /// What a server does when it starts on this store again.
    virtual core::StoredWorld restart() = 0;
    /// Asks, and waits for the answer.
    virtual core::StoreResult execute(const core::StoreOperation& operation) = 0;
    /// The same, in a batch that cannot be committed in the end.
    virtual core::StoreResult execute_failing(const core::StoreOperation& operation) = 0;
};

struct StoreKind {
    std::string name;
    std::unique_ptr<StoreUnderTest> (*make)();
};

[[nodiscard]] std::unique_ptr<StoreUnderTest> make_memory_store();
[[nodiscard]] std::unique_ptr<StoreUnderTest> make_sqlite_store();

/// A computer: the name decides key, hint and boot id.
struct Computer {
    explicit Computer(const std::string& computer_name);
    std::string name;
    core::WorkstationKey key;
    core::WorkstationHint hint;
    core::OsBootId os_boot;
};

/// Base of the contract's tests: a store with accounts alice and bruno, a room, and short ways to ask.
class StoreContract : public ::testing::TestWithParam<StoreKind> {
protected:
    StoreContract();

    template <class Answer>
    Answer ask(const core::StoreOperation& operation) {
        return std::get<Answer>(store().execute(operation));
    }
    [[nodiscard]] StoreUnderTest& store() { return *store_; }

    /// A person's claim with a password.
    [[nodiscard]] core::Admit login(core::AccountId account, const Computer& computer);
    /// The same session again, showing `token`.
    [[nodiscard]] core::Admit resume(const core::SessionId& session, const Computer& computer,
                                     const core::RefreshToken& token);
    /// Expects to be granted.
    core::Granted granted(const core::Admit& admit);
    /// Expects to be refused.
    core::Refusal refused(const core::Admit& admit);

    [[nodiscard]] core::Append post(core::AccountId author, core::Epoch epoch, const std::string& id,
                                    const std::string& body) const;
    [[nodiscard]] core::Append act(core::AccountId author, core::Epoch epoch, core::wire::AnyPost post) const;
    core::Appended appended(const core::Append& append);
    core::Refusal append_refused(const core::Append& append);
    [[nodiscard]] static core::ClientId cid(const std::string& name);
    [[nodiscard]] core::LogSlice page(core::PageAnchor anchor, std::int64_t seq, std::int64_t limit);
    [[nodiscard]] core::LogSlice sync(std::optional<core::wire::Cursor> cursor);

    std::unique_ptr<StoreUnderTest> store_;
    core::AccountId alice_;
    core::AccountId bruno_;
    core::RoomId room_;
    Computer pc1_{"pc-1"};
    Computer pc2_{"pc-2"};
    core::Now now_{{std::chrono::seconds{100}}, {1'700'000'000'000}};

private:
    int drawn_ = 0;
};

/// alice, bruno and carla are connected and in the room.
class TalkContract : public StoreContract {
protected:
    TalkContract() : carla_(store().add_account("carla", "Carla", false)) {
        epochs_[alice_] = granted(login(alice_, pc1_)).epoch;
        epochs_[bruno_] = granted(login(bruno_, pc2_)).epoch;
        epochs_[carla_] = granted(login(carla_, Computer("pc-3"))).epoch;
    }

    /// Expects to be done.
    core::Appended done(core::AccountId author, core::wire::AnyPost post);
    /// Expects to be refused.
    core::Refusal not_done(core::AccountId author, core::wire::AnyPost post);
    core::Appended say(core::AccountId author, const std::string& body);
    [[nodiscard]] core::ClientId next_cid();

    core::AccountId carla_;
    std::map<core::AccountId, core::Epoch> epochs_;

private:
    int said_ = 0;
};

}  // namespace workspace::testing
