#include "../core-protocol/src/client/outputs_queue.hpp"

#include <gtest/gtest.h>

#include "workspace/core/base/limits.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::core::client {
namespace {

std::string next_frame(Outputs& outputs) {
    while (auto output = outputs.pop()) {
        if (const auto* frame = std::get_if<SendFrame>(&*output)) {
            return frame->text;
        }
    }
    return {};
}

TEST(ClientOutputs, MessagesThatFollowOneAnotherShareAFrame) {
    Outputs outputs;
    outputs.send(wire::Beat{});
    outputs.tell(Ended{});
    outputs.send(wire::PresenceGet{});
    EXPECT_EQ(wire::lines_of(next_frame(outputs)).size(), 2U);
    EXPECT_EQ(next_frame(outputs), "");
}

TEST(ClientOutputs, NothingIsSentAheadOfWhatMustBeOnDiskBefore) {
    Outputs outputs;
    outputs.send(wire::Beat{});
    outputs.push(SaveSession{});
    outputs.send(wire::PresenceGet{});
    EXPECT_EQ(wire::lines_of(next_frame(outputs)).size(), 1U);
    EXPECT_EQ(wire::lines_of(next_frame(outputs)).size(), 1U);
}

TEST(ClientOutputs, AFrameThatWasHandedOverDoesNotGrow) {
    Outputs outputs;
    outputs.send(wire::Beat{});
    EXPECT_EQ(wire::lines_of(next_frame(outputs)).size(), 1U);
    outputs.send(wire::Beat{});
    EXPECT_EQ(wire::lines_of(next_frame(outputs)).size(), 1U);
}

TEST(ClientOutputs, FramesKeepTheBoundsOfAClientsFrame) {
    Outputs outputs;
    for (int i = 0; i < 1000; ++i) {
        outputs.send(wire::Beat{});
    }
    for (int i = 0; i < 20; ++i) {
        outputs.send(wire::Post{RoomId{1}, {}, {}, std::string(kBodyBytesMax, 'x')});
    }
    std::size_t lines = 0;
    for (std::string frame = next_frame(outputs); !frame.empty(); frame = next_frame(outputs)) {
        EXPECT_LE(frame.size(), kClientFrameBytesMax);
        EXPECT_LE(wire::lines_of(frame).size(), kMessagesPerFrameMax);
        lines += wire::lines_of(frame).size();
    }
    EXPECT_EQ(lines, 1020U);
}

}  // namespace
}  // namespace workspace::core::client
