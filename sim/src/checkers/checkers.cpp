#include "checkers/checkers.hpp"

#include "world/world.hpp"

namespace workspace::sim {

void Checker::broken(const World& world, std::string rule, std::string sentence) const {
    world.report({std::move(rule), std::move(sentence), name_, {}});
}

Complain Checker::complains(const World& world) const {
    return
        [this, &world](std::string rule, std::string sentence) { broken(world, std::move(rule), std::move(sentence)); };
}

Checkers::Checkers(const EconomyBounds& bounds) {
    for (const auto make : {make_admission_checker, make_ghost_checker, make_session_checker, make_presence_checker,
                            make_posting_checker, make_delivery_checker, make_view_checker, make_invariant_checker}) {
        all_.push_back(make(ledger_));
    }
    all_.push_back(make_economy_checker(ledger_, bounds));
}

void Checkers::watch(World& world, bool ledger_alone) {
    if (!ledger_alone) {
        for (const auto& checker : all_) {
            world.watch(*checker);
        }
    }
    world.watch(ledger_, World::Hears::all_but_messages);
}

}  // namespace workspace::sim
