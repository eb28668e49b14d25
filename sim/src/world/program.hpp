#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "workspace/core/client/client.hpp"
#include "workspace/testing/fake_signer.hpp"
#include "world/chance.hpp"

namespace workspace::sim {

/// The path between a program and the server, as it is now. What is sent over it arrives in order, or not at all.
struct Link {
    core::Duration delay_min = core::milliseconds{1};
    core::Duration delay_max = core::milliseconds{10};
    std::int64_t bytes_per_second = 0;  ///< from the server to the client; 0: without end
    bool dark_up = false;               ///< nothing gets through to the server, and nobody is told
    bool dark_down = false;
    bool stalled = false;  ///< the client's end does not read

    [[nodiscard]] bool dark() const { return dark_up || dark_down; }
};

/// A computer's monotonic clock, against the world's: it may run faster or slower.
struct Clock {
    std::int64_t ppm = 0;  ///< how much faster than the world's, in millionths
    core::MonotonicTime since{};
    core::MonotonicTime read_then{};
    core::Duration wall_offset{};  ///< of its wall clock; decides nothing (S11)

    [[nodiscard]] core::MonotonicTime at(core::MonotonicTime world) const {
        const auto elapsed = (world - since).count();
        return read_then + core::Duration{elapsed + elapsed / 1'000'000 * ppm + elapsed % 1'000'000 * ppm / 1'000'000};
    }
    /// When it will read `mine`, or a little later.
    [[nodiscard]] core::MonotonicTime when(core::MonotonicTime mine) const {
        if (mine == core::MonotonicTime::never() || ppm == 0) {
            return mine == core::MonotonicTime::never() ? mine : since + (mine - read_then);
        }
        const auto elapsed = (mine - read_then).count();
        return since + core::Duration{elapsed - elapsed / (1'000'000 + ppm) * ppm -
                                      elapsed % (1'000'000 + ppm) * ppm / (1'000'000 + ppm) + 1};
    }
    void run_at(std::int64_t faster, core::MonotonicTime world) {
        read_then = at(world);
        since = world;
        ppm = faster;
    }
};

/// One client program with its data folder, on a computer; several may be on one computer.
struct Program {
    Program(std::string called, std::string on) : name(std::move(called)), computer(std::move(on)) {}

    std::string name;
    testing::FakeWorkstation computer;
    std::uint64_t seed = 0;
    std::unique_ptr<testing::FakeEntropy> entropy;
    std::unique_ptr<core::client::Client> client;  ///< none while it does not run
    Clock clock;
    int starts = 0;
    bool asleep = false;
    std::deque<std::function<void()>> while_asleep;            ///< what the computer did not get round to
    core::MonotonicTime wakes = core::MonotonicTime::never();  ///< the agenda's entry for its deadline

    // -- its disk
    std::optional<core::client::SavedSession> session;
    std::vector<core::client::OutboxEntry> outbox;

    // -- its network
    Link link;
    std::uint64_t socket = 0;  ///< 0: none

    // -- what it shows its person, since it was started
    std::optional<core::client::PhaseChanged> shown;
    std::vector<core::wire::Room> rooms;
    std::map<core::RoomId, core::client::UnreadChanged> unread;
    std::set<core::ClientId> refused;  ///< posts that wait for the person's word
    std::vector<core::client::RequestFailed> failures;
    bool ended = false;
    std::optional<std::string> answers;  ///< frames that came since something was sent raw

    [[nodiscard]] bool runs() const { return client != nullptr; }
    [[nodiscard]] bool live() const { return client && client->phase() == core::client::Phase::live; }
    [[nodiscard]] std::optional<core::client::Stop> stop() const {
        return shown ? shown->stop : std::optional<core::client::Stop>{};
    }
};

}  // namespace workspace::sim
