#include "workspace/core/wire/codec.hpp"

#include <gtest/gtest.h>

#include "workspace/core/base/limits.hpp"

namespace workspace::core::wire {
namespace {

using Kind = DecodeError::Kind;

constexpr const char* kCid = "0123456789abcdef0123456789abcdef";

std::string post_of(const std::string& body) {
    return R"({"t":"post","room":7,"cid":")" + std::string(kCid) + R"(","body":")" + body + R"("})";
}

DecodeError error_of(std::string_view line) {
    auto decoded = decode_client_message(line);
    EXPECT_FALSE(decoded) << "taken: " << line;
    return decoded ? DecodeError{} : decoded.error();
}

/// What `line` became, in canonical form; its error's reason where it was
/// refused.
std::string canonical(std::string_view line) {
    auto decoded = decode_client_message(line);
    return decoded ? encode(decoded.value()) : decoded.error().reason;
}

// ---- what is taken
// ---------------------------------------------------------------------------------------------

TEST(Codec, FieldsMayComeInAnyOrderAndUnknownOnesAreIgnored) {
    EXPECT_EQ(canonical(R"({"limit":5,"room":2,"x":{"y":[1,2,{}]},"after":9,"t":"page","req":1})"),
              R"({"t":"page","req":1,"room":2,"after":9,"limit":5})");
}

TEST(Codec, OfAFieldThatIsThereTwiceTheLastCounts) {
    EXPECT_EQ(canonical(R"({"t":"beat","t":"bye"})"), R"({"t":"bye"})");
}

TEST(Codec, NullCountsAsMissing) {
    EXPECT_EQ(canonical(R"({"t":"page","req":1,"room":2,"before":null,"after":9,"limit":5})"),
              R"({"t":"page","req":1,"room":2,"after":9,"limit":5})");
    EXPECT_EQ(canonical(R"({"t":"page","req":null,"room":2,"after":9,"limit":5})"), "page.req is missing");
}

TEST(Codec, HexadecimalIsReadInEitherCaseAndWrittenInLower) {
    EXPECT_EQ(canonical(R"({"t":"post","room":7,"cid":"0123456789ABCDEF0123456789abcdef","body":"x"})"), post_of("x"));
}

TEST(Codec, TextKeepsEveryCharacter) {
    const std::string body =
        "quote \" slash \\ / newline \n tab \t return \r "
        "bell \a \x7f é 漢 😀 \xE2\x80\xA8";
    const ClientMessage said = Post{RoomId{7}, *ClientId::from_hex(kCid), {}, body};
    const auto decoded = decode_client_message(encode(said));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(std::get<Post>(decoded.value()).body, body);
    EXPECT_EQ(encode(said).find('\n'), std::string::npos) << "a line is a line";
}

TEST(Codec, TextMayHoldAZeroCharacter) {
    const auto decoded = decode_client_message(post_of("a\\u0000b"));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(std::get<Post>(decoded.value()).body, std::string("a\0b", 3));
    EXPECT_EQ(encode(decoded.value()), post_of("a\\u0000b"));
}

// ---- what is refused
// -------------------------------------------------------------------------------------------

TEST(Codec, WhatIsNotOneJsonObjectBreaksTheProtocol) {
    for (const std::string& line : std::vector<std::string>{
             "", " ", "{", "[1]", "\"beat\"", "null", "{\"t\":\"beat\"}{}", "{\"t\":\"beat\",}", "{'t':'beat'}",
             "{\"t\":\"be\xFFt\"}", "{\"t\":\"\xED\xA0\x80\"}", "{\"t\":\"beat\"} // x",
             "{\"t\":\"beat\",\"x\":" + std::string(kJsonDepthMax, '[') + std::string(kJsonDepthMax, ']') + "}"}) {
        EXPECT_EQ(error_of(line).kind, Kind::not_json) << line;
    }
}

TEST(Codec, NestingUpToTheBoundIsTaken) {
    const std::string nested = std::string(kJsonDepthMax - 1, '[') + std::string(kJsonDepthMax - 1, ']');
    EXPECT_EQ(canonical("{\"t\":\"beat\",\"x\":" + nested + "}"), R"({"t":"beat"})");
}

TEST(Codec, AnUnknownTypeIsNamedSoAndPairedWithItsRequest) {
    const DecodeError error = error_of(R"({"t":"fly","req":5})");
    EXPECT_EQ(error.kind, Kind::unknown_type);
    EXPECT_EQ(error.refusal, Refusal::unknown_type);
    EXPECT_EQ(error.req, 5);
    EXPECT_NE(error.reason.find("`fly`"), std::string::npos) << error.reason;
}

TEST(Codec, WhatCannotBeATypeIsNotRepeated) {
    const std::string reason = error_of("{\"t\":\"fl\\u001b[2Jy\"}").reason;
    EXPECT_EQ(reason, "there is no message of that type in this direction and version");
    EXPECT_EQ(error_of(R"({"t":")" + std::string(33, 'a') + R"("})").reason, reason);
}

TEST(Codec, AMessageOfTheOtherDirectionIsUnknown) {
    EXPECT_EQ(error_of(R"({"t":"logged_out"})").kind, Kind::unknown_type);
    const auto decoded = decode_server_message(R"({"t":"beat"})");
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().kind, Kind::unknown_type);
}

TEST(Codec, AMissingTypeIsABadRequest) {
    EXPECT_EQ(error_of(R"({"req":3})").kind, Kind::bad_field);
    EXPECT_EQ(error_of(R"({"t":7,"req":3})").req, 3);
}

TEST(Codec, ARefusalNamesMessageAndField) {
    EXPECT_EQ(error_of(R"({"t":"post","cid":"0123456789abcdef0123456789abcdef","body":"x"})").reason,
              "post.room is missing");
    EXPECT_EQ(error_of(R"({"t":"post","room":"7","cid":"0123456789abcdef0123456789abcdef","body":"x"})").reason,
              "post.room must be 1 to 9007199254740991, a whole number");
    EXPECT_EQ(error_of(R"({"t":"sync","rooms":[1,0],"cursors":[]})").reason,
              "sync.rooms[] must be 1 to 9007199254740991, a whole number");
    EXPECT_EQ(error_of(R"({"t":"sync","rooms":[],"cursors":[{"room":1,"epoch":"0"}]})").reason,
              "sync.cursors[].epoch must be 16 hexadecimal digits");
    EXPECT_EQ(error_of(R"({"t":"sync","rooms":[],"cursors":{}})").reason, "sync.cursors must be a list");
    EXPECT_EQ(error_of(R"({"t":"sync","rooms":[],"cursors":[1]})").reason, "sync.cursors[] must be an object");
}

TEST(Codec, S8_ARefusalNeverQuotesAValue) {
    const DecodeError error = error_of(R"({"t":"login","name":"alice","password":["hunter2"]})");
    EXPECT_EQ(error.reason, "login.password must be text");
}

TEST(Codec, ARefusedPostSaysWhichOne) {
    const DecodeError error = error_of(post_of(std::string(kBodyBytesMax + 1, 'x')));
    EXPECT_EQ(error.refusal, Refusal::too_long);
    EXPECT_EQ(error.room, RoomId{7});
    EXPECT_EQ(error.cid, ClientId::from_hex(kCid));
    EXPECT_EQ(error_of(post_of("")).refusal, Refusal::empty);
    EXPECT_TRUE(decode_client_message(post_of(std::string(kBodyBytesMax, 'x'))));
}

TEST(Codec, AWholeNumberHasNoFractionNoExponentAndNoOverflow) {
    for (const char* number : {"1.0", "1e2", "-1", "201", "0", "9223372036854775808", "1e400", "\"5\"", "true", "[]"}) {
        const std::string line = R"({"t":"page","req":1,"room":2,"after":9,"limit":)" + std::string(number) + "}";
        EXPECT_EQ(error_of(line).kind, Kind::bad_field) << number;
    }
}

TEST(Codec, IdsStayWithinWhatEveryJsonReaderKeepsExact) {
    const auto page_after = [](const std::string& seq) {
        return R"({"t":"page","req":1,"room":2,"after":)" + seq + R"(,"limit":5})";
    };
    EXPECT_TRUE(decode_client_message(page_after("9007199254740991")));
    EXPECT_TRUE(decode_client_message(page_after("0")));
    EXPECT_EQ(error_of(page_after("9007199254740992")).kind, Kind::bad_field);
    EXPECT_EQ(error_of(page_after("-1")).kind, Kind::bad_field);
}

TEST(Codec, H4_APageHasExactlyOneAnchor) {
    for (const char* anchors : {"", R"("before":1,"after":2,)", R"("before":1,"after":2,"around":3,)"}) {
        const std::string line = R"({"t":"page","req":6,"room":2,)" + std::string(anchors) + R"("limit":5})";
        EXPECT_EQ(error_of(line).req, 6);
    }
}

TEST(Codec, P3_ThePresenceHashIsSixteenLowerCaseDigits) {
    const auto answer_with = [](const std::string& hash) {
        return R"({"t":"beat_answer","presence":{"boot":"0102030405060708","version":1,"count":1,"hash":")" + hash +
               R"("},"heads":[]})";
    };
    EXPECT_TRUE(decode_server_message(answer_with("910a2dec89025cc1")));
    EXPECT_FALSE(decode_server_message(answer_with("910A2DEC89025CC1")));
    EXPECT_FALSE(decode_server_message(answer_with("910a2dec89025cc")));
    EXPECT_FALSE(decode_server_message(answer_with("910a2dec89025cg1")));
}

