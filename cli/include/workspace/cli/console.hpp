#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/core/client/events.hpp"

namespace workspace::cli {

/// What arrived: from the client, from standard input, from the system.
struct Arrivals {
    std::vector<core::client::Event> events;
    std::vector<std::string> lines;  ///< without their newlines
    bool input_ended = false;        ///< nothing more will be read
    bool interrupted = false;        ///< SIGINT, SIGTERM or SIGHUP
    bool late = false;               ///< the time that was allowed is over
};

/// Where everything meets on the main thread: the client's events, lines of standard input, signals. Make it before
/// any other thread, so that all of them leave the signals to it. The second interrupting signal ends the process.
class Console {
public:
    Console();
    ~Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    /// From any thread.
    void push(std::vector<core::client::Event> events);

    using Deadline = std::optional<std::chrono::steady_clock::time_point>;
    /// Blocks until something arrives. Standard input is left alone unless `read_input`.
    [[nodiscard]] Arrivals wait(bool read_input, Deadline deadline = std::nullopt);

    /// Writes all of `text` at once; false when nobody reads it any more.
    static bool print(std::string_view text);

    /// One line from the terminal, without showing it. None at its end, and when interrupted.
    [[nodiscard]] std::optional<std::string> ask_password(std::string_view prompt);
    /// One line of standard input and not a byte more. None at its end, and when interrupted.
    [[nodiscard]] std::optional<std::string> read_line();

private:
    void take_input(Arrivals& arrivals);
    void take_signal(Arrivals& arrivals);

    int wake_ = -1;     ///< eventfd
    int signals_ = -1;  ///< signalfd
    bool signalled_ = false;
    bool input_ended_ = false;
    std::string partial_;
    std::mutex mutex_;
    std::vector<core::client::Event> pushed_;
};

}  // namespace workspace::cli
