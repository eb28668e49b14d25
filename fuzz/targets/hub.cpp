// The hub with everything around it, against clients and a host that do what they like: a letter of the input is a step.
// Frames are forged from the declarations, with the ids that were seen so far. After each step the invariants must hold,
// and at the end everything must come to rest.

#include <map>
#include <set>

#include "support/frames.hpp"
#include "support/target.hpp"
#include "workspace/testing/hub_client.hpp"

namespace workspace::fuzz {
namespace {

using namespace core;
using namespace std::chrono_literals;
using testing::HubClient;
using testing::HubWorld;

constexpr std::size_t kPeople = 4;
constexpr std::size_t kWorkstations = 3;
constexpr std::size_t kStepsMax = 200;
constexpr std::size_t kClientsMax = 24;

/// The inputs that come from REST: the host's own ticket comes back in an ApiAnswer. Of these anything goes.
template <class Kept, class... Rest>
struct Asking {
    using type = Kept;
};
template <class... Kept, class First, class... Rest>
struct Asking<std::variant<Kept...>, First, Rest...> {
    using type = typename std::conditional_t<requires(First input) {
        input.request;
    }, Asking<std::variant<Kept..., First>, Rest...>, Asking<std::variant<Kept...>, Rest...>>::type;
};
template <class... Inputs>
Asking<std::variant<>, Inputs...> asking(const std::variant<Inputs...>& all);
using FromRest = decltype(asking(hub::Input{}))::type;

std::string login_of(std::size_t person) {
    return "p" + std::to_string(person);
}

testing::HubWorldOptions options_of(Choices& choices) {
    testing::HubWorldOptions options;
    options.policy = static_cast<ElsewherePolicy>(choices.below(3));
    options.close_takes = milliseconds{static_cast<std::int64_t>(choices.below(3)) * 40};
    if (choices.flag()) {  // limits that a short input can reach
        options.limits.connections = 6;
        options.limits.unauthenticated_connections = 3;
        options.limits.messages_per_second = 2;
        options.limits.messages_burst = 8;
        options.limits.pending_store_requests = 4;
    }
    return options;
}

class HubFuzz {
public:
    explicit HubFuzz(std::span<const std::uint8_t> bytes) : choices_(bytes), world_(options_of(choices_)) {
        world_.keep_transcript(explaining());
        for (std::size_t person = 0; person < kPeople; ++person) {
            const std::string login = login_of(person);
            pools_.add(login);
            person + 1 == kPeople ? world_.add_bot(login) : world_.add_person(login);
        }
        for (const char* name : {"general", "workshop"}) {
            pools_.add(world_.add_room(name));
        }
        world_.store().allow(RestFence{}, AccountId{1});
        world_.store().allow(ApiTokenFence{0}, AccountId{1});
        forger_.prove = [this](std::size_t which) { return proof(which); };
    }

    void run() {
        for (std::size_t steps = 0; steps < kStepsMax && !choices_.empty(); ++steps) {
            step(static_cast<char>(choices_.byte()));
            require_none(world_.broken());
            check_store();
            learn();
        }
        come_to_rest();
    }

private:
    void step(char letter);
    void claim(char letter);
    void host_step(char letter);
    void store_step(char letter);
    void come_to_rest();
    void check_store() const;
    void learn();
    void tell();

    HubClient& new_client(std::size_t person, std::size_t workstation) {
        if (clients_.size() == kClientsMax) {
            clients_.front().cut();
            clients_.erase(clients_.begin());
        }
        return clients_.emplace_back(world_, login_of(person), "w" + std::to_string(workstation));
    }
    /// '0' is the newest.
    HubClient* some_client() {
        return clients_.empty() ? nullptr : &clients_[clients_.size() - 1 - choices_.below(clients_.size())];
    }
    /// What the speaker's workstation would show; or a copy of it on another computer, or a new key on the same (W1).
    wire::WorkstationProof proof(std::size_t which) {
        testing::FakeWorkstation workstation("w" + std::to_string(which % kWorkstations));
        switch (choices_.below(8)) {
            case 6: workstation.os_boot.value[0] ^= 1; break;
            case 7: workstation.key.value[0] ^= 1; break;
            default: break;
        }
        const auto hello = speaker_ == nullptr ? std::nullopt : speaker_->last<wire::Hello>();
        return workstation.prove(hello ? hello->challenge : Challenge{});
    }
    void say_forged(HubClient& client) {
        speaker_ = &client;
        world_.send_text(client.connection(), forge_frame<wire::ClientMessage>(forger_));
        speaker_ = nullptr;
    }

