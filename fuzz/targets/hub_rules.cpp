// The steps of the hub's property test, chosen by the fuzzer instead of by chance: the same rules, steered by coverage.
// A step is a kind, who, where, and how much.

#include "hub_steps.hpp"
#include "support/choices.hpp"
#include "support/target.hpp"

namespace workspace::fuzz {
namespace {

using testing::HubPlay;
using testing::Step;
using testing::StepKind;

constexpr std::size_t kStepsMax = 120;

void play(Choices choices) {
    HubPlay play(1 + choices.below(8));
    for (std::size_t steps = 0; steps < kStepsMax && !choices.empty(); ++steps) {
        Step step;
        step.kind = static_cast<StepKind>(choices.below(static_cast<std::size_t>(StepKind::kinds)));
        step.who = choices.digit();
        step.where = choices.digit();
        step.amount = static_cast<std::uint32_t>(choices.below(30'000));
        explain(name_of(step));
        play.play(step);
        const std::string broken = play.first_broken_rule();
        require(broken.empty(), broken);
    }
    play.settle();
    const std::string broken = play.first_broken_rule();
    require(broken.empty(), broken);
    const std::string unsettled = play.first_unsettled();
    require(unsettled.empty(), unsettled);
}

}  // namespace
}  // namespace workspace::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    workspace::fuzz::play(workspace::fuzz::Choices({data, size}));
    return 0;
}
