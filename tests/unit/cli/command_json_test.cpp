#include "workspace/cli/command_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace workspace::cli {
namespace {

namespace client = core::client;
using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<core::wire::Room> kRooms{{.id = {3}, .name = "general", .epoch = {}, .floor = {0}, .head = {0}}};

template <class Kind>
Kind taken(std::string_view line) {
    auto command = parse_command(line, kRooms);
    EXPECT_TRUE(command) << line;
    if (!command || !std::holds_alternative<Kind>(command.value())) {
        ADD_FAILURE() << "another command: " << line;
        return {};
    }
    return std::get<Kind>(command.value());
}

std::string complaint(std::string_view line) {
    const auto command = parse_command(line, kRooms);
    return command ? "" : command.error().reason;
}

TEST(CommandJson, TakesEachCommand) {
    const auto sign_in = taken<client::SignIn>(R"({"do":"sign_in","name":"alice","password":"pw"})");
    EXPECT_EQ(sign_in.name, "alice");
    EXPECT_EQ(sign_in.password.reveal(), "pw");
    taken<client::SignOut>(R"({"do":"sign_out"})");
    taken<client::UseHere>(R"({"do":"use_here"})");
    taken<client::ReconnectNow>(R"({"do":"reconnect"})");
    taken<client::Quit>(R"( {"do":"quit"} )");
    const std::string cid(32, 'a');
    EXPECT_EQ(taken<client::RetryPost>(R"({"do":"retry","cid":")" + cid + "\"}").cid.hex(), cid);
    EXPECT_EQ(taken<client::DiscardPost>(R"({"do":"discard","cid":")" + cid + "\"}").cid.hex(), cid);
}

TEST(CommandJson, SaysInARoomByNumberOrName) {
    EXPECT_EQ(taken<client::Say>(R"({"do":"say","room":8,"body":"hi"})").room, core::RoomId{8});
    const auto say = taken<client::Say>(R"({"do":"say","room":"general","body":"hi","cid":null})");
    EXPECT_EQ(say.room, core::RoomId{3});
    EXPECT_EQ(say.body, "hi");
    EXPECT_FALSE(say.cid);
    EXPECT_TRUE(taken<client::Say>(R"({"do":"say","room":8,"body":"","cid":"00112233445566778899aabbccddeeff"})").cid);
}

TEST(CommandJson, LoadsOlderWithDefaults) {
    const auto plain = taken<client::LoadOlder>(R"({"do":"load_older","room":3})");
    EXPECT_FALSE(plain.before);
    EXPECT_EQ(plain.limit, 100);
    const auto full = taken<client::LoadOlder>(R"({"do":"load_older","room":3,"before":50,"limit":200})");
    EXPECT_EQ(full.before, core::MessageSeq{50});
    EXPECT_EQ(full.limit, 200);
}

TEST(CommandJson, NamesTheMistake) {
    EXPECT_THAT(complaint("hello"), HasSubstr("one JSON object"));
    EXPECT_THAT(complaint("[1]"), HasSubstr("one JSON object"));
    EXPECT_THAT(complaint(R"({"do":"quit"} x)"), HasSubstr("one JSON object"));
    EXPECT_THAT(complaint("{}"), HasSubstr("\"do\""));
    EXPECT_THAT(complaint(R"({"do":"dance"})"), HasSubstr("sign_in, sign_out"));
    EXPECT_THAT(complaint(R"({"do":"say","room":3})"), HasSubstr("\"body\""));
    EXPECT_THAT(complaint(R"({"do":"say","body":"x"})"), HasSubstr("\"room\""));
    EXPECT_THAT(complaint(R"({"do":"say","room":"nowhere","body":"x"})"), HasSubstr("no room of that name"));
    EXPECT_THAT(complaint(R"({"do":"say","room":-1,"body":"x"})"), HasSubstr("whole number"));
    EXPECT_THAT(complaint(R"({"do":"say","room":1.5,"body":"x"})"), HasSubstr("whole number"));
    EXPECT_THAT(complaint(R"({"do":"retry","cid":"xyz"})"), HasSubstr("32 hexadecimal"));
    EXPECT_THAT(complaint("{\"do\":\"say\",\"room\":3,\"body\":\"\xff\"}"), HasSubstr("one JSON object"));
}

TEST(CommandJson, NeverQuotesASecret) {
    EXPECT_THAT(complaint(R"({"do":"sign_in","password":"hunter2"})"), Not(HasSubstr("hunter2")));
    EXPECT_THAT(complaint(R"({"do":"sign_in","name":"a","password":"hunter2")"), Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace workspace::cli
