// Decoding and encoding, one message of every kind: what the golden files hold.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <set>
#include <string>
#include <variant>

#include "golden/samples.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::testing {
namespace {

using namespace core;

void decode_line(std::string_view line, const wire::ClientMessage* /*direction*/) {
    auto decoded = wire::decode_client_message(line);
    benchmark::DoNotOptimize(decoded);
}
void decode_line(std::string_view line, const wire::ServerMessage* /*direction*/) {
    auto decoded = wire::decode_server_message(line);
    benchmark::DoNotOptimize(decoded);
}

template <class Message>
void decode(benchmark::State& state, const std::string& line) {
    for ([[maybe_unused]] const auto turn : state) {
        decode_line(line, static_cast<const Message*>(nullptr));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(line.size()) * static_cast<std::int64_t>(state.iterations()));
}

template <class Message>
void encode(benchmark::State& state, const Message& message) {
    std::int64_t bytes = 0;
    for ([[maybe_unused]] const auto turn : state) {
        const std::string line = wire::encode(message);
        bytes += static_cast<std::int64_t>(line.size());
        benchmark::DoNotOptimize(line.data());
    }
    state.SetBytesProcessed(bytes);
}

/// The first sample of each kind.
template <class Message>
void add(const std::vector<Message>& samples) {
    std::set<std::size_t> done;
    for (const Message& sample : samples) {
        if (!done.insert(sample.index()).second) {
            continue;
        }
        const std::string type{std::visit([](const auto& known) { return known.kType; }, sample)};
        benchmark::RegisterBenchmark(("decode/" + type).c_str(), decode<Message>, wire::encode(sample));
        benchmark::RegisterBenchmark(("encode/" + type).c_str(), encode<Message>, sample);
    }
}

[[maybe_unused]] const bool kAdded = [] {
    add(core::test::sample_client_messages());
    add(core::test::sample_server_messages());
    return true;
}();

}  // namespace
}  // namespace workspace::testing
