// Administration over REST: who may, and what it does.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rest_desk.hpp"

namespace workspace::server {
namespace {

using testing::RestDesk;
namespace json = boost::json;

class Admin : public ::testing::Test {
protected:
    static void expect_problem(const RestResponse& answer, int status, const std::string& code) {
        EXPECT_EQ(answer.status, status) << json::serialize(answer.body);
        const auto* said = answer.body.if_contains("code");
        EXPECT_EQ(said == nullptr ? "" : std::string(said->as_string()), code);
    }
    RestResponse get(const std::string& target) { return desk_.ask("GET", target, admin_); }
    RestResponse post(const std::string& target, const json::object& body = {}) {
        return desk_.ask("POST", target, admin_, json::serialize(body));
    }
    RestResponse redeem(const json::object& body) {
        return desk_.ask("POST", "/api/auth/redeem", {}, json::serialize(body));
    }
    std::string code_of(const RestResponse& given) {
        EXPECT_EQ(given.status, 201) << json::serialize(given.body);
        return given.status == 201 ? std::string(given.body.at("code").as_string()) : "";
    }
    int login(const std::string& name, const std::string& password) {
        const json::object body{{"name", name}, {"password", password}};
        return desk_.ask("POST", "/api/auth/login", {}, json::serialize(body)).status;
    }
    /// "actor action subject detail", the newest first.
    std::vector<std::string> audit() {
        std::vector<std::string> lines;
        const auto page = get("/api/admin/audit");
        for (const auto& entry : page.body.at("entries").as_array()) {
            std::string line;
            for (const char* field : {"actor", "action", "subject", "detail"}) {
                line += (line.empty() ? "" : " ") + std::string(entry.at(field).as_string());
            }
            lines.push_back(line);
        }
        return lines;
    }

