#include <cstdio>
#include <cstdlib>
#include <string>

#include "checkers/checkers.hpp"
#include "tracer_tmp.hpp"
#include "workspace/core/base/zoo.hpp"
#include "world/world.hpp"

using namespace workspace;
using namespace workspace::sim;

namespace {

void deed(World& world, Chance& chance, int people, const std::vector<core::RoomId>& rooms, int& said) {
    Program& pc = *world.programs()[chance.jitter(world.programs().size())];
    const std::string who = "p" + std::to_string(chance.jitter(static_cast<std::uint64_t>(people)));
    switch (chance.jitter(40)) {
        case 0:
        case 1:
        case 2: world.command(pc, core::client::SignIn{who, core::SecretText{who}}); break;
        case 3: world.command(pc, core::client::SignOut{}); break;
        case 4: world.command(pc, core::client::UseHere{}); break;
        case 5: world.command(pc, core::client::Quit{}); break;
        case 6: world.kill(pc); break;
        case 7:
        case 8: world.start(pc); break;
        case 9: world.cut(pc); break;
        case 10: world.reset(pc); break;
        case 11: world.darken(pc, true, true); break;
        case 12: world.darken(pc, chance.one_in(2), true); break;
        case 13:
        case 14:
        case 15: world.lighten(pc); break;
        case 16: world.sleep(pc); break;
        case 17:
        case 18: world.wake(pc); break;
        case 19: chance.one_in(4) ? world.kill_server() : world.start_server(); break;
        case 20: world.start_server(); break;
        case 21: world.disk().fail_next = static_cast<int>(chance.jitter(4)); break;
        case 22: world.disk().kill_at = chance.jitter(5) + 1; world.disk().kill_after_commit = chance.one_in(2); break;
        case 23: chance.one_in(3) ? world.stall(pc) : world.read_again(pc); break;
        case 24: world.set_delay(pc, core::milliseconds{1}, core::milliseconds{chance.between(2, 3000)}); break;
        case 25: world.command(pc, core::client::LoadOlder{chance.of(rooms), {}, 20}); break;
        case 26: world.command(pc, core::client::MarkRead{chance.of(rooms), core::MessageSeq{chance.between(1, 30)}}); break;
        case 27: world.command(pc, core::client::Submit{core::wire::Leave{chance.of(rooms), {}, {}}}); break;
        case 28: world.command(pc, core::client::Submit{core::wire::Join{chance.of(rooms), {}}}); break;
        case 29: world.change_password(*world.find_person(who), who); break;
        case 30: world.lock(*world.find_person(who), chance.one_in(3)); break;
        case 31: world.clone(pc, *world.programs()[chance.jitter(world.programs().size())]); break;
        case 32: world.disk().takes = core::milliseconds{chance.one_in(2) ? 3 : chance.between(20, 900)}; break;
        case 33: world.command(pc, core::client::Submit{core::wire::CreateRoom{{}, core::wire::RoomKind::open, "room " + std::to_string(++said), {}}}); break;
        case 34: world.command(pc, core::client::Submit{core::wire::Archive{core::RoomId{chance.between(1, 6)}, {}, {}}}); break;
        case 35:
            if (chance.one_in(4)) {
                for (std::int64_t i = chance.between(400, 700); i > 0; --i) {
                    world.command(pc, core::client::Say{chance.of(rooms), "flood " + std::to_string(++said), {}});
                }
            }
            break;
        default:
            for (std::int64_t i = chance.between(1, 4); i > 0; --i) {
                world.command(pc, core::client::Say{chance.of(rooms), "hello " + std::to_string(++said), {}});
            }
    }
}

std::size_t one(std::uint64_t seed, bool print) {
    Chance chance(seed, "swarm");
    WorldOptions options{.seed = seed};
    options.policy = static_cast<core::ElsewherePolicy>(chance.one_in(3) ? chance.jitter(3) : 0);
    if (chance.one_in(3)) {
        options.limits.queue_bytes = 4096;
    }
    World world(options);
    Checkers checkers;
    static const char* trace = std::getenv("TRACE");
    checkers.watch(world);
    Tracer tracer;
    if (trace && print) world.watch(tracer);
    const int people = static_cast<int>(chance.between(2, 4));
    for (int i = 0; i < people; ++i) {
        world.person("p" + std::to_string(i), i == 3);
    }
    std::vector<core::RoomId> rooms{world.room("r0"), world.room("r1")};
    world.start_server();
    for (std::int64_t i = chance.between(2, 5); i > 0; --i) {
        world.program("w" + std::to_string(i), "w" + std::to_string(i));
    }
    int said = 0;
    for (std::int64_t i = chance.between(20, 120); i > 0 && world.broken().empty(); --i) {
        deed(world, chance, people, rooms, said);
        world.run(core::milliseconds{chance.one_in(5) ? chance.between(1000, 15000) : chance.between(0, 600)});
    }
    if (world.broken().empty()) {
        world.settle(std::chrono::minutes{3});
    }
    if (print) {
        for (const Broken& broken : world.broken()) {
            std::printf("  seed %llu: %s %s [%s] at %.3f\n", static_cast<unsigned long long>(seed), broken.rule.c_str(),
                        broken.sentence.c_str(), broken.checker.c_str(),
                        static_cast<double>((broken.at - World::kBegin).count()) / 1e6);
        }
    }
    return world.broken().size();
}

}  // namespace

int main(int argc, char** argv) {
    const std::uint64_t from = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
    const std::uint64_t to = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 100;
    int failed = 0;
    for (std::uint64_t seed = from; seed <= to && failed < 5; ++seed) {
        failed += one(seed, true) > 0 ? 1 : 0;
    }
    std::printf("%d failed\n", failed);
#ifdef WORKSPACE_ZOO
    for (const auto& species : core::zoo::kSpecies) {
        core::zoo::let_out = species.bug;
        std::uint64_t seed = 1;
        while (seed <= 5000 && one(seed, false) == 0) {
            ++seed;
        }
        std::printf("%-34s %s %llu\n", std::string(species.name).c_str(), seed <= 5000 ? "killed at" : "ALIVE", static_cast<unsigned long long>(seed));
        if (seed <= 5000) one(seed, true);
    }
#endif
}
