#include <gtest/gtest.h>

#include <type_traits>

#include "workspace/core/base/ids.hpp"

namespace workspace::core {
namespace {

TEST(Bytes, HexGoesThereAndBack) {
    const auto id = BootId::from_hex("00ff10a0b1c2d3e4");
    ASSERT_TRUE(id.has_value());
    EXPECT_EQ(id->value[1], 0xFF);
    EXPECT_EQ(id->hex(), "00ff10a0b1c2d3e4");
    EXPECT_EQ(BootId::from_hex("00FF10A0B1C2D3E4"), id);
}

TEST(Bytes, WhatIsNotExactlyThatManyDigitsIsNone) {
    for (const char* text : {"", "00ff10a0b1c2d3e", "00ff10a0b1c2d3e45", "00ff10a0b1c2d3eg", "00ff10a0b1c2d3 4",
                             "0x0ff10a0b1c2d3e", "00ff10a0b1c2d3e\xC3"}) {
        EXPECT_EQ(BootId::from_hex(text), std::nullopt) << text;
    }
}

TEST(Bytes, IdsOfDifferentThingsDoNotConvert) {
    static_assert(!std::is_convertible_v<AccountId, RoomId>);
    static_assert(!std::is_convertible_v<std::int64_t, AccountId>);
    static_assert(!std::is_convertible_v<BootId, RoomEpoch>);
    static_assert(!std::is_convertible_v<std::string, SecretText>);
    static_assert(!std::is_convertible_v<SecretText, std::string>);
}

}  // namespace
}  // namespace workspace::core
