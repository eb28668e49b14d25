#include "rest/http.hpp"

#include <gtest/gtest.h>

#include "workspace/core/base/errors.hpp"

namespace workspace::server {
namespace {

using Path = std::vector<std::string>;
using Fields = std::map<std::string, std::string>;

RestRequest parsed(const std::string& target) {
    RestRequest request;
    EXPECT_TRUE(parse_target(target, request)) << target;
    return request;
}

bool refused(const std::string& target) {
    RestRequest request;
    return !parse_target(target, request);
}

TEST(RequestTarget, IsSplitIntoSegmentsAndFields) {
    const auto request = parsed("/api/rooms/1/messages?before=7&limit=200");
    EXPECT_EQ(request.path, (Path{"api", "rooms", "1", "messages"}));
    EXPECT_EQ(request.query, (Fields{{"before", "7"}, {"limit", "200"}}));
}

TEST(RequestTarget, EmptySegmentsAndFieldsDoNotCount) {
    EXPECT_EQ(parsed("/").path, Path{});
    EXPECT_EQ(parsed("//api///health/").path, (Path{"api", "health"}));
    EXPECT_EQ(parsed("/api?").query, Fields{});
    EXPECT_EQ(parsed("/api?&&a=1&").query, (Fields{{"a", "1"}}));
}

TEST(RequestTarget, AFieldMayHaveNoValueAndTheLastOfTwoCounts) {
    EXPECT_EQ(parsed("/api?limit").query, (Fields{{"limit", ""}}));
    EXPECT_EQ(parsed("/api?limit=").query, (Fields{{"limit", ""}}));
    EXPECT_EQ(parsed("/api?a=1&a=2").query, (Fields{{"a", "2"}}));
    EXPECT_EQ(parsed("/api?a=b=c").query, (Fields{{"a", "b=c"}}));
}

TEST(RequestTarget, PercentCodesAreDecodedOnceAndAfterTheSplit) {
    EXPECT_EQ(parsed("/%61pi/caf%C3%A9").path, (Path{"api", "caf\xc3\xa9"}));
    EXPECT_EQ(parsed("/a%2Fb").path, (Path{"a/b"}));
    EXPECT_EQ(parsed("/a%2fb").path, (Path{"a/b"}));
    EXPECT_EQ(parsed("/a%252Fb").path, (Path{"a%2Fb"}));
    EXPECT_EQ(parsed("/a?b=%26c%3D%3F").query, (Fields{{"b", "&c=?"}}));
    EXPECT_EQ(parsed("/..%2F../etc").path, (Path{"../..", "etc"}));  // a segment is only ever compared
}

TEST(RequestTarget, APlusIsABlankInAFieldAndItselfInASegment) {
    EXPECT_EQ(parsed("/a+b?c+d=e+f%2Bg").path, Path{"a+b"});
    EXPECT_EQ(parsed("/a+b?c+d=e+f%2Bg").query, (Fields{{"c d", "e f+g"}}));
}

TEST(RequestTarget, WhatIsNotWellFormedIsRefused) {
    for (const char* target :
         {"", "api", "*", "http://localhost/api", "/%", "/%4", "/%zz", "/%4g", "/a%", "/%00", "/a?b=%", "/a?%00=1"}) {
        EXPECT_TRUE(refused(target)) << target;
    }
}

TEST(Problem, HasTheFieldsOfRfc9457AndTheCode) {
    const auto answer = problem(404, "not_found", "There is nothing here.");
    EXPECT_EQ(answer.status, 404);
    EXPECT_TRUE(answer.problem);
    EXPECT_EQ(answer.body, (boost::json::object{{"type", "about:blank"},
                                                {"title", "Not Found"},
                                                {"status", 404},
                                                {"code", "not_found"},
                                                {"detail", "There is nothing here."}}));
}

TEST(Problem, ARefusalOfTheWireKeepsItsNameAndWords) {
    const auto answer = problem(core::Refusal::conflict);
    EXPECT_EQ(answer.body.at("code"), "conflict");
    EXPECT_EQ(answer.body.at("detail"), boost::json::string(core::words_of(core::Refusal::conflict)));
}

struct Mapped {
    core::Refusal refusal;
    int status;
};

class RefusalStatus : public ::testing::TestWithParam<Mapped> {};

TEST_P(RefusalStatus, SaysWhatTheCallerCanDo) {
    const auto answer = problem(GetParam().refusal);
    EXPECT_EQ(answer.status, GetParam().status);
    EXPECT_EQ(answer.body.at("status"), GetParam().status);
    EXPECT_NE(answer.body.at("title"), "Error");
}

using enum core::Refusal;
INSTANTIATE_TEST_SUITE_P(Refusals, RefusalStatus,
                         ::testing::Values(Mapped{bad_credentials, 401}, Mapped{session_ended, 401},
                                           Mapped{not_live, 401}, Mapped{superseded, 401}, Mapped{account_locked, 403},
                                           Mapped{not_a_member, 404}, Mapped{conflict, 409}, Mapped{too_long, 413},
                                           Mapped{rate_limited, 429}, Mapped{bad_request, 400}, Mapped{empty, 400},
                                           Mapped{try_again, 503}, Mapped{store_failed, 503}),
                         [](const auto& test) { return std::string(core::name_of(test.param.refusal)); });

}  // namespace
}  // namespace workspace::server
