#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "deadlines.hpp"
#include "desk.hpp"
#include "served_clock.hpp"
#include "workspace/core/hub/hub.hpp"

namespace workspace::core::hub {

/// What every part of the hub needs: configuration, time, randomness, and the ways out.
struct Context {
    Context(HubConfig hub_config, Entropy& hub_entropy, Now now)
        : config(std::move(hub_config)), entropy(hub_entropy), clock(now) {}

    const HubConfig config;
    Entropy& entropy;
    ServedClock clock;
    Deadlines deadlines;
    Desk desk;
    std::deque<Output> out;
    /// What clients were refused since the start, for whoever watches; decides nothing.
    std::map<Refusal, std::uint64_t> refused;
    /// No more lease operations: the leases wait for the next start (S10).
    bool stopping = false;
    /// Answers that a store must never give, as sentences; they stay (check_invariants).
    std::vector<std::string> broken;

    void put(Output output) { out.push_back(std::move(output)); }
    void ask_store(Awaited awaited, StoreOperation operation) {
        const Ticket ticket = desk.open(std::move(awaited));
        put(AskStore{ticket, std::move(operation)});
    }
    /// Whether requests of clients must wait; lease operations are bounded by the leases and always go.
    [[nodiscard]] bool store_is_full() const { return desk.store_requests() >= config.limits.pending_store_requests; }
    [[nodiscard]] MonotonicTime served() const { return clock.served(); }
};

}  // namespace workspace::core::hub
