#include "net/outbox.hpp"

#include <gtest/gtest.h>

#include <string>

namespace workspace::server {
namespace {

SharedFrame piece(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
}

/// What the next gathered write would put on the wire.
std::string gathered(const Outbox& outbox) {
    std::array<iovec, Outbox::kGatherMax> out{};
    std::string text;
    for (std::size_t i = 0, used = outbox.gather(out); i < used; ++i) {
        text.append(static_cast<const char*>(out.at(i).iov_base), out.at(i).iov_len);
    }
    return text;
}

TEST(Outbox, GathersAllFramesInTheOrderTheyCame) {
    Outbox outbox;
    EXPECT_TRUE(outbox.empty());
    outbox.push(piece("one "), true);
    outbox.push(piece("two "), false);
    outbox.push(piece("three"), true);
    EXPECT_FALSE(outbox.empty());
    EXPECT_EQ(gathered(outbox), "one two three");
    EXPECT_EQ(outbox.bytes(), 13U);
}

TEST(Outbox, AfterAPartialWriteItGoesOnWhereTheSocketStopped) {
    Outbox outbox;
    outbox.push(piece("one "), false);
    outbox.push(piece("two "), false);
    outbox.push(piece("three"), false);
    outbox.written(2);
    EXPECT_EQ(gathered(outbox), "e two three");
    EXPECT_EQ(outbox.bytes(), 11U);
    outbox.written(4);  // over the end of the first, into the second
    EXPECT_EQ(gathered(outbox), "o three");
    EXPECT_EQ(outbox.bytes(), 7U);
    outbox.written(2);  // exactly to the end of the second
    EXPECT_EQ(gathered(outbox), "three");
    outbox.written(5);
    EXPECT_TRUE(outbox.empty());
    EXPECT_EQ(outbox.bytes(), 0U);
    EXPECT_EQ(gathered(outbox), "");
}

TEST(Outbox, WhatIsTakenCountsAsWritten) {
    Outbox outbox;
    outbox.push(piece("one "), true);
    outbox.push(piece("two "), true);
    outbox.push(piece("three"), true);
    EXPECT_EQ(outbox.take(6), "one tw");
    EXPECT_EQ(outbox.bytes(), 7U);
    outbox.shed();  // the one that was begun stays
    EXPECT_EQ(outbox.take(100), "o ");
    EXPECT_TRUE(outbox.empty());
    EXPECT_EQ(outbox.take(100), "");
}

TEST(Outbox, AnyCutsOfTheWritesGiveTheSameStream) {
    const std::string whole = "abcdefghijklmnopqrstuvwxyz";
    for (std::size_t cut = 1; cut <= whole.size(); ++cut) {
        Outbox outbox;
        for (std::size_t at = 0; at < whole.size(); at += 5) {
            outbox.push(piece(whole.substr(at, 5)), false);
        }
        std::string wire;
        while (!outbox.empty()) {
            const auto next = gathered(outbox).substr(0, cut);
            wire += next;
            outbox.written(next.size());
            EXPECT_EQ(outbox.bytes(), whole.size() - wire.size());
        }
        EXPECT_EQ(wire, whole) << "in writes of " << cut;
    }
}

TEST(Outbox, OneGatheredWriteIsBoundedAndTheRestFollows) {
    Outbox outbox;
    const std::size_t frames = Outbox::kGatherMax + 6;
    for (std::size_t i = 0; i < frames; ++i) {
        outbox.push(piece("x"), false);
    }
    EXPECT_EQ(gathered(outbox).size(), Outbox::kGatherMax);
    outbox.written(Outbox::kGatherMax);
    EXPECT_EQ(gathered(outbox).size(), 6U);
}

TEST(Outbox, H2_SheddingDropsEventsAndKeepsAnswers) {
    Outbox outbox;
    outbox.push(piece("event1 "), true);
    outbox.push(piece("answer "), false);
    outbox.push(piece("event2 "), true);
    outbox.push(piece("probe"), false);
    outbox.shed();
    EXPECT_EQ(gathered(outbox), "answer probe");
    EXPECT_EQ(outbox.bytes(), 12U);
}

TEST(Outbox, H2_SheddingKeepsTheFrameThatWasBegun) {
    Outbox outbox;
    outbox.push(piece("begun "), true);
    outbox.push(piece("waiting "), true);
    outbox.push(piece("answer"), false);
    outbox.written(3);
    outbox.shed();
    EXPECT_EQ(gathered(outbox), "un answer");  // half a frame on the wire would break the connection
    EXPECT_EQ(outbox.bytes(), 9U);
    outbox.written(9);
    EXPECT_TRUE(outbox.empty());
    EXPECT_EQ(outbox.bytes(), 0U);
}

TEST(Outbox, SheddingAFrameThatIsNextButNotBegunDropsIt) {
    Outbox outbox;
    outbox.push(piece("sent"), true);
    outbox.push(piece("next"), true);
    outbox.written(4);
    outbox.shed();
    EXPECT_TRUE(outbox.empty());
    EXPECT_EQ(outbox.bytes(), 0U);
}

TEST(Outbox, FramesAreSharedAndLetGoWhenWritten) {
    const auto frame = piece("shared by all who get it");
    Outbox one;
    Outbox other;
    one.push(frame, true);
    other.push(frame, true);
    EXPECT_EQ(frame.use_count(), 3);
    one.written(frame->size());
    other.shed();
    EXPECT_EQ(frame.use_count(), 1);
}

// ---- the frame around a text (RFC 6455, 5.2) ----------------------------------------------------------------------

struct Encoding {
    std::size_t payload;
    std::string header;
};

class FrameText : public ::testing::TestWithParam<Encoding> {};

TEST_P(FrameText, TheLengthIsInTheShortestForm) {
    const auto& [size, header] = GetParam();
    const std::string payload(size, 'p');
    EXPECT_EQ(*frame_text(payload), header + payload);
}

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (const int value : values) {
        out.push_back(static_cast<char>(value));
    }
    return out;
}

INSTANTIATE_TEST_SUITE_P(Lengths, FrameText,
                         ::testing::Values(Encoding{0, bytes({0x81, 0})}, Encoding{125, bytes({0x81, 125})},
                                           Encoding{126, bytes({0x81, 126, 0, 126})},
                                           Encoding{65535, bytes({0x81, 126, 0xff, 0xff})},
                                           Encoding{65536, bytes({0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0})}),
                         [](const auto& test) { return std::to_string(test.param.payload); });

}  // namespace
}  // namespace workspace::server