TEST(Codec, AListThatIsTooLongIsRefusedWhole) {
    const auto sync_of = [](std::size_t rooms) {
        Sync sync;
        sync.rooms.assign(rooms, RoomId{1});
        return encode(ClientMessage{sync});
    };
    EXPECT_TRUE(decode_client_message(sync_of(kRoomsPerClientMax)));
    EXPECT_EQ(error_of(sync_of(kRoomsPerClientMax + 1)).reason, "sync.rooms must be 0 to 1000 elements");
}

TEST(Codec, ACloseCodeOrRefusalThatIsNotOurs) {
    EXPECT_TRUE(decode_server_message(R"({"t":"closing","code":4001,"reason":"x"})"));
    EXPECT_FALSE(decode_server_message(R"({"t":"closing","code":4007,"reason":"x"})"));
    EXPECT_FALSE(decode_server_message(R"({"t":"closing","code":69537,"reason":"x"})"));
    EXPECT_FALSE(decode_server_message(R"({"t":"error","code":"nonsense","reason":"x"})"));
}

// ---- printing, splitting, signing
// ------------------------------------------------------------------------------

TEST(Codec, PrintingHidesEverySecret) {
    RefreshToken refresh;
    refresh.value.fill(0xAB);
    TakeoverNonce nonce;
    nonce.value.fill(0xCD);
    const std::vector<std::string> printed{
        print(ClientMessage{Login{"alice", SecretText("hunter2"), {}, nonce, {}}}),
        print(ClientMessage{Resume{{}, refresh, {}, ClaimKind::automatic, nonce, {}, {}}}),
        print(ServerMessage{Welcome{{}, "alice", {}, refresh, "ey.access", {}, false, {}, {}}}),
        print(ServerMessage{Refused{Refusal::session_elsewhere, "x", {}, nonce, {}}}),
        print(ServerMessage{Token{"ey.access"}})};
    for (const std::string& line : printed) {
        for (const char* secret : {"hunter2", "abab", "cdcd", "ey.access"}) {
            EXPECT_EQ(line.find(secret), std::string::npos) << line;
        }
        EXPECT_NE(line.find("\"…\""), std::string::npos) << line;
    }
}

