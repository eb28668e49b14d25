#include "play/play.hpp"

#include "checkers/checkers.hpp"
#include "play/newcomer.hpp"
#include "scenario/director.hpp"

namespace workspace::sim {

using namespace core;

Outcome play(const Scenario& scenario, const PlayOptions& options) {
    WorldOptions world_options{
        .seed = options.seed, .policy = scenario.policy, .limits = {}, .captures = options.captures};
    if (scenario.queue_bytes > 0) {
        world_options.limits.queue_bytes = static_cast<std::size_t>(scenario.queue_bytes);
    }
    World world(world_options, scenario.sqlite ? make_sqlite_store(options.seed) : make_memory_store());
    Checkers checkers(scenario.economy);
    checkers.watch(world, options.unwatched);
    for (Observer* observer : options.also_watch) {
        world.watch(*observer);
    }
    world.person(kNewcomer);
    Director director(scenario, world, checkers.ledger(), &world);
    director.begin();
    director.play();
    Outcome outcome;
    if (world.broken().empty()) {
        world.settle(options.quiet);
        let_a_newcomer_in(world);
    } else {
        outcome.line = director.line();
    }
    outcome.broken = world.broken();
    outcome.digest = world.digest();
    outcome.steps = world.steps();
    outcome.elapsed = world.elapsed();
    outcome.client_seconds = static_cast<std::int64_t>(world.programs().size()) * (world.elapsed().count() / 1'000'000);
    return outcome;
}

}  // namespace workspace::sim
