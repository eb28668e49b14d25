#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>

#include "workspace/cli/console.hpp"
#include "workspace/cli/options.hpp"
#include "workspace/host/client_runner.hpp"

namespace workspace::cli {

/// The data folder or the settings cannot be used; `what` says it in words (ExitCode::local).
struct LocalProblem : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A client that runs, and the console on which its events arrive.
class Session {
public:
    /// Not started yet. Throws LocalProblem.
    Session(const Options& options, const Place& place);

    void start() { runner_->start(); }
    void submit(core::client::Command command) { runner_->submit(std::move(command)); }
    [[nodiscard]] const host::ClientRunner& runner() const { return *runner_; }
    [[nodiscard]] Console& console() { return console_; }

    /// Says goodbye to the server (S4) and waits for the answer, 5 s at most, handing each event to `see`.
    template <class See>
    void leave(See see) {
        submit(core::client::Quit{});
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{5};
        while (true) {
            const Arrivals arrivals = console_.wait(false, deadline);
            bool ended = arrivals.late;
            for (const auto& event : arrivals.events) {
                see(event);
                ended = ended || std::holds_alternative<core::client::Ended>(event);
            }
            if (ended) {
                return;
            }
        }
    }
    void leave() {
        leave([](const core::client::Event&) {});
    }

private:
    Console console_;  // outlives the runner, which pushes to it
    std::unique_ptr<host::ClientRunner> runner_;
};

/// Words for people who are not on the same computer as the server: nothing encrypts what they say.
void warn_if_plain(const Place& place);

}  // namespace workspace::cli
