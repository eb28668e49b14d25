#include <cstdio>
#include <cstdlib>

#include "checkers/checkers.hpp"
#include "world/world.hpp"

using namespace workspace;
using namespace workspace::sim;

int main(int argc, char** argv) {
    const int people = argc > 1 ? std::atoi(argv[1]) : 10;
    const int minutes = argc > 2 ? std::atoi(argv[2]) : 1;
    const int rooms = argc > 3 ? std::atoi(argv[3]) : 1;
    World world({.seed = 1});
    Checkers checkers;
    if (argc <= 4) {
        checkers.watch(world);
    }
    for (int i = 0; i < people; ++i) {
        world.person("p" + std::to_string(i));
    }
    std::vector<core::RoomId> ids;
    for (int i = 0; i < rooms; ++i) {
        ids.push_back(world.room("r" + std::to_string(i)));
    }
    world.start_server();
    for (int i = 0; i < people; ++i) {
        Program& program = world.program("w" + std::to_string(i), "w" + std::to_string(i));
        world.command(program, core::client::SignIn{"p" + std::to_string(i), core::SecretText{"p" + std::to_string(i)}});
    }
    world.run(core::seconds{5});
    std::printf("live %zu leases %zu\n", world.hub()->figures().live, world.hub()->figures().leases);
    Chance chance(1, "talk");
    for (int s = 0; s < minutes * 60; ++s) {
        world.command(*world.programs()[chance.jitter(world.programs().size())],
                      core::client::Say{chance.of(ids), "hello " + std::to_string(s), {}});
        world.run(core::seconds{1});
    }
    world.settle(core::seconds{60});
    for (const Broken& broken : world.broken()) {
        std::printf("%s %s [%s] at %lld\n", broken.rule.c_str(), broken.sentence.c_str(), broken.checker.c_str(),
                    static_cast<long long>(broken.at.since_origin.count()));
    }
    std::printf("steps %llu digest %llx elapsed %lld s\n", static_cast<unsigned long long>(world.steps()),
                static_cast<unsigned long long>(world.digest()), static_cast<long long>(world.elapsed().count() / 1000000));
}
