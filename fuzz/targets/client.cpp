// The client's brain against a server, a network and a person that do what they like: a letter of the input is a step.
// What the server says is forged from the declarations, with the ids that the client used; in between it may pass on
// what a true server says. After each step the invariants and the bounds of what the client holds are checked.

#include <deque>

#include "support/frames.hpp"
#include "support/honest_server.hpp"
#include "support/target.hpp"
#include "workspace/core/base/limits.hpp"
#include "workspace/testing/client_script.hpp"

namespace workspace::fuzz {
namespace {

using namespace core;
using namespace core::client;
using namespace std::chrono_literals;
using testing::ClientScript;

constexpr std::size_t kStepsMax = 200;
constexpr std::size_t kEventsOfAFrameMax = 1500;
constexpr std::size_t kWholeAnswer = 4000;
constexpr auto kStandsStillMax = 700s;

class ClientFuzz {
public:
    explicit ClientFuzz(std::span<const std::uint8_t> bytes)
        : choices_(bytes), script_(restored(), wish(), 1 + choices_.below(4)) {
        prime();
    }

    void run() {
        for (std::size_t steps = 0; steps < kStepsMax && !choices_.empty(); ++steps) {
            step(static_cast<char>(choices_.byte()));
            after_each_step();
        }
        come_to_rest();
    }

private:
    /// What a client may have on disk: a session, and posts that it made itself.
    Restored restored() {
        Restored found;
        if (choices_.flag()) {
            found.session = testing::some_session();
        }
        for (std::size_t posts = choices_.below(4); posts > 0; --posts) {
            const RoomId room{1 + static_cast<std::int64_t>(choices_.below(2))};
            const ClientId cid = testing::cid(static_cast<std::uint8_t>(posts));
            const WallTime made{choices_.flag() ? 1'699'990'000'000 : 1'600'000'000'000};
            found.outbox.push_back({wire::Post{room, cid, std::nullopt, "from before"}, made,
                                    AccountId{static_cast<std::int64_t>(choices_.below(3))}});
        }
        return found;
    }
    wire::PresenceWish wish() { return choices_.flag() ? wire::PresenceWish::count : wire::PresenceWish::people; }
    void prime();
    void step(char letter);
    void network_step(char letter);
    void honest_step(char letter);
    void pass_on(std::size_t messages, std::size_t lost);
    void pass(Duration time);
    HonestServer& honest() {
        if (!honest_) {
            honest_.emplace();
        }
        return *honest_;
    }
    void after_each_step();
    void come_to_rest();

