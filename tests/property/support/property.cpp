#include "support/property.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <iostream>
#include <sstream>
#include <string>

#include "rapidcheck/detail/TestListenerAdapter.h"

namespace workspace::core::test {
namespace {

std::string replay_command(const std::string& id, const std::string& gtest_name, const rc::detail::Reproduce& draws) {
    rc::detail::Configuration replay;
    replay.reproduce.emplace(id, draws);
    return "RC_PARAMS=\"" + rc::detail::configToMinimalString(replay) +
           "\" build/dev/bin/property_tests --gtest_filter=" + gtest_name;
}

}  // namespace

void check_property(int cases, const std::function<void()>& property) {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    const std::string name = std::string(test->test_suite_name()) + "." + test->name();
    rc::detail::TestMetadata metadata;
    metadata.id = name;
    metadata.description = name;
    const rc::detail::Configuration& configuration = rc::detail::configuration();
    rc::detail::TestParams params = configuration.testParams;
    params.maxSuccess = cases * params.maxSuccess / rc::detail::TestParams{}.maxSuccess;
    rc::detail::TestListenerAdapter listener;
    const rc::detail::TestResult result = rc::detail::checkProperty(rc::detail::toProperty(property), metadata, params,
                                                                    listener, configuration.reproduce);
    if (result.is<rc::detail::SuccessResult>()) {
        std::cout << result.get<rc::detail::SuccessResult>().numSuccess << " cases held, seed " << params.seed << '\n';
        return;
    }
    std::ostringstream words;
    rc::detail::printResultMessage(result, words);
    words << "\nseed " << params.seed;
    if (result.is<rc::detail::FailureResult>()) {
        words << "; replay with\n  " << replay_command(name, name, result.get<rc::detail::FailureResult>().reproduce);
    }
    FAIL() << words.str();
}

}  // namespace workspace::core::test
