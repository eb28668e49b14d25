#include "workspace/host/utf8.hpp"

#include <gtest/gtest.h>

#include "workspace/core/base/limits.hpp"

namespace workspace::host {
namespace {

TEST(Utf8, TellsTextFromBytes) {
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("Chlo\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"));
    EXPECT_FALSE(is_utf8("\x80")) << "a continuation alone";
    EXPECT_FALSE(is_utf8("\xc3")) << "cut short";
    EXPECT_FALSE(is_utf8("\xc0\xaf")) << "overlong";
    EXPECT_FALSE(is_utf8("\xe0\x80\xaf")) << "overlong";
    EXPECT_FALSE(is_utf8("\xed\xa0\x80")) << "a surrogate";
    EXPECT_FALSE(is_utf8("\xf4\x90\x80\x80")) << "beyond U+10FFFF";
    EXPECT_FALSE(is_utf8("\xf5\x80\x80\x80"));
    EXPECT_FALSE(is_utf8("\xe2\x28\xa1")) << "a bad second byte";
}

TEST(Utf8, LabelsAreCutBetweenCharacters) {
    std::string text;
    while (text.size() < core::kLabelBytesMax) {
        text += "\xe2\x82\xac";  // three bytes; the bound is no multiple of three
    }
    const auto label = clean_label(text);
    EXPECT_LE(label.size(), core::kLabelBytesMax);
    EXPECT_GT(label.size(), core::kLabelBytesMax - 3);
    EXPECT_TRUE(is_utf8(label));
}

TEST(Utf8, LabelsLoseControlCharactersAndBrokenBytes) {
    EXPECT_EQ(clean_label("pc\x1b[31m-1\n\xff"), "pc[31m-1");
}

}  // namespace
}  // namespace workspace::host
