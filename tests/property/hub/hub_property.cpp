#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <ostream>
#include <string>
#include <vector>

#include "hub_steps.hpp"
#include "support/property.hpp"

namespace rc {

template <>
struct Arbitrary<workspace::testing::Step> {
    static Gen<workspace::testing::Step> arbitrary() {
        using workspace::testing::Step;
        using workspace::testing::StepKind;
        const auto kind = gen::weightedElement<StepKind>({{8, StepKind::log_in},
                                                          {6, StepKind::resume},
                                                          {3, StepKind::take_over},
                                                          {4, StepKind::cut},
                                                          {2, StepKind::go_silent},
                                                          {3, StepKind::log_out},
                                                          {2, StepKind::bye},
                                                          {12, StepKind::post},
                                                          {10, StepKind::sync},
                                                          {2, StepKind::page},
                                                          {2, StepKind::beat},
                                                          {10, StepKind::wait},
                                                          {4, StepKind::long_wait},
                                                          {2, StepKind::store_fails},
                                                          {2, StepKind::store_is_slow},
                                                          {2, StepKind::store_is_fast},
                                                          {1, StepKind::server_restarts},
                                                          {1, StepKind::overflow},
                                                          {1, StepKind::stall}});
        const auto number = gen::inRange<std::uint32_t>(0, 30'000);
        return gen::build<Step>(gen::set(&Step::kind, kind), gen::set(&Step::who, number),
                                gen::set(&Step::where, number), gen::set(&Step::amount, number));
    }
};

}  // namespace rc

namespace workspace::testing {

void showValue(const Step& step, std::ostream& out) {
    out << name_of(step);
}

namespace {

/// Plays the steps; the first broken rule, and after which step.
std::string play_all(std::uint64_t seed, const std::vector<Step>& steps) {
    HubPlay play{seed};
    for (std::size_t i = 0; i < steps.size(); ++i) {
        play.play(steps[i]);
        if (const std::string broken = play.first_broken_rule(); !broken.empty()) {
            return "after step " + std::to_string(i) + " " + name_of(steps[i]) + ": " + broken;
        }
    }
    play.settle();
    const std::string broken = play.first_broken_rule();
    return broken.empty() ? play.first_unsettled() : "while settling: " + broken;
}

}  // namespace

PROPERTY(HubProperty, TheRulesHoldAfterEachOfRandomSteps, 1500) {
    const auto seed = *rc::gen::inRange<std::uint64_t>(1, 1'000'000);
    const auto steps = *rc::gen::resize(150, rc::gen::arbitrary<std::vector<Step>>());
    const std::string broken = play_all(seed, steps);
    if (!broken.empty()) {
        RC_FAIL(broken);
    }
}

}  // namespace workspace::testing
