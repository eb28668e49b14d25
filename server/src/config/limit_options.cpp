#include "config/limit_options.hpp"

#include <CLI/CLI.hpp>

#include "app/serve.hpp"

namespace workspace::server {

namespace {

struct Bounds {
    std::int64_t least;
    std::int64_t most;
};

/// In whole seconds.
void add_seconds(CLI::App& command, const char* name, core::Duration& value, Bounds bounds, const char* what) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(value).count();
    command
        .add_option_function<std::int64_t>(
            name, [&value](const std::int64_t& seconds) { value = std::chrono::seconds(seconds); }, what)
        ->check(CLI::Range(bounds.least, bounds.most))
        ->default_str(std::to_string(now));
}

template <class Count>
void add_count(CLI::App& command, const char* name, Count& value, Bounds bounds, const char* what) {
    command.add_option(name, value, what)->check(CLI::Range(bounds.least, bounds.most))->capture_default_str();
}

void add_times(CLI::App& command, core::Limits& limits) {
    constexpr auto kSilenceMin = (core::kBeatEvery + core::kBeatAnswerWithin) / std::chrono::seconds{1} + 1;
    constexpr auto kRestartGraceMin = 3 * core::kReconnectMax / std::chrono::seconds{1} + 1;
    add_seconds(command, "--silence", limits.silence, {kSilenceMin, 300},
                "Seconds without a word from a client until its connection is taken for dead");
    add_seconds(command, "--grace", limits.grace, {1, 3600}, "Seconds that a lost connection goes on counting");
    add_seconds(command, "--restart-grace", limits.restart_grace, {kRestartGraceMin, 3600},
                "The same, after a start of the server");
    add_seconds(command, "--probe", limits.probe, {1, 10},
                "Seconds that an old connection has to show that it lives, when its account is used elsewhere");
    add_seconds(command, "--takeover-within", limits.nonce, {10, 600},
                "Seconds that a person has to confirm taking an account over");
    add_seconds(command, "--login-within", limits.unauthenticated, {2, 60},
                "Seconds from connecting to being logged in");
}

}  // namespace

void add_limit_options(CLI::App& command, ServeOptions& options) {
    auto& limits = options.limits;
    add_count(command, "--connections", limits.connections, {1, 1'000'000}, "Connections in all");
    add_count(command, "--unauthenticated-connections", limits.unauthenticated_connections, {1, 1'000'000},
              "Of these, not yet logged in");
    add_count(command, "--http-connections", options.bounds.http, {1, 100'000},
              "Connections beside them that are not WebSockets");
    add_count(command, "--connections-per-address", options.bounds.per_address, {1, 1'000'000},
              "Connections of both kinds from one address");
    add_count(command, "--messages-per-second", limits.messages_per_second, {0, 100'000},
              "A connection's rate; 0: not limited");
    add_count(command, "--messages-burst", limits.messages_burst, {1, 100'000},
              "Messages that a connection may send at once");
    add_count(command, "--queue-bytes", limits.queue_bytes, {64 * 1024, 1024 * 1024 * 1024},
              "Bytes that may wait for a slow reader before it is told to fetch");
    add_count(command, "--pending-store-requests", limits.pending_store_requests, {100, 10'000'000},
              "Requests that may wait for the database");
    add_count(command, "--password-threads", options.password_threads, {1, 64}, "Password checks at the same time");
    add_count(command, "--password-queue", options.password_queue, {1, 100'000}, "Password checks that may wait");
    add_times(command, limits);
}

}  // namespace workspace::server
