#include "swarm/shrink.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace workspace::sim {

namespace {

/// Delta debugging over the lines: halves first, then ever smaller pieces, then what of the population nobody needs, and
/// shorter waits.
class Shrinker {
public:
    Shrinker(const Scenario& scenario, const PlayOptions& options, int runs,
             const std::function<void(const Shrunk&)>& progress)
        : options_(options), most_(runs), progress_(progress) {
        best_.scenario = scenario;
        best_.outcome = play(scenario, options);
        if (!best_.outcome.well()) {
            wanted_ = best_.outcome.broken.front();
        }
    }

    Shrunk run() {
        if (best_.outcome.well()) {
            return best_;
        }
        cut_after_the_failure();
        for (bool smaller = true; smaller && best_.runs < most_;) {
            smaller = take_pieces();
            smaller = shorten_waits() || smaller;
        }
        forget_the_unneeded();
        return best_;
    }

private:
    bool attempt(Scenario candidate) {
        if (best_.runs >= most_) {
            return false;
        }
        ++best_.runs;
        Outcome outcome = play(candidate, options_);
        const bool same = std::any_of(outcome.broken.begin(), outcome.broken.end(),
                                      [&](const Broken& broken) { return is_wanted(broken); });
        if (same) {
            best_.scenario = std::move(candidate);
            best_.outcome = std::move(outcome);
            if (progress_) {
                progress_(best_);
            }
        }
        return same;
    }

    /// A checker's words may tell of other numbers; a line of the scenario has to fail as it did.
    [[nodiscard]] bool is_wanted(const Broken& broken) const {
        const bool said_by_a_line = wanted_.checker == "scenario";
        return broken.rule == wanted_.rule && (!said_by_a_line || broken.sentence == wanted_.sentence);
    }

    void cut_after_the_failure() {
        // From the longest tail to the shortest.
        for (std::size_t keep = 1; keep < best_.scenario.statements.size(); keep *= 2) {
            Scenario candidate = best_.scenario;
            candidate.statements.resize(keep);
            if (attempt(std::move(candidate))) {
                return;
            }
        }
    }

    bool take_pieces() {
        bool any = false;
        for (std::size_t size = std::max<std::size_t>(best_.scenario.statements.size() / 2, 1);; size /= 2) {
            for (std::size_t begin = 0; begin < best_.scenario.statements.size();) {
                Scenario candidate = best_.scenario;
                auto& lines = candidate.statements;
                const auto first = lines.begin() + static_cast<std::ptrdiff_t>(begin);
                lines.erase(first, first + static_cast<std::ptrdiff_t>(std::min(size, lines.size() - begin)));
                if (attempt(std::move(candidate))) {
                    any = true;
                } else {
                    begin += size;
                }
            }
            if (size <= 1) {
                return any;
            }
        }
    }

    bool shorten_waits() {
        bool any = false;
        for (std::size_t i = 0; i < best_.scenario.statements.size(); ++i) {
            const Statement& statement = best_.scenario.statements[i];
            if (statement.phrase != Phrase::wait || statement.values[0].number <= 1000) {
                continue;
            }
            // Whole seconds read better than what was drawn.
            const std::int64_t now = statement.values[0].number;
            for (const std::int64_t shorter : {now / 10, now / 2, now / 1'000'000 * 1'000'000}) {
                if (shorter <= 0 || shorter >= now) {
                    continue;
                }
                Scenario candidate = best_.scenario;
                candidate.statements[i].values[0].number = shorter;
                if (attempt(std::move(candidate))) {
                    any = true;
                    break;
                }
            }
        }
        return any;
    }

    void forget_the_unneeded() {
        Population& there = best_.scenario.population;
        for (auto* names : {&there.workstations, &there.people, &there.bots, &there.rooms}) {
            for (std::size_t i = names->size(); i-- > 0;) {
                if (is_named((*names)[i])) {
                    continue;
                }
                Scenario candidate = best_.scenario;
                auto& list = names == &there.workstations ? candidate.population.workstations
                             : names == &there.people     ? candidate.population.people
                             : names == &there.bots       ? candidate.population.bots
                                                          : candidate.population.rooms;
                list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
                attempt(std::move(candidate));
            }
        }
    }
    [[nodiscard]] bool is_named(const std::string& name) const {
        const auto& lines = best_.scenario.statements;
        return std::any_of(lines.begin(), lines.end(), [&](const Statement& statement) {
            const bool who = std::find(statement.who.begin(), statement.who.end(), name) != statement.who.end();
            return who || std::any_of(statement.values.begin(), statement.values.end(),
                                      [&](const Value& value) { return value.text == name; });
        });
    }

    PlayOptions options_;
    int most_;
    const std::function<void(const Shrunk&)>& progress_;
    Broken wanted_;
    Shrunk best_;
};

}  // namespace

Shrunk shrink(const Scenario& scenario, const PlayOptions& options, int runs,
              const std::function<void(const Shrunk&)>& progress) {
    return Shrinker(scenario, options, runs, progress).run();
}

}  // namespace workspace::sim
