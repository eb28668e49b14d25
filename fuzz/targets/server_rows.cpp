// What a server finds in its data folder: workspace.db with any values in any column, or with damaged bytes. It is opened
// or refused in words; a hub starts with what is in it, and every question that the hub may ask is answered.

#include <sodium.h>

#include "app/hub_driver.hpp"
#include "host/temporary_folder.hpp"
#include "store/room_rows.hpp"
#include "store/store_engine.hpp"
#include "support/forger.hpp"
#include "support/hostile_rows.hpp"
#include "support/target.hpp"
#include "workspace/core/wire/codec.hpp"
#include "workspace/testing/fake_entropy.hpp"

namespace workspace::fuzz {
namespace {

using namespace core;
using namespace server;

constexpr int kQuestionsMax = 12;
constexpr const char* kToken = "wst_a-token-of-a-script";
constexpr const char* kLogin = "alice";
const Now kNow{MonotonicTime{seconds{1000}}, WallTime{1'700'000'000'000}};

template <class Id>
Id id_of(std::uint8_t number) {
    Id id;
    id.value.fill(number);
    return id;
}

Admit claim_of(AccountId account, std::uint8_t number) {
    Admit admit{};
    admit.claim.account = account;
    admit.claim.workstation = id_of<WorkstationKey>(number);
    admit.claim.hint = id_of<WorkstationHint>(number);
    admit.claim.os_boot = id_of<OsBootId>(number);
    admit.claim.by_person = true;
    admit.workstation_label = "pc";
    admit.fresh = id_of<RefreshToken>(number);
    admit.fresh_session = id_of<SessionId>(number);
    admit.now = kNow;
    return admit;
}

/// A small office: two people who are connected, a room with a few posts, a REST session and an API token.
HostileRows good_rows() {
    const testing::TemporaryFolder folder;
    const auto file = folder.path() / "workspace.db";
    {
        StoreEngine engine(file);
        StoreEngine::Batch batch(engine);
        Database& database = engine.database();
        for (std::uint8_t number = 1; number <= 2; ++number) {
            const std::string login = number == 1 ? kLogin : "robot";
            const Role role = number == 2 ? Role::bot : Role::member;
            const auto account =
                add_account(database, {.id = {}, .login = login, .name = login, .password_hash = {}, .role = role}, {1});
            const auto granted = engine.execute(claim_of(account.value(), number));
            const auto* admitted = std::get_if<Admitted>(&granted);
            require(admitted != nullptr && std::holds_alternative<Granted>(*admitted), "the office is open");
            for (std::uint8_t post = 1; post <= 4; ++post) {
                const auto cid = id_of<ClientId>(static_cast<std::uint8_t>(10 * number + post));
                (void)engine.execute(Append{LeaseFence{std::get<Granted>(*admitted).epoch}, account.value(),
                                            wire::Post{RoomId{1}, cid, std::nullopt, "a post"}, kNow.wall});
            }
            (void)add_rest_session(database, id_of<SessionId>(number), account.value(), 0, kNow.wall);
            (void)add_api_token(database, account.value(), kToken + std::to_string(number), "a script", "read post", {1});
        }
        batch.commit();
    }
    return HostileRows(file);
}

/// An answer goes out in messages, as the hub would put it; what it is made of must be whole.
void look_at(const StoreResult& result) {
    if (const auto* read = std::get_if<ReadResult>(&result)) {
        if (const auto* slice = std::get_if<LogSlice>(read)) {
            require(slice->events.size() <= std::size_t{kResumeEventsMax}, "H3: more events than an answer may have");
            for (const wire::Event& event : slice->events) {
                explain(encode(wire::ServerMessage{wire::EventMessage{slice->room.id, event}}));
            }
        }
    }
}

void ask(StoreEngine& engine, Forger& forger) {
    const StoreOperation operation = forger.any<StoreOperation>();
    try {
        Savepoint savepoint(engine.database());
        look_at(engine.execute(operation));
        savepoint.release();
    } catch (const StoreError& error) {
        explain(error.what());
    }
}

void ask_administration(Database& database) {
    for (const AccountRow& account : all_accounts(database)) {
        explain(account.login);
    }
    (void)find_account(database, kLogin);
    (void)find_api_token(database, kToken + std::string("1"));
    (void)rest_session_stands(database, id_of<SessionId>(1), AccountId{1});
    (void)server::add_room(database, "one more");
}

void use(const std::filesystem::path& file, Choices& choices) {
    StoreEngine engine(file);
    StoredWorld world = engine.start(kNow.wall);
    explain(std::to_string(world.rooms.size()) + " rooms, " + std::to_string(world.leases.size()) + " leases");
    Pools pools;
    for (const StoredRoom& stored : world.rooms) {
        pools.learn(stored.room);
    }
    for (std::uint8_t number = 1; number <= 2; ++number) {
        pools.add(AccountId{number});
        pools.add(Epoch{number});
        pools.add(id_of<WorkstationKey>(number));
        pools.add(id_of<WorkstationHint>(number));
        pools.add(id_of<OsBootId>(number));
        pools.add(id_of<SessionId>(number));
        pools.add<Bytes<RefreshTokenTag, 32>>(id_of<RefreshToken>(number));
        pools.add(id_of<ClientId>(static_cast<std::uint8_t>(10 * number + 1)));
    }
    testing::FakeEntropy entropy(1);
    hub::Hub hub({}, entropy, world, kNow);
    hub.handle(kNow, hub::Connected{ConnectionId{1}});
    hub.handle_timeout({kNow.mono + seconds{70}, kNow.wall});
    (void)hub.presence();
    (void)hub.rooms();
    while (hub.poll()) {
    }
    const StoreEngine::Batch batch(engine);
    Forger forger(choices, pools);
    for (int questions = 0; questions < kQuestionsMax && !choices.empty(); ++questions) {
        ask(engine, forger);
    }
    ask_administration(engine.database());
    transaction.commit();
    engine.checkpoint();
}

}  // namespace
}  // namespace workspace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace workspace;
    static const bool sodium = sodium_init() >= 0;
    fuzz::require(sodium, "libsodium starts");
    static const fuzz::HostileRows rows = fuzz::good_rows();
    fuzz::Choices choices({data, size});
    const testing::TemporaryFolder folder;
    const auto file = folder.path() / "workspace.db";
    rows.write(file, choices);
    try {
        fuzz::use(file, choices);
    } catch (const server::StoreError& error) {
        fuzz::explain(error.what());
        fuzz::require(!std::string_view(error.what()).empty(), "a refusal has words");
    }
    return 0;
}
