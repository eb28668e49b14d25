// The admission rule alone, and a whole login (and logout) through the hub in populations of several sizes.

#include <benchmark/benchmark.h>

#include <cstdint>

#include "workspace/core/session/admission.hpp"
#include "workspace/testing/direct_host.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {
namespace {

using namespace core;

/// Another person holds the workstation, and answered the probe: the longest way through the rule.
void decide(benchmark::State& state) {
    Claim claim;
    claim.account = AccountId{1};
    claim.workstation = id_of<WorkstationKey>("key");
    claim.hint = id_of<WorkstationHint>("hint");
    claim.by_person = true;
    claim.evidence.push_back({AccountId{2}, Epoch{7}, true});
    claim.probe_rounds = 1;
    AdmissionFacts facts;
    facts.of_workstation.emplace();
    facts.of_workstation->account = AccountId{2};
    facts.of_workstation->workstation = claim.workstation;
    facts.of_workstation->epoch = Epoch{7};
    facts.of_workstation->state = LeaseState::live;
    for ([[maybe_unused]] const auto turn : state) {
        auto decision = decide_admission(facts, claim, ElsewherePolicy::ask, MonotonicTime{seconds{100}});
        benchmark::DoNotOptimize(decision);
    }
}
BENCHMARK(decide)->Name("admission/decide");

/// Hub time alone: the store in memory is a linear search, which a real one is not.
void log_in_and_out(benchmark::State& state) {
    DirectHost host;
    host.add_people(state.range(0) + 1);
    for (std::int64_t person = 1; person <= state.range(0); ++person) {
        host.log_in(person);
    }
    host.gather();
    for ([[maybe_unused]] const auto turn : state) {
        host.clear_outputs();
        const ConnectionId newcomer = host.log_in(state.range(0) + 1);
        host.gather();
        host.say(newcomer, wire::Logout{});
        host.gather();
        state.SetIterationTime(std::chrono::duration<double>(host.outputs().hub_time).count());
    }
}
BENCHMARK(log_in_and_out)->Name("admission/login_logout")->RangeMultiplier(10)->Range(10, 10'000)->UseManualTime();

/// Everybody at once, as on a Monday morning or after a restart of the server.
void storm(benchmark::State& state) {
    double bytes_each = 0;
    double frames = 0;
    for ([[maybe_unused]] const auto turn : state) {
        DirectHost host;
        host.add_people(state.range(0));
        for (std::int64_t person = 1; person <= state.range(0); ++person) {
            host.log_in(person);
        }
        host.gather();
        frames = static_cast<double>(host.outputs().broadcasts);
        bytes_each = static_cast<double>(host.outputs().broadcast_bytes);
        state.SetIterationTime(std::chrono::duration<double>(host.outputs().hub_time).count());
    }
    state.counters["frames"] = frames;
    state.counters["bytes_each"] = bytes_each;
    state.SetItemsProcessed(state.range(0) * static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(storm)
    ->Name("presence/storm")
    ->RangeMultiplier(10)
    ->Range(10, 10'000)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace workspace::testing
