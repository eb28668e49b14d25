#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rest_desk.hpp"

namespace workspace::server {
namespace {

using ::testing::HasSubstr;
using testing::RestDesk;
namespace json = boost::json;

constexpr const char* kMessages = "/api/rooms/1/messages";

std::string code_of(const RestResponse& answer) {
    const auto* code = answer.body.if_contains("code");
    return code == nullptr ? "" : std::string(code->as_string());
}

void expect_problem(const RestResponse& answer, int status, const std::string& code) {
    EXPECT_EQ(answer.status, status) << json::serialize(answer.body);
    EXPECT_EQ(code_of(answer), code);
    EXPECT_TRUE(answer.problem);
}

class Rest : public ::testing::Test {
protected:
    RestResponse post(const std::string& body, const std::string& key = {}, const char* to = kMessages) {
        return desk_.ask("POST", to, token_, json::serialize(json::object{{"body", body}}), key);
    }
    RestResponse page(const std::string& query) { return desk_.ask("GET", kMessages + query, token_); }
    /// The seqs of a page that must be one.
    std::vector<std::int64_t> seqs(const std::string& query) {
        const auto answer = page(query);
        EXPECT_EQ(answer.status, 200) << query << ": " << json::serialize(answer.body);
        std::vector<std::int64_t> found;
        if (answer.status == 200) {
            for (const auto& event : answer.body.at("events").as_array()) {
                found.push_back(event.at("seq").as_int64());
            }
        }
        return found;
    }

    RestDesk desk_;
    std::string token_ = desk_.log_in("alice");
};

TEST_F(Rest, AnAddressThatIsNoneIs404AndAWrongMethod405WithAllow) {
    for (const char* target : {"/", "/api", "/api/nothing", "/api/rooms/1", "/api/rooms/1/messages/2", "/API/health"}) {
        expect_problem(desk_.ask("GET", target), 404, "not_found");
    }
    const auto wrong = desk_.ask("DELETE", kMessages);
    expect_problem(wrong, 405, "method_not_allowed");
    EXPECT_EQ(wrong.allow, "GET, POST");
    EXPECT_EQ(desk_.ask("GET", "/api/auth/login").allow, "POST");
}

TEST_F(Rest, EachAddressButTwoAsksWhoIsThere) {
    EXPECT_EQ(desk_.ask("GET", "/api/health").status, 200);
    for (const char* target : {"/api/presence", "/api/rooms", kMessages}) {
        expect_problem(desk_.ask("GET", target), 401, "bad_credentials");
        expect_problem(desk_.ask("GET", target, "nonsense"), 401, "bad_credentials");
        expect_problem(desk_.ask("GET", target, "wst_nonsense"), 401, "bad_credentials");
    }
    expect_problem(desk_.ask("POST", kMessages, {}, R"({"body":"x"})"), 401, "bad_credentials");
    expect_problem(desk_.ask("POST", "/api/auth/logout"), 401, "bad_credentials");
}

TEST_F(Rest, S8_AWrongPasswordAndAnUnknownNameGetTheSameAnswer) {
    const auto known = desk_.ask("POST", "/api/auth/login", {}, R"({"name":"alice","password":"x"})");
    const auto unknown = desk_.ask("POST", "/api/auth/login", {}, R"({"name":"nobody","password":"x"})");
    expect_problem(known, 401, "bad_credentials");
    EXPECT_EQ(known.body, unknown.body);
}

TEST_F(Rest, ALoginThatIsNotOneIsRefusedBeforeAnythingIsChecked) {
    const std::string long_name(65, 'n');
    for (const std::string& body :
         {std::string(), std::string("{"), std::string("[]"), std::string("null"), std::string("{}"),
          std::string(R"({"name":"alice"})"), std::string(R"({"name":7,"password":"x"})"),
          std::string(R"({"name":"","password":"x"})"), std::string(R"({"name":"alice","password":""})"),
          R"({"name":")" + long_name + R"(","password":"x"})", std::string("{\"name\":\"\xff\",\"password\":\"x\"}"),
          std::string(R"({"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}})")}) {
        expect_problem(desk_.ask("POST", "/api/auth/login", {}, body), 400, "bad_request");
    }
}

TEST_F(Rest, ABodyOfAnotherTypeIsRefused) {
    RestRequest request;
    request.method = "POST";
    ASSERT_TRUE(parse_target("/api/auth/login", request));
    request.body = R"({"name":"alice","password":"correct horse"})";
    for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded"}) {
        request.content_type = type;
        expect_problem(desk_.ask(request), 415, "bad_request");
    }
    request.content_type = "application/json; charset=utf-8";
    EXPECT_EQ(desk_.ask(request).status, 200);
}

