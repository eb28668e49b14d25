// The description of REST against REST itself, and against what people read.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "rest_desk.hpp"

namespace workspace::server {
namespace {

using testing::RestDesk;
namespace json = boost::json;

std::string upper(json::string_view method) {
    std::string text(method);
    for (char& c : text) {
        c = static_cast<char>(c & ~0x20);
    }
    return text;
}

class OpenApi : public ::testing::Test {
protected:
    template <class Look>
    void for_each_operation(const Look& look) {
        const auto answer = desk_.ask("GET", "/api/openapi.json");
        ASSERT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body.at("openapi"), "3.1.0");
        std::size_t seen = 0;
        for (const auto& [path, operations] : answer.body.at("paths").as_object()) {
            for (const auto& [method, operation] : operations.as_object()) {
                SCOPED_TRACE(upper(method) + " " + std::string(path));
                look(std::string(path), upper(method), operation.as_object());
                ++seen;
            }
        }
        EXPECT_GT(seen, 20U);
    }

    RestDesk desk_;
};

TEST_F(OpenApi, EachAddressIsThereAndAsksForWhatItSays) {
    const auto reader = desk_.api_token("alice", "read");
    const auto poster = desk_.api_token("alice", "post");
    for_each_operation([&](const std::string& path, const std::string& method, const json::object& operation) {
        auto target = path + "?q=word";  // without which a search is none
        if (const auto at = target.find("{id}"); at != std::string::npos) {
            target.replace(at, 4, "1");
            EXPECT_EQ(operation.at("parameters").as_array().size(), 1U);
        }
        const auto& security = operation.at("security").as_array();
        const std::string body = R"({"role":"member","login":"bruno","label":"x","scopes":["read"],"body":"x"})";
        const auto answer = desk_.ask(method, target, {}, body);
        EXPECT_NE(answer.status, 405);
        EXPECT_EQ(answer.status == 401, !security.empty()) << json::serialize(answer.body);
        const auto scopes = security.empty() ? json::array() : security.at(0).at("bearer").as_array();
        if (!scopes.empty()) {
            const auto& without = scopes.at(0) == "read" ? poster : reader;
            EXPECT_EQ(desk_.ask(method, target, without, body).body.at("code"), "scope_missing");
        }
    });
}

TEST_F(OpenApi, EachAddressIsInTheDocument) {
    std::ifstream file(std::string(WORKSPACE_SOURCE_DIR) + "/docs/rest.md");
    const std::string document(std::istreambuf_iterator<char>(file), {});
    for_each_operation([&](const std::string& path, const std::string& method, const json::object& operation) {
        EXPECT_THAT(document, ::testing::HasSubstr("`" + method + " " + path));
        EXPECT_FALSE(operation.at("summary").as_string().empty());
    });
}

}  // namespace
}  // namespace workspace::server
