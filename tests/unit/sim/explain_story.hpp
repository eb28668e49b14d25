#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "explain/recorder.hpp"

namespace workspace::sim {

/// What a recorder is told in a run that never was: no world is needed, time is what the story says.
class ExplainStory {
public:
    static constexpr std::string_view kHostileBody = "</script><script>alert(\"1\")</script> '<!-- & \x1b[31m \xff";

    explicit ExplainStory(std::size_t entries_max = Recorder::kEntriesMax);

    Recorder& recorder() { return recorder_; }
    [[nodiscard]] const World& world() const;
    [[nodiscard]] Program& program(const std::string& name, const std::string& computer);
    void pass(core::Duration duration) { now_ = now_ + duration; }
    [[nodiscard]] core::MonotonicTime now() const { return now_; }
    DiskFaults& disk() { return disk_; }

    // ---- one thing each ----------------------------------------------------------------------------------------
    void start_server();
    /// Up to the server's hello.
    core::ConnectionId connect(Program& program);
    /// A frame that goes up and, after a while, arrives.
    void say(Program& program, const core::wire::ClientMessage& message, bool arrives = true);
    void answer(const Program& program, const core::wire::ServerMessage& message);
    void grant(const Program& program, std::int64_t account, const std::string& name, std::int64_t epoch,
               std::vector<core::Displacement> ends = {});
    void log_in(Program& program, std::int64_t account, const std::string& name, std::int64_t epoch);
    void phase(const Program& program, core::client::Phase phase);
    [[nodiscard]] static core::Lease lease(const Program& program, std::int64_t account, const std::string& name,
                                           std::int64_t epoch);

    // ---- all of it ---------------------------------------------------------------------------------------------
    /// Three programs and the server: a post that is lost, an account that is taken over elsewhere, a logout, and at
    /// its end a rule that did not hold. With `more` others who listen.
    void tell_of_a_takeover(std::size_t more = 0);
    [[nodiscard]] History history() const { return recorder_.history(broken_); }
    [[nodiscard]] static Heading heading();

private:
    void takeover(Program& first, Program& second);
    void logout(Program& program);

    core::MonotonicTime now_ = World::kBegin;
    DiskFaults disk_;
    std::deque<Program> programs_;
    std::uint64_t last_connection_ = 0;
    std::vector<Broken> broken_;
    Recorder recorder_;
};

}  // namespace workspace::sim
