// A client's timeline takes in pages: a long log read backwards to its beginning, and scattered pages that leave holes.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "workspace/core/base/limits.hpp"
#include "workspace/core/client/timeline.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {
namespace {

using namespace core;

struct Stretch {
    Interval covered;
    std::vector<wire::Event> events;
};

Stretch stretch(std::int64_t from, std::int64_t to) {
    Stretch result{{MessageSeq{from}, MessageSeq{to}}, {}};
    for (std::int64_t seq = from; seq <= to; ++seq) {
        wire::Event event;
        event.seq = event.changed = MessageSeq{seq};
        event.cid = id_of<ClientId>(std::to_string(seq));
        event.author = AccountId{1};
        event.author_name = "Alice";
        event.body = "Does anyone know where the long ladder went?";
        result.events.push_back(std::move(event));
    }
    return result;
}

void merge(benchmark::State& state, std::int64_t page, std::int64_t gap) {
    const std::int64_t length = state.range(0);
    std::vector<Stretch> pages;
    for (std::int64_t to = length; to > 0; to -= page + gap) {
        pages.push_back(stretch(std::max<std::int64_t>(to - page + 1, 1), to));
    }
    std::int64_t events = 0;
    for ([[maybe_unused]] const auto turn : state) {
        client::RoomTimeline timeline;
        for (const Stretch& each : pages) {
            benchmark::DoNotOptimize(timeline.merge(each.covered, each.events));
        }
        events += static_cast<std::int64_t>(timeline.events().size());
    }
    state.SetItemsProcessed(events);
}
BENCHMARK_CAPTURE(merge, backwards, kPageLimitMax, 0)
    ->Name("timeline/backwards")
    ->RangeMultiplier(10)
    ->Range(1000, 100'000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(merge, scattered, 20, 20)
    ->Name("timeline/scattered")
    ->RangeMultiplier(10)
    ->Range(1000, 100'000)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace workspace::testing

BENCHMARK_MAIN();
