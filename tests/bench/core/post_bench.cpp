// A post in a room of several sizes: encoded once, one output that names its addressees.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "workspace/testing/direct_host.hpp"

namespace workspace::testing {
namespace {

using namespace core;

void post(benchmark::State& state) {
    DirectHost host;
    host.add_people(state.range(0));
    std::vector<ConnectionId> members;
    for (std::int64_t person = 1; person <= state.range(0); ++person) {
        members.push_back(host.log_in(person));
    }
    host.gather();
    wire::Sync sync;
    sync.rooms.push_back(host.room());
    for (const ConnectionId member : members) {
        host.say(member, sync);
    }
    std::uint64_t addressees = 0;
    std::uint64_t broadcasts = 0;
    for ([[maybe_unused]] const auto turn : state) {
        host.clear_outputs();
        host.post(members.front());
        addressees += host.outputs().addressees;
        broadcasts += host.outputs().broadcasts;
        state.SetIterationTime(std::chrono::duration<double>(host.outputs().hub_time).count());
    }
    const auto posts = static_cast<double>(state.iterations());
    state.counters["outputs"] = static_cast<double>(broadcasts) / posts;
    state.counters["addressees"] = static_cast<double>(addressees) / posts;
}
BENCHMARK(post)->Name("post/room")->RangeMultiplier(10)->Range(10, 10'000)->UseManualTime();

}  // namespace
}  // namespace workspace::testing
