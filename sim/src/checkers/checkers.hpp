#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checkers/at_rest.hpp"
#include "checkers/economy_bounds.hpp"
#include "checkers/ledger.hpp"

namespace workspace::sim {

/// Who watches over which rules. Each is apart from the code it judges: it knows what was asked, what the store said yes
/// to (the ledger), what went over the wire and what people were shown, and nothing of how it came about.
class Checker : public Observer {
public:
    Checker(std::string name, const Ledger& ledger) : name_(std::move(name)), ledger_(ledger) {}
    [[nodiscard]] const std::string& name() const { return name_; }

protected:
    [[nodiscard]] const Ledger& ledger() const { return ledger_; }
    void broken(const World& world, std::string rule, std::string sentence) const;
    /// The same, for those who know no world.
    [[nodiscard]] Complain complains(const World& world) const;

private:
    std::string name_;
    const Ledger& ledger_;
};

/// S1, S2, S3, S6, S7, S12, S13, S14, W1: what a grant may end, by which key and session, and under which epoch anything is
/// written.
[[nodiscard]] std::unique_ptr<Checker> make_admission_checker(const Ledger& ledger);
/// S9, S11, P2: no lease outlives its connection for long or ends early, whatever wall clocks show.
[[nodiscard]] std::unique_ptr<Checker> make_ghost_checker(const Ledger& ledger);
/// S2, S4, S5, S6, S8, S12: what the two ends of a connection say to each other about sessions.
[[nodiscard]] std::unique_ptr<Checker> make_session_checker(const Ledger& ledger);
/// P1, P3, P4, P5, P6: the count.
[[nodiscard]] std::unique_ptr<Checker> make_presence_checker(const Ledger& ledger);
/// M1, M2, M3, M6, M7, M8: posting.
[[nodiscard]] std::unique_ptr<Checker> make_posting_checker(const Ledger& ledger);
/// M2, M4, M5, H3, H4: who is told what, and how often.
[[nodiscard]] std::unique_ptr<Checker> make_delivery_checker(const Ledger& ledger);
/// H1, H5, H6, H7, M5, M8: what people see in the end.
[[nodiscard]] std::unique_ptr<Checker> make_view_checker(const Ledger& ledger);
/// H2, and what the brains know of themselves.
[[nodiscard]] std::unique_ptr<Checker> make_invariant_checker(const Ledger& ledger);
/// Economy: what a login, a message and a lost link cost, and that nothing goes on when nothing is to be done.
[[nodiscard]] std::unique_ptr<Checker> make_economy_checker(const Ledger& ledger, const EconomyBounds& bounds);

/// All of them, over one ledger.
class Checkers {
public:
    explicit Checkers(const EconomyBounds& bounds);
    /// Before the ledger, which still says how it was. `ledger_alone`: nobody judges.
    void watch(World& world, bool ledger_alone);
    [[nodiscard]] const Ledger& ledger() const { return ledger_; }

private:
    Ledger ledger_;
    std::vector<std::unique_ptr<Checker>> all_;
};

}  // namespace workspace::sim
