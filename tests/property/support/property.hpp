#pragma once

#include <functional>

namespace workspace::core::test {

/// Runs `property` on `cases` draws and fails the current test, with the
/// smallest counterexample and the command that replays it, at the first that
/// does not hold. RC_PARAMS="seed=N" fixes the draws, "max_success=10000" tries
/// a hundred times as many.
void check_property(int cases, const std::function<void()>& property);

}  // namespace workspace::core::test

/// A property as a test of its own: `PROPERTY(Suite, Name, cases) { const int n
/// = *rc::gen::...; RC_ASSERT(...); }`
#define PROPERTY(suite, name, cases)                                                \
    static void property_##suite##_##name();                                        \
    TEST(suite, name) {                                                             \
        ::workspace::core::test::check_property(cases, &property_##suite##_##name); \
    }                                                                               \
    static void property_##suite##_##name()
