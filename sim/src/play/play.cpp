#include "play/play.hpp"

#include <algorithm>

#include "checkers/checkers.hpp"
#include "scenario/director.hpp"

namespace workspace::sim {

namespace {

using namespace core;

constexpr const char* kNewcomer = "newcomer";

/// A world that has come to rest is no good if nobody gets in: somebody who was never there logs in and says something.
void let_a_newcomer_in(World& world, const Ledger& ledger) {
    Program& program = world.program(kNewcomer, kNewcomer);
    world.command(program, client::SignIn{kNewcomer, SecretText{kNewcomer}});
    if (!world.until([&] { return program.live(); }, seconds{20})) {
        world.report({"S9", "somebody who was never there is not let in when all is well", "newcomer", {}});
        return;
    }
    const auto open = std::find_if(ledger.logs().begin(), ledger.logs().end(), [&](const auto& entry) {
        return !entry.second.room.archived && entry.second.members.contains(program.session->account.id);
    });
    if (open == ledger.logs().end()) {
        return;
    }
    world.command(program, client::Say{open->first, "hello", std::nullopt});
    if (!world.until([&] { return program.outbox.empty(); }, seconds{20})) {
        world.report({"M7", "what a newcomer says is not stored when all is well", "newcomer", {}});
    }
}

}  // namespace

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
    Director director(scenario, world, checkers.ledger());
    director.begin();
    director.play();
    Outcome outcome;
    if (world.broken().empty()) {
        world.settle(options.quiet);
        let_a_newcomer_in(world, checkers.ledger());
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
