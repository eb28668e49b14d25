#include "workspace/cli/options.hpp"

#include <cstdlib>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/temporary_folder.hpp"
#include "workspace/cli/console.hpp"

namespace workspace::cli {
namespace {

using ::testing::HasSubstr;

std::variant<Options, ExitCode> parsed(std::vector<const char*> words) {
    words.insert(words.begin(), "workspace-cli");
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    auto result = parse_options(static_cast<int>(words.size()), words.data());
    static_cast<void>(::testing::internal::GetCapturedStdout());
    static_cast<void>(::testing::internal::GetCapturedStderr());
    return result;
}

Options taken(const std::vector<const char*>& words) {
    auto result = parsed(words);
    EXPECT_TRUE(std::holds_alternative<Options>(result));
    return std::holds_alternative<Options>(result) ? std::get<Options>(result) : Options{};
}

TEST(Options, AFingerprintIsTakenHoweverItIsWrittenAndCheckedAtOnce) {
    const std::string bare(64, 'a');
    const auto options = taken({"login", "alice", "--accept-fingerprint", bare.c_str()});
    EXPECT_EQ(options.accept_fingerprint.substr(0, 6), "AA:AA:");
    EXPECT_EQ(std::get<ExitCode>(parsed({"login", "alice", "--accept-fingerprint", "abc"})), ExitCode::usage);
    EXPECT_EQ(taken({"trust"}).action, Action::trust);
    EXPECT_TRUE(taken({"trust", "--forget"}).forget);
}

TEST(Options, ChatIsTheDefault) {
    EXPECT_EQ(taken({}).action, Action::chat);
    const auto chat = taken({"chat", "general", "--server", "http://h:1"});
    EXPECT_EQ(chat.action, Action::chat);
    EXPECT_EQ(chat.room, "general");
    EXPECT_EQ(chat.server, "http://h:1");
}

TEST(Options, JsonTakesItsOptionsBeforeOrAfter) {
    const auto options = taken({"--json", "--data-dir", "/d", "--workstation", "pc-1", "--presence", "count"});
    EXPECT_EQ(options.action, Action::json);
    EXPECT_EQ(options.data_dir, "/d");
    EXPECT_EQ(options.workstation, "pc-1");
    EXPECT_EQ(options.presence, core::wire::PresenceWish::count);
}

TEST(Options, LoginHasItsOwn) {
    const auto options = taken({"login", "alice", "--password-stdin", "--take-over", "--label", "desk"});
    EXPECT_EQ(options.action, Action::login);
    EXPECT_EQ(options.name, "alice");
    EXPECT_TRUE(options.password_stdin);
    EXPECT_TRUE(options.take_over);
    EXPECT_EQ(options.label, "desk");
    EXPECT_EQ(taken({"logout"}).action, Action::logout);
    EXPECT_EQ(taken({"status"}).action, Action::status);
}

TEST(Options, MistakesAreUsageAndHelpIsNot) {
    const auto code = [](const std::vector<const char*>& words) { return std::get<ExitCode>(parsed(words)); };
    EXPECT_EQ(code({"login"}), ExitCode::usage);
    EXPECT_EQ(code({"dance"}), ExitCode::usage);
    EXPECT_EQ(code({"--env", "a", "--server", "b"}), ExitCode::usage);
    EXPECT_EQ(code({"--presence", "some"}), ExitCode::usage);
    EXPECT_EQ(code({"--server", "localhost"}), ExitCode::usage);
    EXPECT_EQ(code({"--help"}), ExitCode::ok);
    EXPECT_EQ(code({"--version"}), ExitCode::ok);
}

TEST(Options, TheLastLoginsServerIsTheFoldersDefault) {
    const testing::TemporaryFolder folder;
    ::setenv("XDG_CONFIG_HOME", (folder.path() / "config").c_str(), 1);
    Options options;
    options.data_dir = folder.path() / "data";
    EXPECT_EQ(place_of(options).ws, "ws://127.0.0.1:4000/ws");
    options.server = "http://h:1";
    remember_server(place_of(options));
    options.server.clear();
    EXPECT_EQ(place_of(options).ws, "ws://h:1/ws");
    options.environment = "local";
    EXPECT_EQ(place_of(options).ws, "ws://127.0.0.1:4000/ws") << "a named environment wins";
    options.environment = "moon";
    EXPECT_THAT(testing::words_thrown_by([&] { static_cast<void>(place_of(options)); }),
                HasSubstr("no environment 'moon'"));
    ::unsetenv("XDG_CONFIG_HOME");
}

TEST(Console, HandsEventsOverAndKeepsToItsDeadline) {
    Console console;
    EXPECT_TRUE(console.wait(false, std::chrono::steady_clock::now()).late);
    console.push({core::client::Ended{}});
    console.push({core::client::Ended{}});
    const auto arrivals = console.wait(false);
    EXPECT_EQ(arrivals.events.size(), 2U);
    EXPECT_FALSE(arrivals.late);
}

}  // namespace
}  // namespace workspace::cli