TEST_F(Rest, ALogoutEndsThatSessionAtOnceAndNoOther) {
    const auto other = desk_.log_in("alice");
    EXPECT_EQ(desk_.ask("POST", "/api/auth/logout", token_).status, 200);
    expect_problem(desk_.ask("GET", "/api/presence", token_), 401, "session_ended");
    expect_problem(desk_.ask("POST", kMessages, token_, R"({"body":"x"})"), 401, "session_ended");
    EXPECT_EQ(desk_.ask("GET", "/api/presence", other).status, 200);
}

TEST_F(Rest, LockingAnAccountEndsItsSessionsAndTokens) {
    const auto bot = desk_.api_token("alice", "read post");
    EXPECT_EQ(desk_.ask("GET", "/api/rooms", bot).status, 200);
    desk_.administer("UPDATE accounts SET locked = 1 WHERE login = 'alice'");
    expect_problem(desk_.ask("GET", "/api/rooms", token_), 401, "session_ended");
    expect_problem(desk_.ask("GET", "/api/rooms", bot), 401, "bad_credentials");
}

TEST_F(Rest, AWebSocketsTokenIsGoodOnlyWhileItsBindingStands) {
    const auto claims = AccessClaims{.kind = AccessClaims::Kind::ws,
                                     .account = {1},
                                     .session = {},
                                     .epoch = {1},
                                     .expires = clock_now().wall.ms / 1000 + kWsTokenSeconds};
    expect_problem(desk_.ask("GET", "/api/presence", desk_.signer().sign(claims)), 401, "not_live");
}

TEST_F(Rest, ASessionIsGoodForItsOwnAccountOnly) {
    auto claims = desk_.signer().check(token_, clock_now().wall);
    ASSERT_TRUE(claims);
    claims->account = {claims->account.value + 1};
    expect_problem(desk_.ask("GET", "/api/presence", desk_.signer().sign(*claims)), 401, "session_ended");
}

TEST_F(Rest, ScopesOfATokenAreKept) {
    const auto reader = desk_.api_token("bruno", "read");
    EXPECT_EQ(desk_.ask("GET", kMessages, reader).status, 200);
    const auto refused = desk_.ask("POST", kMessages, reader, R"({"body":"x"})");
    expect_problem(refused, 403, "scope_missing");
    EXPECT_THAT(std::string(refused.body.at("detail").as_string()), HasSubstr("post"));
    const auto writer = desk_.api_token("bruno", "post");
    EXPECT_EQ(desk_.ask("POST", kMessages, writer, R"({"body":"x"})").status, 201);
    for (const char* target : {kMessages, "/api/presence", "/api/rooms"}) {
        expect_problem(desk_.ask("GET", target, writer), 403, "scope_missing");
    }
    expect_problem(desk_.ask("POST", "/api/auth/logout", reader), 400, "bad_request");
}

TEST_F(Rest, LoginsAreInNoCount) {
    const auto presence = desk_.ask("GET", "/api/presence", token_);
    EXPECT_EQ(presence.body.at("count"), 0);
    EXPECT_EQ(presence.body.at("people"), json::array());
}

TEST_F(Rest, M5_RoomsAndTheirMessagesAreForMembers) {
    const auto names = [this](const std::string& token) {
        std::string all;
        const auto answer = desk_.ask("GET", "/api/rooms", token);
        for (const auto& room : answer.body.at("rooms").as_array()) {
            all += std::string(room.at("name").as_string()) + " " + std::string(room.at("kind").as_string()) + ";";
        }
        return all;
    };
    EXPECT_EQ(names(token_), "General public;");
    const auto bruno = desk_.log_in("bruno");
    desk_.administer("DELETE FROM members WHERE account = (SELECT id FROM accounts WHERE login = 'alice')");
    EXPECT_EQ(names(token_), "");
    EXPECT_EQ(names(bruno), "General public;");
    EXPECT_EQ(desk_.ask("GET", kMessages, bruno).status, 200);
    expect_problem(desk_.ask("GET", kMessages, token_), 404, "not_a_member");
    expect_problem(post("a member no more"), 404, "not_a_member");
}