    Choices choices_;
    Pools pools_;
    Forger forger_{choices_, pools_};
    HubWorld world_;
    std::vector<HubClient> clients_;
    std::map<ConnectionId, std::size_t> learned_;  ///< messages of it that were looked at
    const HubClient* speaker_ = nullptr;
    std::size_t told_ = 0;
};

void HubFuzz::step(char letter) {
    HubClient* client = nullptr;
    switch (letter) {
        case 'c':
        case 'l':
        case 'r':
        case 't': claim(letter); break;
        case 'w': world_.advance(milliseconds{static_cast<std::int64_t>(choices_.below(256)) * 10}); break;
        case 'W': world_.advance(milliseconds{static_cast<std::int64_t>(choices_.below(256)) * 250}); break;
        case '(':
            if ((client = some_client()) != nullptr) {
                world_.in_one_turn([&] {
                    for (std::size_t frames = choices_.below(6); frames > 0; --frames) {
                        say_forged(*some_client());
                    }
                });
            }
            break;
        case 'd':
        case 'g':
        case 'v':
        case 'o':
        case 'S':
        case 'A':
        case 'T':
        case 'K': host_step(letter); break;
        case 'F':
        case 'D':
        case 'H':
        case 'R':
        case 'O':
        case 'L':
        case 'B': store_step(letter); break;
        case '\n': break;
        default:
            if ((client = some_client()) != nullptr) {
                say_forged(*client);
            } else {
                claim('l');
            }
    }
    tell();
}

void HubFuzz::claim(char letter) {
    const std::size_t person = choices_.below(kPeople);
    const std::size_t workstation = choices_.below(kWorkstations);
    HubClient& client = new_client(person, workstation);
    if (letter == 'l') {
        client.log_in();
    } else if (letter == 't') {
        const auto& nonces = pools_.of<TakeoverNonce>();
        client.log_in(nonces.empty() ? TakeoverNonce{} : nonces.back());
    } else if (letter == 'r') {
        wire::Welcome session;
        const auto& sessions = pools_.of<SessionId>();
        const auto& tokens = pools_.of<RefreshToken>();
        if (!sessions.empty() && !tokens.empty()) {
            session.session = sessions[sessions.size() - 1 - choices_.below(sessions.size())];
            session.refresh = tokens[tokens.size() - 1 - choices_.below(tokens.size())];
        }
        client.resume(session, choices_.flag() ? wire::ClaimKind::person : wire::ClaimKind::automatic);
    }
}

void HubFuzz::host_step(char letter) {
    if (letter == 'S') {
        return world_.stall(milliseconds{static_cast<std::int64_t>(choices_.below(256)) * 100});
    }
    if (letter == 'T' || letter == 'K') {  // a server that stops is started again
        if (letter == 'T') {
            world_.handle(hub::Stopping{});
        }
        return world_.restart(choices_.below(4));
    }
    if (letter == 'A') {
        return std::visit([&](const auto& asked) { world_.handle(asked); }, forger_.any<FromRest>());
    }
    HubClient* client = some_client();
    if (client == nullptr || client->peer().gone) {
        return;
    }
    switch (letter) {
        case 'd': client->cut(); break;
        case 'g': client->go_silent(); break;
        case 'v': world_.handle(hub::Violated{client->connection(), forger_.make<CloseCode>()}); break;
        default: world_.handle(hub::Overflowed{client->connection()});
    }
}

void HubFuzz::store_step(char letter) {
    switch (letter) {
        case 'F': world_.fail_store(static_cast<int>(choices_.below(4))); break;
        case 'D': world_.set_store_delay(milliseconds{static_cast<std::int64_t>(choices_.below(64)) * 50}); break;
        case 'H': world_.hold_store(); break;
        case 'R': world_.release_store(); break;
        case 'L': world_.store().lock(AccountId{1 + static_cast<std::int64_t>(choices_.below(kPeople))}); break;
        case 'B': {  // a backup, and the floor of retention: both come with a start
            const auto& log = *std::next(world_.store().logs().begin(), static_cast<int>(choices_.below(2)));
            const auto room = log.first;
            const auto head = static_cast<std::int64_t>(choices_.below(log.second.events.size() + 1));
            choices_.flag() ? world_.store().restore(room, {head}) : world_.store().set_floor(room, {head});
            world_.restart();
            break;
        }
        default: world_.overload_proofs(choices_.flag());
    }
}

void HubFuzz::learn() {
    for (const HubClient& client : clients_) {
        const auto& received = client.peer().received;
        for (std::size_t& seen = learned_[client.connection()]; seen < received.size(); ++seen) {
            pools_.learn(received[seen]);
        }
    }
}

void HubFuzz::tell() {
    for (; explaining() && told_ < world_.transcript().size(); ++told_) {
        explain(world_.transcript()[told_]);
    }
}

void HubFuzz::check_store() const {
    std::set<WorkstationKey> workstations;
    for (const auto& [account, lease] : world_.store().leases()) {
        require(workstations.insert(lease.workstation).second, "S2: two leases on one workstation");
    }
    for (const auto& [room, log] : world_.store().logs()) {
        std::int64_t seq = 0;
        std::set<std::pair<AccountId, ClientId>> posts;
        for (const wire::Event& event : log.events) {
            require(event.seq.value == ++seq, "M2: a gap in a log");
            require(posts.emplace(event.author, event.cid).second, "M3: a post is stored twice");
        }
    }
}

void HubFuzz::come_to_rest() {
    world_.fail_store(0);
    world_.set_store_delay({});
    world_.overload_proofs(false);
    world_.release_store();
    world_.advance(75s);
    tell();
    require_none(world_.broken());
    const hub::Hub::Figures figures = world_.hub().figures();
    (void)world_.hub().digest();
    require(figures.store_requests == 0, "a request to the store is never answered");
    require(figures.leases == world_.store().leases().size(), "P1: the hub counts other leases than the store has");
    require(figures.live == figures.leases, "S9: a ghost lease is left");
    require(figures.connections == figures.live, "a connection that claims nothing stays");
    require(world_.hub().presence().now.count == world_.store().connected_people(), "P1: the count is wrong");
    for (const wire::Room& room : world_.hub().rooms()) {
        require(world_.store().logs().at(room.id).room.head == room.head, "H5: the hub's head is not the log's");
    }
}

}  // namespace
}  // namespace workspace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    workspace::fuzz::HubFuzz({data, size}).run();
    return 0;
}