    RestDesk desk_;
    std::string admin_ = desk_.log_in_administrator("alice");
    std::string bruno_ = desk_.log_in("bruno");
    static constexpr const char* kBruno = "/api/admin/users/2";
};

TEST_F(Admin, S3_IsForAdministratorsAsTheyAreNow) {
    for (const char* target : {"/api/admin/users", "/api/admin/invitations", "/api/admin/tokens", "/api/admin/leases",
                               "/api/admin/audit", "/api/admin/users/1/history"}) {
        expect_problem(desk_.ask("GET", target), 401, "bad_credentials");
        expect_problem(desk_.ask("GET", target, bruno_), 403, "not_allowed");
        EXPECT_EQ(get(target).status, 200) << target;
    }
    for (const char* act : {"lock", "unlock", "kick", "reset-password"}) {
        const auto target = "/api/admin/users/1/" + std::string(act);
        expect_problem(desk_.ask("POST", target, bruno_, "{}"), 403, "not_allowed");
    }
    expect_problem(desk_.ask("POST", "/api/admin/invitations", bruno_, "{}"), 403, "not_allowed");
    desk_.administer("UPDATE accounts SET role = 'member' WHERE login = 'alice'");
    expect_problem(get("/api/admin/users"), 403, "not_allowed");
    expect_problem(post(std::string(kBruno) + "/lock"), 403, "not_allowed");
    EXPECT_EQ(desk_.ask("GET", "/api/rooms", bruno_).status, 200) << "nothing ended";
}

TEST_F(Admin, ATokenNeedsTheScopeAndItsAccountTheRole) {
    const auto without = desk_.api_token("alice", "read post");
    expect_problem(desk_.ask("GET", "/api/admin/users", without), 403, "scope_missing");
    expect_problem(desk_.ask("POST", std::string(kBruno) + "/lock", without, "{}"), 403, "scope_missing");
    EXPECT_EQ(desk_.ask("GET", "/api/admin/users", desk_.api_token("alice", "admin")).status, 200);
    expect_problem(desk_.ask("GET", "/api/admin/users", desk_.api_token("bruno", "admin")), 403, "not_allowed");
}

TEST_F(Admin, S13_ALockEndsTheSessionsAndAnUnlockLetsInAgain) {
    EXPECT_EQ(post(std::string(kBruno) + "/lock").status, 204);
    expect_problem(desk_.ask("GET", "/api/rooms", bruno_), 401, "session_ended");
    EXPECT_EQ(login("bruno", RestDesk::kPassword), 401);
    EXPECT_EQ(post(std::string(kBruno) + "/unlock").status, 204);
    expect_problem(desk_.ask("GET", "/api/rooms", bruno_), 401, "session_ended");
    EXPECT_EQ(login("bruno", RestDesk::kPassword), 200);
    EXPECT_EQ(audit(), (std::vector<std::string>{"alice unlocked bruno ", "alice locked bruno "}));
}

TEST_F(Admin, S13_AKickEndsTheSessionsAndThePasswordStaysGood) {
    const auto bot = desk_.api_token("bruno", "read");
    EXPECT_EQ(post(std::string(kBruno) + "/kick").status, 204);
    expect_problem(desk_.ask("GET", "/api/rooms", bruno_), 401, "session_ended");
    expect_problem(desk_.ask("GET", "/api/rooms", bot), 401, "bad_credentials");
    EXPECT_EQ(login("bruno", RestDesk::kPassword), 200);
    EXPECT_EQ(audit(), std::vector<std::string>{"alice sessions_ended bruno "});
}

TEST_F(Admin, OneLocksAndDemotesOthersOnlySoThatSomebodyIsLeft) {
    expect_problem(post("/api/admin/users/1/lock"), 403, "not_allowed");
    expect_problem(post("/api/admin/users/1/role", {{"role", "member"}}), 403, "not_allowed");
    EXPECT_EQ(get("/api/admin/users").status, 200);
}

TEST_F(Admin, AnAccountThatIsNotThereIsSaidSo) {
    for (const char* act : {"lock", "unlock", "kick"}) {
        expect_problem(post("/api/admin/users/77/" + std::string(act)), 404, "no_such_account");
    }
    expect_problem(post("/api/admin/users/bruno/lock"), 404, "not_found");
    expect_problem(post("/api/admin/users/77/reset-password"), 404, "not_found");
    expect_problem(post("/api/admin/users/77/role", {{"role", "guest"}}), 404, "not_found");
    expect_problem(get("/api/admin/users/77/history"), 404, "not_found");
    EXPECT_TRUE(audit().empty());
}

TEST_F(Admin, RolesAreChangedButForBots) {
    const auto changed = post(std::string(kBruno) + "/role", {{"role", "guest"}});
    EXPECT_EQ(changed.status, 200);
    EXPECT_EQ(changed.body.at("role"), "guest");
    EXPECT_EQ(get("/api/admin/users").body.at("users").at(1).at("role"), "guest");
    expect_problem(post(std::string(kBruno) + "/role", {{"role", "bot"}}), 403, "not_allowed");
    expect_problem(post(std::string(kBruno) + "/role", {{"role", "king"}}), 400, "bad_request");
    expect_problem(post(std::string(kBruno) + "/role"), 400, "bad_request");
    EXPECT_EQ(audit(), std::vector<std::string>{"alice role_changed bruno guest"});
}

TEST_F(Admin, UsersAreListedInPages) {
    const auto all = get("/api/admin/users").body.at("users").as_array();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(
        all.at(0),
        (json::value{{"id", 1}, {"login", "alice"}, {"name", "alice"}, {"role", "administrator"}, {"locked", false}}));
    EXPECT_EQ(get("/api/admin/users?after=1&limit=1").body.at("users").as_array().size(), 1U);
    EXPECT_TRUE(get("/api/admin/users?after=2").body.at("users").as_array().empty());
    for (const char* query : {"?limit=201", "?after=x", "?after=-1"}) {
        expect_problem(get("/api/admin/users" + std::string(query)), 400, "bad_request");
    }
}

TEST_F(Admin, OneSeesOneselfAndOnesOwnHistory) {
    const auto me = desk_.ask("GET", "/api/me", bruno_);
    EXPECT_EQ(me.body.at("login"), "bruno");
    EXPECT_EQ(me.body.at("role"), "member");
    desk_.administer(
        "INSERT INTO lease_history (account, epoch, cause, at) VALUES (2, 1, 'granted', 5), (1, 1, 'bye', 6)");
    const auto history = desk_.ask("GET", "/api/me/history", bruno_).body.at("history");
    EXPECT_EQ(history, (json::value{json::object{{"at", 5}, {"epoch", 1}, {"cause", "granted"}}}));
    EXPECT_EQ(get(std::string(kBruno) + "/history").body.at("history"), history);
}

// ---- invitations ---------------------------------------------------------------------------------------------------

TEST_F(Admin, AnInvitationMakesOneAccountOfItsRole) {
    const auto code = code_of(post("/api/admin/invitations", {{"role", "guest"}}));
    EXPECT_THAT(code, ::testing::MatchesRegex("wsi_[-_A-Za-z0-9]{22}"));
    const auto made = redeem({{"code", code}, {"login", "dora"}, {"name", "Dora"}, {"password", "battery staple"}});
    EXPECT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(made.body.at("account"), (json::value{{"id", 3}, {"login", "dora"}, {"role", "guest"}}));
    EXPECT_EQ(login("dora", "battery staple"), 200);
    expect_problem(redeem({{"code", code}, {"login", "erik"}, {"password", "battery staple"}}), 404, "no_such_code");
    EXPECT_EQ(audit(), (std::vector<std::string>{"dora account_made dora guest", "alice invited  guest"}));
}

TEST_F(Admin, M5_AGuestIsInNoRoomAtFirst) {
    const auto code = code_of(post("/api/admin/invitations", {{"role", "guest"}}));
    EXPECT_EQ(redeem({{"code", code}, {"login", "dora"}, {"password", RestDesk::kPassword}}).status, 201);
    const auto dora = desk_.log_in("dora");
    EXPECT_TRUE(desk_.ask("GET", "/api/rooms", dora).body.at("rooms").as_array().empty());
    expect_problem(desk_.ask("GET", "/api/rooms/1/messages", dora), 404, "not_a_member");
}

TEST_F(Admin, WhatIsWrongWithARedemptionUsesNothingUp) {
    const auto code = code_of(post("/api/admin/invitations"));
    expect_problem(redeem({{"code", code}, {"password", "battery staple"}}), 400, "bad_request");
    expect_problem(redeem({{"code", code}, {"login", "dora"}, {"password", "short"}}), 400, "password_length");
    expect_problem(redeem({{"code", code}, {"login", "Bruno"}, {"password", "battery staple"}}), 409, "name_taken");
    expect_problem(redeem({{"code", code + "x"}, {"login", "dora"}, {"password", "battery staple"}}), 404,
                   "no_such_code");
    expect_problem(redeem({{"login", "dora"}, {"password", "battery staple"}}), 400, "bad_request");
    EXPECT_EQ(redeem({{"code", code}, {"login", "dora"}, {"password", "battery staple"}}).status, 201);
}

TEST_F(Admin, AnInvitationExpiresAndIsWithdrawn) {
    const auto code = code_of(post("/api/admin/invitations", {{"expires_in", 60}}));
    const auto other = post("/api/admin/invitations");
    const auto id = other.body.at("id").as_int64();
    EXPECT_EQ(get("/api/admin/invitations").body.at("invitations").as_array().size(), 2U);
    EXPECT_EQ(desk_.ask("DELETE", "/api/admin/invitations/" + std::to_string(id), admin_).status, 204);
    expect_problem(desk_.ask("DELETE", "/api/admin/invitations/" + std::to_string(id), admin_), 404, "not_found");
    expect_problem(redeem({{"code", code_of(other)}, {"login", "dora"}, {"password", "battery staple"}}), 404,
                   "no_such_code");
    desk_.administer("UPDATE invitations SET expires = 1");
    EXPECT_TRUE(get("/api/admin/invitations").body.at("invitations").as_array().empty());
    expect_problem(redeem({{"code", code}, {"login", "dora"}, {"password", "battery staple"}}), 404, "no_such_code");
    for (const std::int64_t seconds : {0, 59, 30 * 24 * 3600 + 1}) {
        expect_problem(post("/api/admin/invitations", {{"expires_in", seconds}}), 400, "bad_request");
    }
    expect_problem(post("/api/admin/invitations", {{"role", "king"}}), 400, "bad_request");
}

TEST_F(Admin, OnlyTheHashOfACodeIsKept) {
    const auto code = code_of(post("/api/admin/invitations"));
    EXPECT_EQ(json::serialize(get("/api/admin/invitations").body).find(code), std::string::npos);
    EXPECT_EQ(json::serialize(get("/api/admin/audit").body).find(code), std::string::npos);
    EXPECT_EQ(desk_.file_text().find(code), std::string::npos);
}

// ---- a password that was forgotten ---------------------------------------------------------------------------------

TEST_F(Admin, S13_AResetIsRedeemedOnceAndEndsTheSessions) {
    const auto code = code_of(post(std::string(kBruno) + "/reset-password"));
    EXPECT_EQ(desk_.ask("GET", "/api/rooms", bruno_).status, 200) << "nothing ends before";
    EXPECT_EQ(redeem({{"code", code}, {"password", "battery staple"}}).status, 204);
    expect_problem(desk_.ask("GET", "/api/rooms", bruno_), 401, "session_ended");
    EXPECT_EQ(login("bruno", RestDesk::kPassword), 401);
    EXPECT_EQ(login("bruno", "battery staple"), 200);
    expect_problem(redeem({{"code", code}, {"password", "another word"}}), 404, "no_such_code");
    EXPECT_EQ(audit(), (std::vector<std::string>{"bruno password_changed bruno ", "alice password_reset bruno "}));
}

TEST_F(Admin, AResetIsForNothingElseAndALaterOneTakesItsPlace) {
    const auto first = code_of(post(std::string(kBruno) + "/reset-password"));
    const auto second = code_of(post(std::string(kBruno) + "/reset-password", {{"expires_in", 3600}}));
    expect_problem(redeem({{"code", first}, {"password", "battery staple"}}), 404, "no_such_code");
    EXPECT_EQ(redeem({{"code", second}, {"login", "dora"}, {"password", "battery staple"}}).status, 204);
    EXPECT_EQ(login("dora", "battery staple"), 401) << "no account is made of it";
    EXPECT_EQ(login("bruno", "battery staple"), 200);
}

TEST_F(Admin, AResetIsVoidOnceThePasswordWasChangedOrTheAccountLocked) {
    auto code = code_of(post(std::string(kBruno) + "/reset-password"));
    const json::object change{{"name", "bruno"}, {"password", RestDesk::kPassword}, {"new_password", "my own words"}};
    EXPECT_EQ(desk_.ask("POST", "/api/auth/password", {}, json::serialize(change)).status, 204);
    expect_problem(redeem({{"code", code}, {"password", "battery staple"}}), 404, "no_such_code");
    code = code_of(post(std::string(kBruno) + "/reset-password"));
    EXPECT_EQ(post(std::string(kBruno) + "/lock").status, 204);
    expect_problem(redeem({{"code", code}, {"password", "battery staple"}}), 404, "no_such_code");
}

// ---- API tokens ----------------------------------------------------------------------------------------------------

TEST_F(Admin, ATokenIsMadeListedAndRevoked) {
    const json::object wish{{"login", "bruno"}, {"label", "ci"}, {"scopes", {"post"}}};
    const auto made = post("/api/admin/tokens", wish);
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    const auto token = std::string(made.body.at("token").as_string());
    const auto say = [&] { return desk_.ask("POST", "/api/rooms/1/messages", token, R"({"body":"x"})"); };
    EXPECT_EQ(say().status, 201);
    expect_problem(desk_.ask("GET", "/api/rooms", token), 403, "scope_missing");
    const auto listed = get("/api/admin/tokens").body.at("tokens");
    EXPECT_EQ(listed.at(0).at("login"), "bruno");
    EXPECT_EQ(listed.at(0).at("scopes"), "post");
    EXPECT_EQ(json::serialize(listed).find(token), std::string::npos);
    const auto address = "/api/admin/tokens/" + std::to_string(made.body.at("id").as_int64());
    EXPECT_EQ(desk_.ask("DELETE", address, admin_).status, 204);
    expect_problem(say(), 401, "bad_credentials");
    expect_problem(desk_.ask("DELETE", address, admin_), 404, "not_found");
    EXPECT_THAT(audit(), ::testing::ElementsAre(::testing::StartsWith("alice token_revoked bruno"),
                                                "alice token_made bruno post"));
}

TEST_F(Admin, ATokenThatIsNoneIsRefused) {
    for (const json::object& wish :
         {json::object{}, json::object{{"login", "bruno"}, {"label", "ci"}, {"scopes", json::array()}},
          json::object{{"login", "bruno"}, {"label", "ci"}, {"scopes", {"everything"}}},
          json::object{{"login", "bruno"}, {"label", ""}, {"scopes", {"read"}}},
          json::object{{"login", "bruno"}, {"label", "ci"}, {"scopes", "read"}}}) {
        expect_problem(post("/api/admin/tokens", wish), 400, "bad_request");
    }
    expect_problem(post("/api/admin/tokens", {{"login", "nobody"}, {"label", "ci"}, {"scopes", {"read"}}}), 404,
                   "no_such_account");
    EXPECT_TRUE(get("/api/admin/tokens").body.at("tokens").as_array().empty());
}

}  // namespace
}  // namespace workspace::server
