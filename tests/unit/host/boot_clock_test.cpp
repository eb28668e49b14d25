#include "workspace/host/boot_clock.hpp"

#include <gtest/gtest.h>

namespace workspace::host {
namespace {

using std::chrono::milliseconds;

TEST(BootClock, MovesForward) {
    const auto before = read_clock();
    const auto after = read_clock();
    EXPECT_LE(before.mono, after.mono);
    EXPECT_GT(before.wall.ms, 1'600'000'000'000);
}

TEST(BootTimer, ExpiresNotBeforeItsTimeAndCanBeArmedAgain) {
    boost::asio::io_context context;
    int expired = 0;
    core::MonotonicTime wanted;
    std::unique_ptr<BootTimer> timer;
    timer = std::make_unique<BootTimer>(context, [&] {
        EXPECT_GE(read_clock().mono, wanted);
        if (++expired == 3) {
            timer.reset();
            return;
        }
        wanted = read_clock().mono + milliseconds{5};
        timer->arm(wanted);
    });
    wanted = read_clock().mono + milliseconds{20};
    timer->arm(wanted);
    context.run();  // ends with the timer
    EXPECT_EQ(expired, 3);
}

TEST(BootTimer, ATimeThatHasPassedExpiresAtOnceAndNeverDisarms) {
    boost::asio::io_context context;
    int expired = 0;
    BootTimer timer(context, [&] { ++expired; });
    timer.arm(core::MonotonicTime::never());
    context.poll();
    EXPECT_EQ(expired, 0);
    timer.arm({});
    context.run_one();
    EXPECT_EQ(expired, 1);
}

}  // namespace
}  // namespace workspace::host
