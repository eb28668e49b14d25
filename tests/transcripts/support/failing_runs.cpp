#include "failing_runs.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <set>

namespace workspace::testing {

namespace {

/// Fewer runs where everything is slower (WORKSPACE_TEST_SCALE: sanitizers, coverage).
std::uint64_t scaled(std::uint64_t bound) {
    const char* scale = std::getenv("WORKSPACE_TEST_SCALE");
    return bound / std::max<std::uint64_t>(scale == nullptr ? 1 : std::strtoull(scale, nullptr, 10), 1);
}

}  // namespace

void run_muted(const std::function<void()>& body) {
    using ::testing::ScopedFakeTestPartResultReporter;
    ::testing::TestPartResultArray muted;
    const ScopedFakeTestPartResultReporter reporter(ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD,
                                                    &muted);
    try {
        body();
    } catch (const std::exception&) {
        // the transcript looked for an answer that did not come this time; what the hub throws, its world has noted
    }
}

void run_with_each_failure(std::uint64_t operations, std::uint64_t bound,
                           const std::function<std::vector<std::string>(const StoreFailure&)>& rerun) {
    for (const StoreFailure& failure : each_failing(operations, scaled(bound))) {
        const std::vector<std::string> broken = rerun(failure);
        EXPECT_EQ(std::set<std::string>(broken.begin(), broken.end()), std::set<std::string>{})
            << "store operation " << failure.operation << " of " << operations
            << (failure.and_all_after ? " and all that follow fail" : " fails");
        if (::testing::Test::HasFailure()) {
            return;
        }
    }
}

}  // namespace workspace::testing