    Choices choices_;
    Pools pools_;
    Forger forger_{choices_, pools_};
    ClientScript script_;
    std::optional<HonestServer> honest_;        ///< once it is needed
    std::deque<wire::ClientMessage> requests_;  ///< that it has not heard yet
    std::size_t frames_ = 0;
    int reported_closed_ = 0;  ///< sockets of which the client has heard the end
    bool closes_by_itself_ = true;
};

/// Texts and ids that a server would use: hashes of small sets, rooms and their epochs, the client ids of events.
void ClientFuzz::prime() {
    for (const std::int64_t members : {3, 2, 1}) {
        std::vector<std::int64_t> accounts;
        for (std::int64_t account = 1; account <= members; ++account) {
            accounts.push_back(account);
        }
        pools_.learn(testing::stamp(1, accounts));
    }
    for (const std::int64_t room : {2, 1}) {
        pools_.learn(testing::room(room, room, static_cast<std::uint8_t>(room)));
    }
    for (const std::int64_t seq : {3, 2, 1}) {
        pools_.learn(testing::event(seq));
    }
}

void ClientFuzz::step(char letter) {
    switch (letter) {
        case 'w': pass(milliseconds{static_cast<std::int64_t>(choices_.below(256)) * 10}); break;
        case 'W': pass(milliseconds{static_cast<std::int64_t>(choices_.below(256)) * 500}); break;
        case 'a':
        case 'b': script_.command(forger_.any<Command>()); break;
        case 'i': script_.command(SignIn{"alice", SecretText{"secret"}}); break;
        case 's': script_.command(Say{forger_.make<RoomId>(), std::string(choices_.line()), {}}); break;
        case 'D': script_.disk_answers(choices_.flag()); break;
        case 'G': script_.give(ClaimSigned{}); break;
        case 'S': script_.give(OutboxSaved{forger_.make<ClientId>()}); break;
        case 'o':
        case 'l':
        case 'k':
        case 'C': network_step(letter); break;
        case 'r':
        case 'R':
        case 'n':
        case 'N':
        case 'B': honest_step(letter); break;
        case '\n': break;
        default: ++frames_; script_.says_text(forge_frame<wire::ServerMessage>(forger_));
    }
}

void ClientFuzz::network_step(char letter) {
    if (letter == 'C') {
        closes_by_itself_ = !closes_by_itself_;
        return script_.socket_closes(closes_by_itself_);
    }
    if (letter == 'k') {
        std::optional<std::uint16_t> code;
        if (choices_.flag()) {
            code = static_cast<std::uint16_t>(forger_.make<CloseCode>());
        }
        if (script_.socket_wanted()) {
            script_.closes(code ? close_code_of(*code) : std::nullopt);
        } else if (reported_closed_ < script_.sockets_opened()) {
            ++reported_closed_;
            script_.give(SocketClosed{code, "late"});
        }
        return;
    }
    script_.settle();
    if (!script_.socket_wanted()) {
        return;
    }
    script_.open();
    if (letter == 'l') {
        requests_.clear();
        honest().let_in();
        pass_on(kWholeAnswer, 0);
    }
}

/// What a server should do, with some of its answers lost on the way.
void ClientFuzz::honest_step(char letter) {
    switch (letter) {
        case 'r': pass_on(kWholeAnswer, 0); break;
        case 'R': pass_on(choices_.below(8), choices_.below(4)); break;
        case 'n': honest().others_post(1 + choices_.below(4)); break;
        case 'N': honest().others_post(choices_.below(256) * 3); break;
        default: {
            const bool backup = choices_.flag();
            honest().rewrite_history(backup, choices_.below(16));
        }
    }
}

void ClientFuzz::pass_on(std::size_t messages, std::size_t lost) {
    for (; !requests_.empty(); requests_.pop_front()) {
        honest().take(requests_.front());
    }
    for (; lost > 0; --lost) {
        (void)honest().next();
    }
    for (; messages > 0; --messages) {
        const auto message = honest().next();
        if (!message) {
            break;
        }
        pools_.learn(*message);
        explain("server: " + print(*message));
        ++frames_;
        script_.says(*message);
    }
}

void ClientFuzz::pass(Duration time) {
    if (honest_) {
        honest_->advance(time);
    }
    script_.pass(time);
}

void ClientFuzz::after_each_step() {
    for (const wire::ClientMessage& message : script_.all_sent()) {
        pools_.learn(message);
        requests_.push_back(message);
        explain("client: " + print(message));
    }
    script_.forget_what_came_out();
    if (closes_by_itself_) {
        reported_closed_ = script_.sockets_opened() - (script_.socket_wanted() ? 1 : 0);
    }
    require_none(script_.broken());
    if (honest_) {
        require_none(honest_->broken());
    }
    const Client::Figures figures = script_.client().figures();
    require(figures.rooms <= kRoomsPerClientMax, "more rooms are held than there may be");
    require(figures.outbox <= kOutboxEntriesMax, "M7: the outbox is over its bound");
    require(figures.events <= kEventsOfAFrameMax * (frames_ + kStepsMax), "more events are held than were sent");
    require(figures.pages_in_flight <= 2 * figures.rooms, "more pages are under way than rooms need");
    require(figures.posts_in_flight <= kPostsInFlightMax * std::max<std::size_t>(figures.rooms, 1),
            "more posts are under way than there may be");
    require(figures.posts_in_flight <= figures.outbox, "more posts are under way than the outbox has");
}

/// Ten minutes without anybody: timers must come to an end, whatever has happened.
void ClientFuzz::come_to_rest() {
    script_.socket_closes(true);
    if (!closes_by_itself_ && reported_closed_ < script_.sockets_opened() - (script_.socket_wanted() ? 1 : 0)) {
        script_.give(SocketClosed{});
    }
    script_.disk_answers(true);
    script_.pass(kStandsStillMax);
    require_none(script_.broken());
    (void)script_.client().digest();
}

}  // namespace
}  // namespace workspace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    workspace::fuzz::ClientFuzz({data, size}).run();
    return 0;
}
