#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workspace/core/base/disguise.hpp"
#include "workspace/core/base/entropy.hpp"
#include "workspace/core/base/limits.hpp"
#include "workspace/core/hub/inputs.hpp"
#include "workspace/core/hub/outputs.hpp"

namespace workspace::core::hub {

struct HubConfig {
    Limits limits;
    ElsewherePolicy policy = ElsewherePolicy::ask;
    std::string server_name = "workspace-server";
    BootId boot;
};

/// The server's brain: connections, claims, leases, the connected set, rooms. Pure: inputs go in, outputs are drained,
/// time is an argument, nothing calls back.
///
///   hub.handle(now, input);                          // any number of them: one turn of the host's loop
///   while (auto output = hub.poll()) { ... }         // gathers by room and turn, so poll once a turn is over
///   wake up at hub.deadline() and call hub.handle_timeout(now);
///
/// A connection:
///
///   Connected -> greeted --login/resume--> proving --ProofChecked--> admitting <--> probing
///                   |                        |                           |            (S6, S7: at most two rounds)
///                   | 10 s                   | wrong                     | Granted
///                   v                        v                           v
///                 closing  <---------------------------------------    live  --frames, beats--> ...
///
/// The host reads what has arrived before it calls handle_timeout (S9). Not thread-safe; one thread owns it.
class Hub {
public:
    /// `entropy` must outlive the hub. `world` is the store's at this start; its leases are detached from `now` (S10).
    Hub(HubConfig config, Entropy& entropy, const StoredWorld& world, Now now);
    ~Hub();
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    void handle(Now now, const Input& input);
    /// The next thing to do; none when this turn is done. Outputs for one connection are in order.
    [[nodiscard]] std::optional<Output> poll();

    /// The earliest time at which handle_timeout could matter.
    [[nodiscard]] MonotonicTime deadline() const;
    void handle_timeout(Now now);

    /// The set as last published, for REST (P1, P3).
    [[nodiscard]] wire::PresenceSet presence() const;
    [[nodiscard]] std::vector<wire::Room> rooms() const;
    /// Whether this binding stands: what an access token is held against (S3).
    [[nodiscard]] bool stands(AccountId account, Epoch epoch) const;

    struct Figures {
        std::size_t connections = 0;
        std::size_t live = 0;
        std::size_t leases = 0;
        std::size_t store_requests = 0;
        std::size_t unfinished = 0;  ///< requests to the host, the store's among them, claims and rounds of probing
        std::map<Refusal, std::uint64_t> refused;  ///< since the start
    };
    [[nodiscard]] Figures figures() const;

    /// A hash of the whole state: equal states, equal digests. What is private goes in as it is disguised, so that a hub
    /// that was fed with disguised inputs has the digest of the one that was fed with the real ones.
    [[nodiscard]] std::uint64_t digest(const Disguise& disguise = {}) const;
    /// The invariants that do not hold, each as a sentence that begins with its rule's name; empty when all is well.
    [[nodiscard]] std::vector<std::string> check_invariants() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace workspace::core::hub