TEST_F(Rest, AfterManyWrongPasswordsNoneIsLookedAtFromThatAddress) {
    const auto login = [&](const char* address, const char* password) {
        RestRequest request;
        request.method = "POST";
        EXPECT_TRUE(parse_target("/api/auth/login", request));
        request.address = address;
        request.content_type = "application/json";
        request.body = json::serialize(json::object{{"name", "alice"}, {"password", password}});
        return desk_.ask(request);
    };
    for (int i = 0; i < kFreeTries; ++i) {
        expect_problem(login("203.0.113.9", "wrong"), 401, "bad_credentials");
    }
    expect_problem(login("203.0.113.9", RestDesk::kPassword), 429, "rate_limited");
    EXPECT_EQ(login("192.0.2.1", RestDesk::kPassword).status, 200);
}

// ---- another password ----------------------------------------------------------------------------------------------

class RestPassword : public Rest {
protected:
    RestResponse change(const std::string& name, const std::string& old, const std::string& fresh) {
        const json::object body{{"name", name}, {"password", old}, {"new_password", fresh}};
        return desk_.ask("POST", "/api/auth/password", {}, json::serialize(body));
    }
    int login(const std::string& password) {
        const json::object body{{"name", "alice"}, {"password", password}};
        return desk_.ask("POST", "/api/auth/login", {}, json::serialize(body)).status;
    }
};

TEST_F(RestPassword, S13_ANewOneEndsEverySessionAndTokenOfTheAccount) {
    const auto bot = desk_.api_token("alice", "read post");
    const auto bruno = desk_.log_in("bruno");
    const auto answer = change("alice", RestDesk::kPassword, "battery staple");
    EXPECT_EQ(answer.status, 204) << json::serialize(answer.body);
    expect_problem(desk_.ask("GET", "/api/rooms", token_), 401, "session_ended");
    expect_problem(post("late"), 401, "session_ended");
    expect_problem(desk_.ask("GET", "/api/rooms", bot), 401, "bad_credentials");
    EXPECT_EQ(desk_.ask("GET", "/api/rooms", bruno).status, 200);
    EXPECT_EQ(login(RestDesk::kPassword), 401);
    EXPECT_EQ(login("battery staple"), 200);
    EXPECT_EQ(change("alice", "battery staple", "a third one").status, 204);
    EXPECT_EQ(login("a third one"), 200);
}

TEST_F(RestPassword, S8_WithoutTheOldOneNothingChangesAndNothingIsTold) {
    const auto wrong = change("alice", "wrong", "battery staple");
    const auto unknown = change("nobody", "wrong", "battery staple");
    expect_problem(wrong, 401, "bad_credentials");
    EXPECT_EQ(wrong.body, unknown.body);
    desk_.administer("UPDATE accounts SET locked = 1 WHERE login = 'bruno'");
    EXPECT_EQ(change("bruno", RestDesk::kPassword, "battery staple").body, wrong.body);
    EXPECT_EQ(desk_.ask("GET", "/api/rooms", token_).status, 200);
    EXPECT_EQ(login(RestDesk::kPassword), 200);
}

TEST_F(RestPassword, ItsLengthIsBounded) {
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{7}, std::size_t{1025}}) {
        expect_problem(change("alice", RestDesk::kPassword, std::string(bytes, 'p')), 400, "password_length");
    }
    EXPECT_EQ(change("alice", RestDesk::kPassword, std::string(8, 'p')).status, 204);
    EXPECT_EQ(change("alice", std::string(8, 'p'), std::string(1024, 'q')).status, 204);
    EXPECT_EQ(login(std::string(1024, 'q')), 200);
}