TEST(Codec, AFrameIsItsNonEmptyLines) {
    using Lines = std::vector<std::string_view>;
    EXPECT_EQ(lines_of(""), Lines{});
    EXPECT_EQ(lines_of("a"), Lines{"a"});
    EXPECT_EQ(lines_of("a\nb\n"), (Lines{"a", "b"}));
    EXPECT_EQ(lines_of("\n\na\n\nb"), (Lines{"a", "b"}));
}

TEST(Codec, W1_WhatIsSignedIsTheNameAndTheRawBytes) {
    Challenge challenge;
    WorkstationHint hint;
    OsBootId os_boot;
    challenge.value.fill(1);
    hint.value.fill(2);
    os_boot.value.fill(3);
    EXPECT_EQ(claim_bytes(challenge, hint, os_boot),
              "workspace.v1 claim\n" + std::string(32, '\1') + std::string(32, '\2') + std::string(16, '\3'));
}

TEST(Codec, EveryDeclarationHasAMeaningForEveryField) {
    for (const MessageInfo& message : declarations()) {
        EXPECT_TRUE(message.record || !message.meaning.empty()) << message.name;
        for (const FieldInfo& field : message.fields) {
            EXPECT_FALSE(field.meaning.empty()) << message.name << '.' << field.name;
            const bool text_or_list = field.type == "text" || field.type.starts_with("list of ");
            EXPECT_TRUE(!text_or_list || field.bounds.max > 0) << message.name << '.' << field.name << " has no bounds";
        }
    }
}

}  // namespace
}  // namespace workspace::core::wire
