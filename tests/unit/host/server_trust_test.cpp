#include "workspace/host/server_trust.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "temporary_folder.hpp"

namespace workspace::host {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

const std::string kOne = *parse_fingerprint(std::string(64, 'a'));
const std::string kTwo = *parse_fingerprint(std::string(64, '2'));

TEST(ServerTrust, AFingerprintIsReadHoweverItIsWritten) {
    std::string pairs = "Ab";
    for (int i = 1; i < 32; ++i) {
        pairs += ":cD";
    }
    const auto fingerprint = parse_fingerprint(pairs);
    ASSERT_TRUE(fingerprint);
    EXPECT_EQ(fingerprint->substr(0, 8), "AB:CD:CD");
    EXPECT_EQ(fingerprint->size(), 95U);
    std::string bare = pairs;
    std::erase(bare, ':');
    EXPECT_EQ(parse_fingerprint(bare), fingerprint);
    for (const std::string& bad :
         {std::string(), std::string("ab"), bare + "0", bare.substr(1), "g" + bare.substr(1)}) {
        EXPECT_FALSE(parse_fingerprint(bad)) << bad;
    }
}

TEST(ServerTrust, WhatWasAcceptedDecidesAloneAndElseAnAuthority) {
    EXPECT_EQ(judge({.fingerprint = kOne, .vouched = false}, std::nullopt), Trust::unknown);
    EXPECT_EQ(judge({.fingerprint = kOne, .vouched = true}, std::nullopt), Trust::trusted);
    EXPECT_EQ(judge({.fingerprint = kOne, .vouched = false}, kOne), Trust::trusted);
    EXPECT_EQ(judge({.fingerprint = kOne, .vouched = false}, kTwo), Trust::changed);
    EXPECT_EQ(judge({.fingerprint = kOne, .vouched = true}, kTwo), Trust::changed);
}

TEST(ServerTrust, NothingShownIsNothingTrusted) {
    EXPECT_EQ(judge({}, std::nullopt), Trust::unknown);
    EXPECT_EQ(judge({}, kOne), Trust::changed);
}

TEST(ServerTrust, TheWordsHoldWhatIsToBeCompared) {
    EXPECT_EQ(words_of(Trust::trusted, {.fingerprint = kOne}, std::nullopt), "");
    EXPECT_THAT(words_of(Trust::unknown, {.fingerprint = kOne}, std::nullopt), HasSubstr(kOne));
    const auto changed = words_of(Trust::changed, {.fingerprint = kOne}, kTwo);
    EXPECT_THAT(changed, HasSubstr(kOne));
    EXPECT_THAT(changed, HasSubstr(kTwo));
}

TEST(TrustedServers, AreKeptByHostAndPortForTheirOwnerAlone) {
    const TemporaryFolder folder;
    const auto server = parse_server_url("https://Chat.Example.org:4000");
    TrustedServers(folder.path()).remember(server, kOne);
    TrustedServers trusted(folder.path());
    EXPECT_EQ(trusted.find(server), kOne);
    EXPECT_EQ(trusted.find(parse_server_url("wss://chat.example.org:4000/ws")), kOne);
    EXPECT_EQ(trusted.find(parse_server_url("https://chat.example.org:4001")), std::nullopt);
    struct stat facts{};
    ASSERT_EQ(::stat((folder.path() / "trusted-servers").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(TrustedServers, ForgetOneAndKeepTheOthers) {
    const TemporaryFolder folder;
    TrustedServers trusted(folder.path());
    const auto one = parse_server_url("https://[::1]:1");
    const auto two = parse_server_url("https://h:2");
    EXPECT_FALSE(trusted.forget(one));
    trusted.remember(one, kOne);
    trusted.remember(two, kTwo);
    EXPECT_TRUE(trusted.forget(one));
    EXPECT_EQ(trusted.find(one), std::nullopt);
    EXPECT_EQ(trusted.find(two), kTwo);
}

TEST(TrustedServers, ABrokenLineIsNamedAndNothingIsTrustedForIt) {
    const TemporaryFolder folder;
    static_cast<void>(folder.write("trusted-servers", "h:2 " + kTwo + "\nh:1 abc\n"));
    const TrustedServers trusted(folder.path());
    try {
        static_cast<void>(trusted.find(parse_server_url("https://h:2")));
        FAIL();
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("h:1 abc"));
    }
}

}  // namespace
}  // namespace workspace::host