TEST_F(RestPassword, ARequestThatIsNoneIsRefused) {
    for (const char* body :
         {"", "[]", "{}", R"({"name":"alice","password":"x"})", R"({"name":"alice","new_password":"battery staple"})",
          R"({"name":"alice","password":"x","new_password":7})",
          R"({"name":7,"password":"x","new_password":"battery staple"})"}) {
        expect_problem(desk_.ask("POST", "/api/auth/password", {}, body), 400, "bad_request");
    }
    EXPECT_EQ(desk_.ask("GET", "/api/auth/password").allow, "POST");
}

TEST_F(RestPassword, S13_ALoginThatWasCheckedBeforeTheChangeOpensNoSession) {
    // the check has been made, the session is yet to be written: another connection to the file is quicker
    desk_.administer(
        "CREATE TRIGGER quicker BEFORE DELETE ON rest_sessions BEGIN"
        " UPDATE accounts SET password_version = password_version + 1; END;"
        "UPDATE rest_sessions SET created = 0");
    EXPECT_EQ(login(RestDesk::kPassword), 401);
}

// ---- posting -------------------------------------------------------------------------------------------------------

TEST_F(Rest, M3_TheSameKeyTwiceIsOneMessage) {
    const auto first = post("hello", "key-1");
    ASSERT_EQ(first.status, 201) << json::serialize(first.body);
    EXPECT_EQ(first.body.at("duplicate"), false);
    const auto again = post("hello", "key-1");
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body.at("duplicate"), true);
    for (const char* field : {"seq", "cid", "at"}) {
        EXPECT_EQ(again.body.at(field), first.body.at(field));
    }
    EXPECT_EQ(seqs(""), std::vector<std::int64_t>{1});
}

TEST_F(Rest, M3_TheSameKeyWithAnotherBodyIsAConflict) {
    EXPECT_EQ(post("hello", "key-1").status, 201);
    expect_problem(post("goodbye", "key-1"), 409, "conflict");
    EXPECT_EQ(seqs(""), std::vector<std::int64_t>{1});
}

TEST_F(Rest, KeysAreTheAuthorsOwn) {
    EXPECT_EQ(post("hello", "key-1").body.at("seq"), 1);
    const auto bruno = desk_.log_in("bruno");
    const auto answer = desk_.ask("POST", kMessages, bruno, R"({"body":"hello"})", "key-1");
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body.at("seq"), 2);
}

TEST_F(Rest, WithoutAKeyEachPostIsNew) {
    EXPECT_EQ(post("hello").body.at("seq"), 1);
    EXPECT_EQ(post("hello").body.at("seq"), 2);
}

TEST_F(Rest, AKeyOf32HexDigitsIsTheClientIdItself) {
    const std::string cid = "000102030405060708090a0b0c0d0e0f";
    EXPECT_EQ(post("hello", cid).body.at("cid"), json::string(cid));
    const auto again =
        desk_.ask("POST", kMessages, token_, json::serialize(json::object{{"body", "hello"}, {"cid", cid}}));
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body.at("duplicate"), true);
}

TEST_F(Rest, ACidThatIsNoneIsRefusedRatherThanDropped) {
    for (const char* cid : {R"("")", "7", R"("abc")", R"("000102030405060708090a0b0c0d0e0f00")",
                            R"("zz0102030405060708090a0b0c0d0e0f")"}) {
        const auto body = R"({"body":"hello","cid":)" + std::string(cid) + "}";
        expect_problem(desk_.ask("POST", kMessages, token_, body), 400, "bad_request");
    }
    EXPECT_TRUE(seqs("").empty());
}

TEST_F(Rest, TheBodysBoundsAreTheWires) {
    EXPECT_EQ(post(std::string(16 * 1024, 'x')).status, 201);
    expect_problem(post(std::string(16 * 1024 + 1, 'x')), 413, "too_long");
    for (const char* body : {"{}", R"({"body":""})", R"({"body":7})", R"({"body":null})", "[]"}) {
        expect_problem(desk_.ask("POST", kMessages, token_, body), 400, "bad_request");
    }
    EXPECT_EQ(seqs(""), std::vector<std::int64_t>{1});
}

