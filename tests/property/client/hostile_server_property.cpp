#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "support/property.hpp"
#include "workspace/core/wire/codec.hpp"
#include "workspace/testing/client_script.hpp"

/// A hostile server: whatever it says, at whatever time, the client's invariants hold, its memory stays within bounds,
/// and it goes on (or stands still for a reason).
namespace workspace::testing {
namespace {

using namespace core;
using namespace core::client;

constexpr std::size_t kOutboxHere = 12;

/// Messages that are well formed, and wrong in every way that fits the form.
class Liar {
public:
    explicit Liar(std::uint64_t seed) : chance_(seed) {}

    std::string frame() {
        std::string text = wire::encode(message());
        switch (chance_.jitter(12)) {
            case 0: text.resize(chance_.jitter(text.size() + 1)); break;
            case 1: text[chance_.jitter(text.size())] = static_cast<char>(chance_.next()); break;
            case 2: text += "\n" + wire::encode(message()) + "\n" + wire::encode(message()); break;
            case 3: text = R"({"t":"of_a_newer_server","x":[1,2,3]})"; break;
            default: break;
        }
        return text;
    }
    std::int64_t number() {
        constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;
        switch (chance_.jitter(6)) {
            case 0: return kLargest;
            case 1: return 0;
            default: return static_cast<std::int64_t>(chance_.jitter(12));
        }
    }
    std::uint64_t pick(std::uint64_t of) { return chance_.jitter(of); }

private:
    wire::Room some_room() {
        wire::Room result =
            room(1 + static_cast<std::int64_t>(pick(3)), number(), static_cast<std::uint8_t>(1 + pick(2)));
        result.floor = MessageSeq{pick(4) == 0 ? number() : 0};
        return result;
    }
    std::vector<wire::Event> some_events(std::int64_t& from, std::int64_t& to) {
        from = std::max<std::int64_t>(number(), 1);
        to = pick(3) == 0 ? number() : from + static_cast<std::int64_t>(pick(6)) - 1;
        std::vector<wire::Event> result;
        for (std::int64_t seq = from; seq <= to && result.size() < 10; ++seq) {
            result.push_back(event(seq, 1 + static_cast<std::int64_t>(pick(3))));
            if (pick(20) == 0) {
                result.back().seq = MessageSeq{number()};
            }
            result.back().changed = MessageSeq{std::max(result.back().changed.value, number())};
        }
        return result;
    }
    wire::PresenceStamp some_stamp() {
        auto result = stamp(static_cast<std::int64_t>(pick(5)), {1, 2}, static_cast<std::uint8_t>(1 + pick(2)));
        result.count = pick(2) == 0 ? 2 : number();
        return result;
    }
    Refusal some_refusal() { return static_cast<Refusal>(pick(static_cast<std::uint64_t>(Refusal::try_again) + 1)); }

    wire::ServerMessage message() {
        switch (pick(18)) {
            case 0: return wire::Hello{1 + static_cast<std::int64_t>(pick(8) == 0), {}, {}, "liar"};
            case 1: {
                wire::Welcome result = welcome(number());
                result.account.id = AccountId{1 + static_cast<std::int64_t>(pick(2))};
                result.presence = some_stamp();
                result.rooms = {some_room(), some_room()};
                return result;
            }
            case 2: return wire::Refused{some_refusal(), "no", {}, TakeoverNonce{}, number()};
            case 3: return wire::BeatAnswer{some_stamp(), {{RoomId{1 + number()}, MessageSeq{number()}}}};
            case 4: return wire::Probe{};
            case 5:
            case 6: {
                wire::Synced result;
                result.room = some_room();
                std::int64_t from = 0;
                std::int64_t to = 0;
                result.events = some_events(from, to);
                result.from = MessageSeq{from};
                result.to = MessageSeq{std::max<std::int64_t>(to, 0)};
                result.result = static_cast<wire::SyncResult>(pick(3));
                if (pick(4) != 0) {
                    result.room.head = result.to;
                }
                return result;
            }
            case 7:
            case 8: {
                wire::PageResult result;
                std::int64_t from = 0;
                std::int64_t to = 0;
                result.events = some_events(from, to);
                result.from = MessageSeq{from};
                result.to = MessageSeq{std::max<std::int64_t>(to, 0)};
                result.req = static_cast<std::int64_t>(pick(6));
                result.room = RoomId{1 + static_cast<std::int64_t>(pick(3))};
                result.epoch = room_epoch(static_cast<std::uint8_t>(1 + pick(2)));
                result.head = MessageSeq{number()};
                return result;
            }
            case 9:
                return wire::Posted{
                    RoomId{1}, cid(static_cast<std::uint8_t>(pick(20))), MessageSeq{number()}, {}, true};
            case 10:
                return wire::PostRefused{RoomId{1}, cid(static_cast<std::uint8_t>(pick(20))), some_refusal(), "no"};
            case 11:
            case 12: {
                wire::EventMessage result{RoomId{1 + static_cast<std::int64_t>(pick(3))}, event(number(), 1)};
                result.event.changed = MessageSeq{number()};
                result.event.cid = cid(static_cast<std::uint8_t>(pick(20)));
                return result;
            }
            case 13:
                return wire::PresenceChange{
                    some_stamp(), people({static_cast<std::int64_t>(1 + pick(4))}), {AccountId{2}}};
            case 14: return wire::PresenceSet{some_stamp(), people({2, static_cast<std::int64_t>(1 + pick(4))})};
            case 15: return wire::LoggedOut{};
            case 16:
                return wire::Closing{pick(8) == 0 ? CloseCode::superseded : CloseCode::going_away, "", {}, number()};
            default: return wire::Error{some_refusal(), "", static_cast<std::int64_t>(pick(6))};
        }
    }

