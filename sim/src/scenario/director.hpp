#pragma once

#include <map>
#include <optional>
#include <string>

#include "checkers/ledger.hpp"
#include "scenario/scenario.hpp"
#include "world/world.hpp"

namespace workspace::sim {

/// Plays a scenario: makes its population, does what its lines say, and looks whether what they expect is so. What is not
/// is reported to the world under the first of the scenario's rules.
class Director : public Observer {
public:
    /// All three must outlive it. It watches the world from here on.
    Director(const Scenario& scenario, World& world, const Ledger& ledger);

    /// Makes the population and starts the server.
    void begin();
    /// Line by line, until the end or, with `until_broken`, until a rule is broken.
    void play(bool until_broken = true);
    /// The line that is being played, for reports.
    [[nodiscard]] int line() const { return line_; }

    void carried_out(const World& world, const core::StoreOperation& operation, const core::StoreResult& result,
                     bool heard) override;
    void told(const World& world, const Program& program, const core::client::Event& event) override;
    void client_heard(const World& world, const Program& program, std::string_view text) override;

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
    /// What is not as it says, in words; empty when all is.
    [[nodiscard]] std::string lacking(const Statement& statement, const std::vector<Program*>& programs) const;
    [[nodiscard]] std::string lacking(const Program& program, const Statement& statement) const;

    [[nodiscard]] bool holds_whole(const Program& program, core::RoomId room) const;
    [[nodiscard]] std::string unread(const Program& program, core::RoomId room, std::int64_t wanted) const;
    [[nodiscard]] std::string answered(const Program& program, const std::string& text) const;

    [[nodiscard]] core::RoomId room(const std::string& name) const;
    [[nodiscard]] std::vector<Program*> who(const Statement& statement) const;
    [[nodiscard]] std::string home_of(const std::string& program) const;
    void log_in(Program& program, const std::string& person, const std::string& password);
    void post(Program& program, core::wire::AnyPost what);
    void say(Program& program, core::RoomId where, const std::string& body);

    const Scenario& scenario_;
    World& world_;
    const Ledger& ledger_;
    std::map<std::string, core::RoomId> rooms_;
    std::map<std::string, std::string> home_;
    std::map<std::pair<const Program*, core::ClientId>, bool> failed_;
    std::map<std::pair<std::string, core::RoomId>, std::optional<std::int64_t>> unread_;
    std::map<std::string, std::string> answers_;  ///< what came to a program after its last `send raw`
    std::int64_t said_ = 0;
    bool over_ = false;  ///< what goes on in the background ends with the lines
    int line_ = 0;
};

}  // namespace workspace::sim
