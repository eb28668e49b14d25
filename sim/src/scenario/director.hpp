#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"
#include "world/records.hpp"
#include "world/world.hpp"

namespace workspace::sim {

/// Plays a scenario: makes its population, does what its lines say, and looks whether what they expect is so. What is not
/// is reported to the stage under the first of the scenario's rules.
class Director {
public:
    /// All must outlive it. `simulated` is the stage again where it is a simulated one: some lines can be played on no
    /// other (why_not_live).
    Director(const Scenario& scenario, Stage& stage, const Records& records, World* simulated)
        : scenario_(scenario), stage_(stage), records_(records), simulated_(simulated) {}
    Director(const Director&) = delete;
    Director& operator=(const Director&) = delete;

    /// Makes the population and starts the server.
    void begin();
    /// Line by line, until the end or, with `until_broken`, until a rule is broken.
    void play(bool until_broken = true);
    /// The line that is being played, for reports.
    [[nodiscard]] int line() const { return line_; }

private:
    void play(const Statement& statement);
    void does(Program& program, const Statement& statement);
    /// Whether the phrase was a wish of a person; says it.
    bool wishes(Program& program, const Statement& statement);
    bool computes(Program& program, const Statement& statement);
    bool connects(Program& program, const Statement& statement);
    void goes_on(Program& program, const Statement& statement);
    void post_again(const std::string& program, core::RoomId room, core::Duration from, core::Duration to,
                    core::MonotonicTime end);
    void in_and_out(const std::string& program, const std::string& person, core::Duration from, core::Duration to,
                    core::MonotonicTime end);
    void server(const Statement& statement);
    void disk(const Statement& statement);
    void account(const Statement& statement);

    void expect(const Statement& statement);
    /// Runs until it is as it says, or the patience for it is over.
    bool comes_about(const Statement& statement, const std::vector<Program*>& programs, core::Duration within);
    /// What is not as it says, in words; empty when all is.
    [[nodiscard]] std::string lacking(const Statement& statement, const std::vector<Program*>& programs) const;
    [[nodiscard]] std::string lacking(const Program& program, const Statement& statement) const;

    [[nodiscard]] bool holds_whole(const Program& program, core::RoomId room) const;

    [[nodiscard]] core::RoomId room(const std::string& name) const;
    [[nodiscard]] std::vector<Program*> who(const Statement& statement) const;
    [[nodiscard]] std::string home_of(const std::string& program) const;
    void log_in(Program& program, const std::string& person, const std::string& password);
    void post(Program& program, core::wire::AnyPost what);
    void say(Program& program, core::RoomId where, const std::string& body);

    const Scenario& scenario_;
    Stage& stage_;
    const Records& records_;
    World* simulated_;
    std::map<std::string, std::string> home_;
    std::int64_t said_ = 0;
    bool over_ = false;  ///< what goes on in the background ends with the lines
    int line_ = 0;
};

}  // namespace workspace::sim