TEST_F(Rest, ARoomThatIsNoneIsSaidSo) {
    for (const char* room : {"/api/rooms/99/messages", "/api/rooms/0/messages"}) {
        expect_problem(desk_.ask("GET", room, token_), 404, "not_a_member");
        expect_problem(post("x", {}, room), 404, "not_a_member");
    }
    for (const char* room : {"/api/rooms/-1/messages", "/api/rooms/general/messages", "/api/rooms/1x/messages",
                             "/api/rooms/%31%20/messages", "/api/rooms/99999999999999999999/messages"}) {
        expect_problem(desk_.ask("GET", room, token_), 400, "bad_request");
        expect_problem(post("x", {}, room), 400, "bad_request");
    }
}

// ---- pages ---------------------------------------------------------------------------------------------------------

class RestPages : public Rest {
protected:
    RestPages() {
        for (int i = 1; i <= 9; ++i) {
            EXPECT_EQ(post("message " + std::to_string(i)).body.at("seq"), i);
        }
    }
};

using Seqs = std::vector<std::int64_t>;

TEST_F(RestPages, H4_AreExactAroundTheirAnchor) {
    EXPECT_EQ(seqs(""), (Seqs{1, 2, 3, 4, 5, 6, 7, 8, 9}));
    EXPECT_EQ(seqs("?limit=2"), (Seqs{8, 9}));
    EXPECT_EQ(seqs("?before=5&limit=2"), (Seqs{3, 4}));
    EXPECT_EQ(seqs("?after=5&limit=2"), (Seqs{6, 7}));
    EXPECT_EQ(seqs("?after=0&limit=200"), (Seqs{1, 2, 3, 4, 5, 6, 7, 8, 9}));
    EXPECT_EQ(seqs("?after=9"), Seqs{});
    EXPECT_EQ(seqs("?before=1"), Seqs{});
    const auto around = seqs("?around=5&limit=3");
    EXPECT_EQ(around, (Seqs{4, 5, 6}));
}

TEST_F(RestPages, SayWhichIntervalTheyCover) {
    const auto answer = page("?before=5&limit=2");
    EXPECT_EQ(answer.body.at("from"), 3);
    EXPECT_EQ(answer.body.at("to"), 4);
    EXPECT_EQ(answer.body.at("room").at("head"), 9);
    const auto& event = answer.body.at("events").at(0).as_object();
    EXPECT_EQ(event.at("body"), "message 3");
    EXPECT_EQ(event.at("author_name"), "alice");
    EXPECT_EQ(event.at("kind"), "message");
}

TEST_F(RestPages, WhatIsOutOfBoundsIsRefused) {
    for (const char* query : {"?limit=0", "?limit=201", "?limit=-1", "?limit=", "?limit=ten", "?limit=1.5",
                              "?before=", "?before=-1", "?before=9007199254740992", "?after=99999999999999999999",
                              "?around=x", "?before=5&after=2", "?before=5&around=2", "?after=1&around=2&before=3"}) {
        expect_problem(page(query), 400, "bad_request");
    }
    EXPECT_EQ(seqs("?before=9007199254740991&limit=200").size(), 9U);
}

TEST(RestSearch, ASearchThatTakesTooLongSaysHowToNarrowIt) {
    RestDesk desk(std::chrono::milliseconds{0});
    const auto token = desk.log_in("alice");
    desk.administer(
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
        " INSERT INTO messages (room, seq) SELECT 999, i FROM n;"
        " INSERT INTO message_words (rowid, body) SELECT number, 'common' FROM messages");
    expect_problem(desk.ask("GET", "/api/search?q=common", token), 422, "search_too_broad");
    EXPECT_EQ(desk.ask("GET", "/api/search?q=rare", token).status, 200);
}

TEST_F(Rest, ASearchFindsWhatWasPosted) {
    post("Un cœur");
    const auto answer = desk_.ask("GET", "/api/search?q=coeur&room=1&from=alice&limit=1", token_);
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    const auto& hit = answer.body.at("hits").at(0);
    EXPECT_EQ(hit.at("body").as_string(), "Un cœur");
    EXPECT_EQ(hit.at("highlights"), json::parse("[[3,8]]"));
    EXPECT_FALSE(answer.body.contains("next"));
}

}  // namespace
}  // namespace workspace::server
