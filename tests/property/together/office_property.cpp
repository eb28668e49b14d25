#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "support/property.hpp"
#include "together/support/world.hpp"

/// Three people, four computers, and everything that can be posted, over a network, disks and a server that break: when
/// all is well again, each client shows the log, the counts and the rooms that the store has (M1–M8, H1–H7, P5).
namespace workspace::testing::together {

enum class Act : std::uint8_t {
    say,
    edit,
    erase,
    react,
    create,
    direct,
    join,
    leave,
    invite,
    archive,
    read,
    older,
    status,
    cut,
    dark,
    light,
    kill,
    start,
    use_here,
    overflow,
    server_restarts,
    store_fails,
    password,
    wait,
};
constexpr std::array<std::string_view, 24> kActs{"says something",
                                                 "edits",
                                                 "deletes",
                                                 "reacts",
                                                 "makes a room",
                                                 "writes directly",
                                                 "joins",
                                                 "leaves",
                                                 "invites",
                                                 "archives",
                                                 "reads",
                                                 "looks for older",
                                                 "sets a status",
                                                 "is cut off",
                                                 "goes dark",
                                                 "is lit up",
                                                 "is killed",
                                                 "is started",
                                                 "is wanted here",
                                                 "reads slowly",
                                                 "(the server restarts)",
                                                 "(the store fails)",
                                                 "has a new password",
                                                 "(time passes)"};

struct Move {
    Act act{};
    std::uint32_t who = 0;
    std::uint32_t what = 0;
};

void showValue(const Move& move, std::ostream& out) {
    out << "program " << move.who % 4 << " " << kActs.at(static_cast<std::size_t>(move.act)) << " (" << move.what
        << ")";
}

}  // namespace workspace::testing::together

namespace rc {

template <>
struct Arbitrary<workspace::testing::together::Move> {
    static Gen<workspace::testing::together::Move> arbitrary() {
        using workspace::testing::together::Act;
        using workspace::testing::together::Move;
        const auto act =
            gen::weightedElement<Act>({{20, Act::say},        {6, Act::edit},     {4, Act::erase},
                                       {6, Act::react},       {3, Act::create},   {2, Act::direct},
                                       {3, Act::join},        {3, Act::leave},    {4, Act::invite},
                                       {1, Act::archive},     {8, Act::read},     {3, Act::older},
                                       {2, Act::status},      {5, Act::cut},      {2, Act::dark},
                                       {4, Act::light},       {2, Act::kill},     {4, Act::start},
                                       {2, Act::use_here},    {1, Act::overflow}, {1, Act::server_restarts},
                                       {2, Act::store_fails}, {2, Act::password}, {20, Act::wait}});
        const auto number = gen::inRange<std::uint32_t>(0, 10'000);
        return gen::build<Move>(gen::set(&Move::act, act), gen::set(&Move::who, number), gen::set(&Move::what, number));
    }
};

}  // namespace rc

namespace workspace::testing::together {
namespace {

using namespace core;

const std::array<std::string, 3> kPeople{"alice", "bob", "carol"};

class Office {
public:
    explicit Office(std::uint64_t seed) : world_(options(seed)) {
        for (const std::string& login : kPeople) {
            world_.person(login);
        }
        world_.room("general");
        world_.room("workshop");
        for (int i = 0; i < 4; ++i) {
            // The fourth is a second computer of the first person: it may ask for the account (use_here).
            Program& program = world_.program("program " + std::to_string(i), "pc-" + std::to_string(i));
            programs_.push_back(&program);
            if (i < 3) {
                world_.log_in(program, kPeople.at(static_cast<std::size_t>(i)));
            }
        }
        world_.run(seconds{1});
    }

    void play(const Move& move) {
        Program& program = *programs_.at(move.who % programs_.size());
        switch (move.act) {
            case Act::wait: world_.run(milliseconds{static_cast<std::int64_t>(move.what)}); return;
            case Act::server_restarts:
                world_.kill_server();
                world_.run(milliseconds{100});
                world_.start_server();
                return;
            case Act::store_fails: world_.fail_store(1 + static_cast<int>(move.what % 3)); return;
            case Act::password: world_.change_password(AccountId{1 + static_cast<std::int64_t>(move.what % 3)}); return;
            case Act::cut: world_.cut(program); return;
            case Act::dark: world_.darken(program); return;
            case Act::light: world_.lighten(program); return;
            case Act::overflow: world_.overflow(program); return;
            case Act::kill: world_.kill(program); return;
            case Act::start:
                if (!program.client || program.ended) {
                    world_.start(program);
                }
                return;
            case Act::use_here:
                if (program.client && !program.live()) {
                    world_.log_in(program, kPeople.at(move.who % 4 == 3 ? 0 : move.who % 4));
                    world_.run(seconds{3});
                    world_.command(program, client::UseHere{});
                }
                return;
            default: break;
        }
        if (program.client && !program.ended) {
            person_does(program, move);
        }
    }

