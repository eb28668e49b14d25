#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "workspace/core/base/entropy.hpp"
#include "workspace/core/client/inputs.hpp"
#include "workspace/core/client/outputs.hpp"
#include "workspace/core/client/timeline.hpp"
#include "workspace/core/wire/messages.hpp"

namespace workspace::core::client {

/// The computer, as each claim names it (W1).
struct WorkstationIdentity {
    WorkstationKey key;
    WorkstationHint hint;
    OsBootId os_boot;
    std::string label;
};

struct ClientConfig {
    WorkstationIdentity workstation;
    wire::PresenceWish presence = wire::PresenceWish::people;
};

/// What was on disk when the client started.
struct Restored {
    std::optional<SavedSession> session;
    std::vector<OutboxEntry> outbox;  ///< in the order in which they were made
};

/// The client's brain: session, reconnection, the connected set, timelines, outbox. The same shape as the hub: inputs
/// in, outputs drained, time an argument. Time here counts sleep (S9).
///
///   signed_out --SignIn--> connecting --welcome--> live --link lost--> waiting --timer--> connecting ...
///        ^                     |                     |
///        |  refused (password) | terminal refusal    | terminal close (S12)
///        +---------------------+----> stopped <------+          stopped --UseHere / SignIn--> connecting
///
/// Reconnection: 250 ms, doubling to 15 s, jittered; at once after a link that had been live for 10 s. A person's claim
/// (SignIn, UseHere) waits in the same way while the server cannot be reached, for a minute at most: phase `waiting`
/// without an account; SignOut gives it up. The password is in memory until it was answered, and no longer.
///
/// What it holds is bounded: rooms, events and bytes of events, outbox, what is under way. A server that breaks the
/// protocol is left and tried again later; what does not fit (pages, sets, cursors) is not taken.
class Client {
public:
    /// With a restored session it connects at the first handle_timeout; else it is signed out.
    Client(const ClientConfig& config, Entropy& entropy, Restored restored, Now now);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void handle(Now now, const Input& input);
    [[nodiscard]] std::optional<Output> poll();
    [[nodiscard]] MonotonicTime deadline() const;
    void handle_timeout(Now now);

    [[nodiscard]] Phase phase() const;
    /// None for a room that is not known.
    [[nodiscard]] const RoomTimeline* timeline(RoomId room) const;
    /// The number that is shown; none while not live (P3).
    [[nodiscard]] std::optional<std::int64_t> connected_count() const;
    [[nodiscard]] std::vector<OutboxEntry> outbox() const;

    /// What it holds, for operators and for tests of its bounds.
    struct Figures {
        std::size_t rooms = 0;
        std::size_t events = 0;
        std::size_t event_bytes = 0;  ///< about what the events take in memory
        std::size_t outbox = 0;
        std::size_t posts_in_flight = 0;
        std::size_t pages_in_flight = 0;
    };
    [[nodiscard]] Figures figures() const;

    /// A hash of the whole state: equal states, equal digests.
    [[nodiscard]] std::uint64_t digest() const;
    /// The invariants that do not hold, each as a sentence that begins with its rule's name; empty when all is well.
    [[nodiscard]] std::vector<std::string> check_invariants() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace workspace::core::client
