#include "workspace/desktop/model/desk.hpp"

#include <gtest/gtest.h>

#include "desktop_log.hpp"
#include "workspace/core/base/limits.hpp"

namespace workspace::desktop {
namespace {

using namespace testing;
using core::client::Phase;

core::client::PhaseChanged live(core::wire::Person who) {
    core::client::PhaseChanged change;
    change.phase = Phase::live;
    change.account = std::move(who);
    return change;
}

core::client::RoomsChanged rooms(std::vector<std::pair<std::int64_t, std::string>> named) {
    core::client::RoomsChanged change;
    for (auto& [id, name] : named) {
        core::wire::Room room;
        room.id = core::RoomId{id};
        room.name = std::move(name);
        change.rooms.push_back(std::move(room));
    }
    return change;
}

class DesktopDesk : public ::testing::Test {
protected:
    template <class... Event>
    void apply(Event... events) {
        desk_.apply({core::client::Event{std::move(events)}...});
    }
    void live_with_two_rooms() { apply(live(me()), rooms({{1, "General"}, {2, "Ideas"}})); }
    template <class Command>
    [[nodiscard]] const Command* last() const {
        return sent_.empty() ? nullptr : std::get_if<Command>(&sent_.back());
    }
    [[nodiscard]] RoomItem::Facts facts(std::int64_t room) const {
        return desk_.rooms().find(core::RoomId{room})->facts();
    }

    Prepared prepared_;
    std::vector<core::client::Command> sent_;
    Desk desk_{[this](core::client::Command command) { sent_.push_back(std::move(command)); }};
};

TEST_F(DesktopDesk, TheFirstPageShowsWhenItComesWithTheRooms) {
    apply(live(me()), rooms({{1, "General"}}), added(run_of(1, 3), 3));
    EXPECT_EQ(desk_.timeline().items().size(), 5U) << "the beginning, a day and three messages";
}

TEST_F(DesktopDesk, OpensTheRoomThatWasOpen) {
    desk_.prefer(core::RoomId{2});
    live_with_two_rooms();
    EXPECT_EQ(desk_.room(), core::RoomId{2});
    EXPECT_EQ(desk_.room_name(), "Ideas");
}

TEST_F(DesktopDesk, SaysWithoutTheSpaceAround) {
    live_with_two_rooms();
    EXPECT_TRUE(desk_.say("hello \n"));
    ASSERT_NE(last<core::client::Say>(), nullptr);
    EXPECT_EQ(last<core::client::Say>()->body, "hello");
    EXPECT_EQ(last<core::client::Say>()->room, core::RoomId{1});
}

TEST_F(DesktopDesk, NothingIsNotSent) {
    EXPECT_FALSE(desk_.say("hello")) << "no room";
    live_with_two_rooms();
    EXPECT_FALSE(desk_.say(" \n\t"));
    EXPECT_TRUE(sent_.empty());
}

TEST_F(DesktopDesk, ATextThatIsTooLongIsLeftToBeShortened) {
    live_with_two_rooms();
    std::vector<core::Refusal> failures;
    desk_.signal_failed().connect([&](core::Refusal why) { failures.push_back(why); });
    EXPECT_TRUE(desk_.say(std::string(core::kBodyBytesMax, 'x')));
    EXPECT_FALSE(desk_.say(std::string(core::kBodyBytesMax + 1, 'x')));
    EXPECT_EQ(failures, std::vector{core::Refusal::too_long});
    EXPECT_EQ(sent_.size(), 1U);
}

TEST_F(DesktopDesk, DraftsAreKeptByRoom) {
    live_with_two_rooms();
    desk_.set_draft("in one");
    desk_.open(core::RoomId{2});
    EXPECT_EQ(desk_.draft(), "");
    desk_.set_draft("in two");
    desk_.open(core::RoomId{1});
    EXPECT_EQ(desk_.draft(), "in one");
}

TEST_F(DesktopDesk, WhatComesElsewhereIsUnread) {
    live_with_two_rooms();
    auto page = added(run_of(1, 5), 5);
    page.room = core::RoomId{2};
    apply(page);
    EXPECT_EQ(facts(2).unread, 0) << "what was there before is not new";
    auto more = added({event(6, kBruno, kMonday)}, 6);
    more.room = core::RoomId{2};
    more.live = true;
    apply(more);
    EXPECT_EQ(facts(2).unread, 1);
    EXPECT_EQ(facts(2).preview, "Bruno: hi");
    desk_.open(core::RoomId{2});
    desk_.watch(true);
    EXPECT_EQ(facts(2).unread, 0);
}

TEST_F(DesktopDesk, ThePreviewIsOneLineThatIsCutBetweenCharacters) {
    live_with_two_rooms();
    std::string body = "x";
    for (int i = 0; i < 200; ++i) {
        body += "é";
    }
    apply(added({event(1, kMe, kMonday, body + "\nsecond")}, 1));
    const Glib::ustring preview(facts(1).preview);
    EXPECT_TRUE(preview.validate());
    EXPECT_EQ(preview.find("You: xé"), 0U);
    EXPECT_EQ(facts(1).preview.find('\n'), std::string::npos);
}

TEST_F(DesktopDesk, P1_PeopleAreSortedAndOneselfIsMarked) {
    live_with_two_rooms();
    auto people = std::make_shared<const std::vector<core::wire::Person>>(
        std::vector<core::wire::Person>{{kChloe, "Chloé"}, {kMe, "Alice"}, {kBruno, "Bruno"}});
    apply(core::client::PresenceChanged{3, people});
    const auto store = desk_.people().store();
    ASSERT_EQ(store->get_n_items(), 3U);
    EXPECT_EQ(store->get_item(0)->label(), "Alice (you)");
    EXPECT_EQ(store->get_item(1)->label(), "Bruno");
    EXPECT_EQ(desk_.session().count(), 3);
}

TEST_F(DesktopDesk, LoggingOutLeavesNothingForTheNextPerson) {
    live_with_two_rooms();
    apply(added(run_of(1, 3), 3));
    desk_.set_draft("secret");
    core::client::PhaseChanged out;
    out.phase = Phase::signed_out;
    apply(out);
    EXPECT_EQ(desk_.rooms().store()->get_n_items(), 0U);
    EXPECT_EQ(desk_.people().store()->get_n_items(), 0U);
    EXPECT_TRUE(desk_.timeline().items().empty());
    apply(live({kBruno, "Bruno"}), rooms({{1, "General"}}));
    EXPECT_EQ(desk_.draft(), "");
    EXPECT_TRUE(desk_.timeline().items().empty());
}

TEST_F(DesktopDesk, OlderMessagesAreFetchedOnceUntilTheyCome) {
    apply(live(me()), rooms({{1, "General"}}), added(run_of(401, 450), 450));
    desk_.older();
    ASSERT_NE(last<core::client::LoadOlder>(), nullptr);
    EXPECT_EQ(last<core::client::LoadOlder>()->before, core::MessageSeq{401});
    desk_.older();
    EXPECT_EQ(sent_.size(), 1U);
    apply(added(run_of(281, 400), 450));
    while (desk_.timeline().extend_older()) {
    }
    desk_.older();
    EXPECT_EQ(sent_.size(), 2U);
}

}  // namespace
}  // namespace workspace::desktop
