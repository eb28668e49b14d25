#include "capture/redaction.hpp"

#include <gtest/gtest.h>
#include <set>

#include "capture/disguise_all.hpp"
#include "workspace/core/history/mentions.hpp"
#include "workspace/core/wire/codec.hpp"

namespace workspace::capture {
namespace {

using namespace core;

class RedactionTest : public ::testing::Test {
protected:
    [[nodiscard]] std::string text(std::string value) const {
        redaction_.text(value);
        return value;
    }
    [[nodiscard]] std::string login(std::string value) const {
        redaction_.login(value);
        return value;
    }
    [[nodiscard]] std::string token(std::string value) const {
        redaction_.token(value);
        return value;
    }
    Redaction redaction_;
};

TEST_F(RedactionTest, TextsKeepTheirLengthAndNothingElse) {
    const std::string body = "Le mot de passe du coffre est déjà connu.";
    const std::string hidden = text(body);
    EXPECT_EQ(hidden.size(), body.size());
    EXPECT_EQ(hidden.find_first_not_of("bcdfghjkmnpqrstv"), std::string::npos) << hidden;
    EXPECT_EQ(hidden, text(body));
    EXPECT_NE(hidden.substr(0, 8), text(body + "!").substr(0, 8));
}

TEST_F(RedactionTest, AnotherCaptureHasOtherHashes) {
    Redaction other;
    std::string value = "the same text";
    other.text(value);
    EXPECT_NE(value, text("the same text"));
}

TEST_F(RedactionTest, WhatJsonEscapesStaysSoThatTheEncodedLengthDoes) {
    const std::string hidden = text("\"a\"\n\tb\\\x01");
    EXPECT_EQ(hidden[0], '"');
    EXPECT_EQ(hidden.substr(2, 3), "\"\n\t");
    EXPECT_EQ(hidden.substr(6), "\\\x01");
}

TEST_F(RedactionTest, BlankTextStaysBlankAndOtherTextDoesNotBecomeIt) {
    EXPECT_EQ(text(""), "");
    EXPECT_EQ(text(" \t\r\n"), " \t\r\n");
    EXPECT_NE(text("\n.\n"), "\n \n");
}

TEST_F(RedactionTest, MentionsAreOfTheRedactedLogin) {
    const std::string hidden = text("Ask @Alice or (@bob). mail me@home");
    EXPECT_EQ(mentioned_in(hidden), mentioned_in("@" + login("alice") + " @" + login("bob")));
    EXPECT_EQ(login("ALICE"), login("alice"));
    EXPECT_EQ(login("alice").size(), 5U);
}

TEST_F(RedactionTest, AMentionOfAllIsOne) {
    EXPECT_TRUE(mentions(text("@All: look"), "anybody"));
    EXPECT_EQ(login("all"), "all");
}

TEST_F(RedactionTest, ADotMayEndTheSentenceOrTheName) {
    EXPECT_TRUE(mentions(text("Is it you, @bob.?"), login("bob")));
    EXPECT_TRUE(mentions(text("Is it you, @bob.?"), login("bob.")));
}

TEST_F(RedactionTest, TokensLoseEvenTheirLength) {
    EXPECT_EQ(token("x").size(), token(std::string(1000, 'x')).size());
    EXPECT_EQ(token("one"), token("one"));
    EXPECT_NE(token("one"), token("two"));
}

TEST_F(RedactionTest, EqualBytesBecomeEqualBytes) {
    SessionId one{{1, 2, 3}};
    SessionId same = one;
    SessionId other{{1, 2, 4}};
    redaction_.bytes(one.value);
    redaction_.bytes(same.value);
    redaction_.bytes(other.value);
    EXPECT_EQ(one, same);
    EXPECT_NE(one, other);
    EXPECT_NE(one, (SessionId{{1, 2, 3}}));
}

// ---- by field class ------------------------------------------------------------------------------------------------

TEST_F(RedactionTest, ALoginHoldsNothingOfThePerson) {
    const wire::Login login{"alice",
                            SecretText{"correct horse"},
                            {WorkstationKey{{1}}, WorkstationHint{{2}}, OsBootId{{3}}, "Accueil", Signature{{4}}},
                            TakeoverNonce{{5}},
                            wire::PresenceWish::count};
    const auto hidden = std::get<wire::Login>(disguised(redaction_, wire::ClientMessage{login}));
    EXPECT_EQ(hidden.name, this->login("alice"));
    EXPECT_EQ(hidden.password.reveal(), token("correct horse"));
    EXPECT_EQ(hidden.workstation.label, text("Accueil"));
    EXPECT_NE(hidden.workstation.key, login.workstation.key);
    EXPECT_NE(hidden.workstation.hint, login.workstation.hint);
    EXPECT_NE(hidden.workstation.os_boot, login.workstation.os_boot);
    EXPECT_NE(hidden.workstation.signature, login.workstation.signature);
    EXPECT_NE(hidden.takeover, login.takeover);
    EXPECT_EQ(hidden.presence, login.presence);
}

TEST_F(RedactionTest, WhereAndWhenStays) {
    const wire::Post post{RoomId{3}, ClientId{{9}}, ClientId{{8}}, "hello", MessageSeq{4}};
    const auto hidden = disguised(redaction_, post);
    EXPECT_EQ(hidden, (wire::Post{post.room, post.cid, post.prev, text("hello"), post.reply_to}));
}

TEST_F(RedactionTest, InvitationsAreOfRedactedLogins) {
    const auto hidden = disguised(redaction_, wire::CreateRoom{{}, wire::RoomKind::closed, "Board", {"alice", "bob"}});
    EXPECT_EQ(hidden.name, text("Board"));
    EXPECT_EQ(hidden.invite, (std::vector{login("alice"), login("bob")}));
}

TEST_F(RedactionTest, TheNewPasswordsHashIsASecret) {
    const hub::Input input = hub::ApiEndAccount{{}, {}, LeaseCause::password_changed, SecretText{"$argon2id$…"}, {}};
    const hub::Input hidden = disguised(redaction_, input);
    EXPECT_EQ(std::get<hub::ApiEndAccount>(hidden).password->reveal(), token("$argon2id$…"));
}

// ---- lines that are no messages ------------------------------------------------------------------------------------

TEST_F(RedactionTest, WhatIsNoMessageIsRefusedInTheSameWayAndGone) {
    const std::string body(kBodyBytesMax + 1, 'e');
    const std::string cid = R"("cid":"000102030405060708090a0b0c0d0e0f")";
    const std::vector<std::string> lines{"open sesame",
                                         "[[[[[[[[[[[[]]]]]]]]]]]]",
                                         R"("sesame")",
                                         R"({"sesame":1})",
                                         R"({"t":"sesame"})",
                                         R"({"t":"open sesame","req":7})",
                                         R"({"t":1,"req":-1,"room":0,"cid":"sesame"})",
                                         R"({"t":"login","name":"alice","password":"sesame"})",
                                         R"({"t":"page","req":7,"room":1,"limit":9999,"before":1})",
                                         R"({"t":"post","room":1,"body":"sesame"})",
                                         R"({"t":"post","room":1,)" + cid + R"(,"body":""})",
                                         R"({"t":"post","room":2,"req":5,)" + cid + R"(,"body":")" + body + R"("})",
                                         R"({"t":"edit","room":1,"target":4,)" + cid + R"(,"body":""})",
                                         R"({"t":"react","room":1,"target":4,)" + cid + R"(,"emoji":"","on":true})"};
    for (const std::string& line : lines) {
        const auto before = wire::decode_client_message(line);
        const std::string hidden = disguised_frame(redaction_, line);
        const auto after = wire::decode_client_message(hidden);
        ASSERT_FALSE(before) << line;
        ASSERT_FALSE(after) << hidden;
        EXPECT_EQ(before.error().kind, after.error().kind) << line;
        EXPECT_EQ(before.error().refusal, after.error().refusal) << line;
        EXPECT_EQ(before.error().req, after.error().req) << line;
        EXPECT_EQ(before.error().room, after.error().room) << line;
        EXPECT_EQ(before.error().cid, after.error().cid) << line;
        EXPECT_EQ(hidden.find("sesame"), std::string::npos) << hidden;
        EXPECT_EQ(hidden.find("alice"), std::string::npos) << hidden;
    }
}

TEST_F(RedactionTest, AFrameKeepsItsLines) {
    const std::string hidden = disguised_frame(redaction_, "{\"t\":\"beat\"}\n\nsesame\n{\"t\":\"alive\"}");
    EXPECT_EQ(hidden, "{\"t\":\"beat\"}\n\"not a message\"\n{\"t\":\"alive\"}");
}

}  // namespace
}  // namespace workspace::capture