    FakeEntropy chance_;
};

void act(ClientScript& script, Liar& liar) {
    switch (liar.pick(12)) {
        case 0: script.command(SignIn{"alice", SecretText{"secret"}}); break;
        case 1: script.command(UseHere{}); break;
        case 2:
            script.command(LoadOlder{RoomId{1 + static_cast<std::int64_t>(liar.pick(3))}, {}, liar.number()});
            break;
        case 3:
        case 4: script.command(Say{RoomId{1}, "x", cid(static_cast<std::uint8_t>(liar.pick(kOutboxHere)))}); break;
        case 5: script.command(RetryPost{cid(static_cast<std::uint8_t>(liar.pick(kOutboxHere)))}); break;
        case 6: script.command(DiscardPost{cid(static_cast<std::uint8_t>(liar.pick(kOutboxHere)))}); break;
        case 7: script.command(ReconnectNow{}); break;
        case 8:
            if (script.socket_wanted()) {
                script.closes(CloseCode::going_away);
            }
            break;
        case 9:
            if (liar.pick(10) == 0) {
                script.command(SignOut{});
            }
            break;
        default: script.pass(milliseconds{static_cast<std::int64_t>(liar.pick(3000))}); break;
    }
}

PROPERTY(HostileServer, InvariantsAndBoundsHoldWhateverItSays, 200) {
    ClientScript script{{}, wire::PresenceWish::people, *rc::gen::inRange<std::uint64_t>(1, 1'000'000)};
    Liar liar{*rc::gen::inRange<std::uint64_t>(1, 1'000'000'000)};
    if (liar.pick(2) == 0) {
        script.goes_live();
    }
    std::size_t lies = 0;
    for (int i = 0; i < 400; ++i) {
        if (script.socket_wanted() && liar.pick(4) == 0) {
            script.open();
        }
        if (script.socket_wanted() && script.phase() == Phase::connecting && liar.pick(2) == 0) {
            script.open();
            script.says(wire::Hello{});
            script.says(welcome());
        }
        for (std::uint64_t n = liar.pick(4); n > 0; --n, ++lies) {
            script.says_text(liar.frame());
        }
        act(script, liar);
        const Client::Figures figures = script.client().figures();
        RC_ASSERT(figures.rooms <= 3U);
        RC_ASSERT(figures.outbox <= kOutboxHere);
        RC_ASSERT(figures.events <= 30 * lies + 30);
        RC_ASSERT(figures.pages_in_flight <= 2 * figures.rooms);
        RC_ASSERT(figures.posts_in_flight <= kPostsInFlightMax);
        RC_ASSERT(script.broken() == std::vector<std::string>{});
        script.forget_what_came_out();
    }
}

PROPERTY(HostileServer, RandomBytesBreakNothing, 200) {
    const auto frames = *rc::gen::arbitrary<std::vector<std::string>>();
    ClientScript script;
    script.goes_live();
    for (const std::string& frame : frames) {
        script.says_text(frame);
        if (script.phase() != Phase::live) {
            script.pass(seconds{20});
            script.welcomes(welcome());
        }
    }
    RC_ASSERT(script.broken() == std::vector<std::string>{});
}

TEST(HostileServer, AFrameThatIsTooLongBreaksTheConnection) {
    ClientScript script;
    script.goes_live();
    script.says_text(std::string(kServerFrameBytesMax + 1, ' '));
    EXPECT_EQ(script.phase(), Phase::waiting);
    EXPECT_EQ(script.broken(), std::vector<std::string>{});
}

TEST(HostileServer, AFloodOfEventsIsHeldWithinBounds) {
    ClientScript script;
    script.goes_live();
    wire::Event flood = event(1);
    for (std::int64_t seq = 1; seq <= 60'000; ++seq) {
        flood.seq = MessageSeq{seq};
        flood.changed = flood.seq;
        script.says(wire::EventMessage{RoomId{1}, flood});
        script.forget_what_came_out();
    }
    EXPECT_LE(script.client().figures().events, 50'000U);
    EXPECT_GE(script.client().figures().events, 37'000U);
    EXPECT_EQ(script.client().timeline(RoomId{1})->last(), MessageSeq{60'000});
    EXPECT_EQ(script.broken(), std::vector<std::string>{});
}

}  // namespace
}  // namespace workspace::testing
