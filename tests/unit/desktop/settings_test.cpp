#include <gtest/gtest.h>

#include "../host/temporary_folder.hpp"
#include "desktop_log.hpp"
#include "workspace/desktop/model/preferences.hpp"
#include "workspace/desktop/model/server_choice.hpp"

namespace workspace::desktop {
namespace {

using workspace::testing::TemporaryFolder;
using workspace::testing::words_thrown_by;

host::ConnectionSettings settings() {
    host::ConnectionSettings made;
    made.mode = "proxmox";
    made.environments["local"] = {"http://127.0.0.1:4000", "ws://127.0.0.1:4000/ws"};
    made.environments["proxmox"] = {"http://10.0.0.5:4000", "ws://10.0.0.5:4000/ws"};
    return made;
}

TEST(DesktopServerChoice, TheModeIsChosenAtFirst) {
    const TemporaryFolder folder;
    const auto choice = choose_server(settings(), "", "", folder.path());
    EXPECT_EQ(choice.url, "http://10.0.0.5:4000");
    ASSERT_EQ(choice.named.size(), 2U);
    EXPECT_EQ(choice.index_of("http://10.0.0.5:4000"), 1U);
    EXPECT_EQ(choice.index_of("http://10.0.0.6:4000"), std::nullopt);
}

TEST(DesktopServerChoice, WhatWasUsedLastWinsOverTheModeAndIsWonOver) {
    const TemporaryFolder folder;
    remember_server(folder.path(), "http://192.0.2.1:4000");
    EXPECT_EQ(choose_server(settings(), "", "", folder.path()).url, "http://192.0.2.1:4000");
    EXPECT_EQ(choose_server(settings(), "", "local", folder.path()).url, "http://127.0.0.1:4000");
    EXPECT_EQ(choose_server(settings(), "ws://192.0.2.9:4100", "", folder.path()).url, "http://192.0.2.9:4100");
}

TEST(DesktopServerChoice, AnUnknownEnvironmentIsNamedWithTheKnownOnes) {
    const TemporaryFolder folder;
    const auto words = words_thrown_by([&] { (void)choose_server(settings(), "", "moon", folder.path()); });
    EXPECT_NE(words.find("moon"), std::string::npos);
    EXPECT_NE(words.find("local, proxmox"), std::string::npos);
}

TEST(DesktopPreferences, AreReadAsTheyWereWritten) {
    testing::prepare();
    const TemporaryFolder folder;
    Preferences preferences;
    preferences.colours = "dark";
    preferences.width = 700;
    preferences.maximized = true;
    preferences.people_pane = false;
    preferences.room = 7;
    save_preferences(preferences, folder.path() / "config" / "desktop.ini");
    EXPECT_EQ(load_preferences(folder.path() / "config" / "desktop.ini"), preferences);
}

TEST(DesktopPreferences, AFileThatCannotBeReadMeansTheDefaults) {
    testing::prepare();
    const TemporaryFolder folder;
    EXPECT_EQ(load_preferences(folder.path() / "none.ini"), Preferences{});
    EXPECT_EQ(load_preferences(folder.write("bad.ini", "\x01\x02 not a key file")), Preferences{});
    const auto odd = load_preferences(folder.write("odd.ini", "[window]\nwidth=-5\nheight=abc\ncolours=dark\n"));
    EXPECT_GT(odd.width, 0);
    EXPECT_EQ(odd.height, Preferences{}.height);
    EXPECT_EQ(odd.colours, "dark");
}

}  // namespace
}  // namespace workspace::desktop
