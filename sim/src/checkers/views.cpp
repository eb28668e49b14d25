#include "checkers/at_rest.hpp"
#include "checkers/checkers.hpp"
#include "world/world.hpp"

namespace workspace::sim {

using namespace core;

namespace {

class ViewChecker : public Checker {
public:
    explicit ViewChecker(const Ledger& ledger) : Checker("views", ledger) {}

    void settled(const World& world) override { judge_views(world, ledger().logs(), complains(world)); }
};

}  // namespace

std::unique_ptr<Checker> make_view_checker(const Ledger& ledger) {
    return std::make_unique<ViewChecker>(ledger);
}

}  // namespace workspace::sim