    /// All is well again, and quiet.
    std::string settle() {
        for (Program* program : programs_) {
            world_.lighten(*program);
            if (!program->client || program->ended) {
                world_.start(*program);
            }
        }
        world_.run(seconds{90});
        return first(world_.differences());
    }
    [[nodiscard]] std::string first_broken() const { return first(world_.broken()); }

private:
    static WorldOptions options(std::uint64_t seed) {
        WorldOptions result;
        result.seed = seed;
        return result;
    }
    static std::string first(const std::vector<std::string>& sentences) {
        return sentences.empty() ? std::string{} : sentences.front();
    }
    /// A room of the server, or one that does not exist.
    [[nodiscard]] RoomId room(std::uint32_t what) {
        return RoomId{static_cast<std::int64_t>(what % (world_.store().logs().size() + 1)) + 1};
    }
    [[nodiscard]] MessageSeq some_seq(RoomId room, std::uint32_t what) {
        const auto log = world_.store().logs().find(room);
        const auto head = log == world_.store().logs().end() ? 0 : log->second.room.head.value;
        return MessageSeq{1 + static_cast<std::int64_t>(what / 7) % (head + 1)};
    }

    void person_does(Program& program, const Move& move) {
        const RoomId where = room(move.what);
        const MessageSeq seq = some_seq(where, move.what);
        const std::string& whom = kPeople.at(move.what % kPeople.size());
        const std::string text = "text " + std::to_string(++said_) + (move.what % 5 == 0 ? " @" + whom : "");
        switch (move.act) {
            case Act::say: submit(program, wire::Post{where, {}, {}, text}); break;
            case Act::edit: submit(program, wire::Edit{where, {}, {}, seq, text}); break;
            case Act::erase: submit(program, wire::Delete{where, {}, {}, seq}); break;
            case Act::react: submit(program, wire::React{where, {}, {}, seq, "👍", move.what % 3 != 0}); break;
            case Act::create:
                submit(program, wire::CreateRoom{{},
                                                 move.what % 2 == 0 ? wire::RoomKind::open : wire::RoomKind::closed,
                                                 "room " + std::to_string(said_),
                                                 {whom}});
                break;
            case Act::direct: submit(program, wire::CreateRoom{{}, wire::RoomKind::direct, "", {whom}}); break;
            case Act::join: submit(program, wire::Join{where, {}}); break;
            case Act::leave: submit(program, wire::Leave{where, {}, {}}); break;
            case Act::invite: submit(program, wire::Invite{where, {}, {}, whom}); break;
            case Act::archive: submit(program, wire::Archive{where, {}, {}}); break;
            case Act::read: world_.command(program, client::MarkRead{where, seq}); break;
            case Act::older: world_.command(program, client::LoadOlder{where, {}, 20}); break;
            case Act::status: world_.command(program, client::SetStatus{wire::Availability::busy, text, {}}); break;
            default: break;
        }
    }
    void submit(Program& program, wire::AnyPost post) { world_.command(program, client::Submit{std::move(post)}); }

    World world_;
    std::vector<Program*> programs_;
    int said_ = 0;
};

std::string play_all(std::uint64_t seed, const std::vector<Move>& moves) {
    Office office{seed};
    for (std::size_t i = 0; i < moves.size(); ++i) {
        office.play(moves[i]);
        if (const std::string broken = office.first_broken(); !broken.empty()) {
            return "after move " + std::to_string(i) + ": " + broken;
        }
    }
    const std::string different = office.settle();
    const std::string broken = office.first_broken();
    return broken.empty() ? different : "while settling: " + broken;
}

}  // namespace

PROPERTY(OfficeProperty, WhenAllIsWellAgainEachClientShowsWhatTheStoreHas, 800) {
    const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
    const auto moves = *rc::gen::resize(120, rc::gen::arbitrary<std::vector<Move>>());
    const std::string broken = play_all(seed, moves);
    if (!broken.empty()) {
        RC_FAIL(broken);
    }
}

}  // namespace workspace::testing::together
