#include "workspace/host/connection_settings.hpp"

#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temporary_folder.hpp"

namespace workspace::host {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::words_thrown_by;

constexpr std::string_view kPredecessors = R"({
  "mode": "proxmox",
  "environments": {
    "local":      { "url": "http://localhost:4000", "ws": "ws://localhost:4000" },
    "proxmox":    { "url": "http://10.0.0.5:4000", "ws": "ws://10.0.0.5:4000/ws" },
    "production": { "url": "https://chat.example.org" }
  }
})";

TEST(ConnectionSettings, WithoutAFileTheServerIsOnThisComputer) {
    const auto settings = load_connection_settings({"/nonexistent/connection.json"});
    EXPECT_EQ(settings.mode, "local");
    EXPECT_EQ(settings.current(), (Environment{"http://127.0.0.1:4000", "ws://127.0.0.1:4000/ws"}));
}

TEST(ConnectionSettings, ThePredecessorsFileIsRead) {
    const TemporaryFolder folder;
    const auto settings = load_connection_settings({folder.write("connection.json", kPredecessors)});
    EXPECT_EQ(settings.mode, "proxmox");
    EXPECT_EQ(settings.current(), (Environment{"http://10.0.0.5:4000", "ws://10.0.0.5:4000/ws"}));
    EXPECT_EQ(settings.environments.at("local").ws, "ws://localhost:4000/ws") << "a ws without a path gets /ws";
    EXPECT_EQ(settings.environments.at("production").ws, "wss://chat.example.org:443/ws") << "made from url";
}

TEST(ConnectionSettings, TheUsersFileLiesOverTheSystems) {
    const TemporaryFolder folder;
    const auto system = folder.write("system.json", kPredecessors);
    const auto user = folder.write("user.json", R"({"environments": {"proxmox": {"url": "http://10.9.9.9:4000"}}})");
    const auto settings = load_connection_settings({system, user});
    EXPECT_EQ(settings.mode, "proxmox") << "the system's, since the user has none";
    EXPECT_EQ(settings.current()->ws, "ws://10.9.9.9:4000/ws");
    EXPECT_TRUE(settings.environments.contains("production"));

    const auto chosen = folder.write("mode.json", R"({"mode": "production"})");
    EXPECT_EQ(load_connection_settings({system, chosen}).mode, "production");
}

TEST(ConnectionSettings, AModeWithoutItsEnvironmentHasNoCurrentOne) {
    const TemporaryFolder folder;
    EXPECT_FALSE(load_connection_settings({folder.write("c.json", R"({"mode": "moon"})")}).current());
}

TEST(ConnectionSettings, AMistakeIsNamedWithItsPlace) {
    const TemporaryFolder folder;
    const auto complaint = [&](std::string_view text) {
        const auto file = folder.write("bad.json", text);
        return words_thrown_by([&] { static_cast<void>(load_connection_settings({file})); });
    };
    EXPECT_THAT(complaint("{\n  \"mode\": local\n}"), AllOf(HasSubstr("bad.json"), HasSubstr("line 2")));
    EXPECT_THAT(complaint("{} {}"), HasSubstr("follows the end"));
    EXPECT_THAT(complaint("{\"mode\""), HasSubstr("not JSON"));
    EXPECT_THAT(complaint("[]"), HasSubstr("\"mode\""));
    EXPECT_THAT(complaint(R"({"mode": 3})"), HasSubstr("\"mode\" must be a text"));
    EXPECT_THAT(complaint(R"({"environments": {"local": {}}})"), HasSubstr("\"local\": \"url\" is missing"));
    EXPECT_THAT(complaint(R"({"environments": {"local": {"url": "4000"}}})"), HasSubstr("http://host:port"));
}

TEST(ConnectionSettings, WhatIsSavedIsReadBackAndPrivate) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "new" / "connection.json";
    auto settings = load_connection_settings({});
    settings.mode = "office";
    settings.environments["office"] = {"http://10.1.1.1:4000", "ws://10.1.1.1:4000/ws"};
    save_connection_settings(settings, file);
    const auto again = load_connection_settings({file});
    EXPECT_EQ(again.mode, "office");
    EXPECT_EQ(again.environments, settings.environments);
    struct stat facts{};
    ASSERT_EQ(::stat(file.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

}  // namespace
}  // namespace workspace::host
