#include "workspace/cli/chat_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "workspace/cli/texts.hpp"

namespace workspace::cli {
namespace {

namespace client = core::client;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

client::PhaseChanged phase(client::Phase which) {
    client::PhaseChanged change;
    change.phase = which;
    if (which == client::Phase::live) {
        change.account = core::wire::Person{.id = {1}, .name = "Alice"};
        change.login = "alice";
    }
    return change;
}

client::MessagesAdded messages(std::int64_t from, std::int64_t to, std::int64_t head, bool live = false) {
    client::MessagesAdded added;
    added.room = {3};
    added.head = {head};
    added.live = live;
    for (std::int64_t seq = from; seq <= to; ++seq) {
        added.events.push_back({.seq = {seq},
                                .cid = {},
                                .author = {2},
                                .author_name = "Bruno",
                                .at = {1'700'000'000'000},
                                .changed = {seq},
                                .body = "message " + std::to_string(seq)});
    }
    return added;
}

client::RoomsChanged two_rooms() {
    client::RoomsChanged change;
    change.rooms = {{.id = {3}, .name = "general", .epoch = {}, .floor = {0}, .head = {0}},
                    {.id = {4}, .name = "ateliers", .epoch = {}, .floor = {0}, .head = {0}}};
    return change;
}

class ChatViewTest : public ::testing::Test {
protected:
    std::string take(const client::Event& event) { return view_.take(event, {}); }
    void go_live() {
        take(phase(client::Phase::live));
        take(two_rooms());
    }
    ChatView view_{Palette::plain(), "", "http://127.0.0.1:4000"};
};

TEST_F(ChatViewTest, SaysWhoOneIsAndWhichRoomIsOpen) {
    EXPECT_EQ(take(phase(client::Phase::live)), "Logged in as Alice (alice) on http://127.0.0.1:4000.\n");
    EXPECT_EQ(take(two_rooms()), "# general\n");
    EXPECT_TRUE(view_.ready());
    EXPECT_THAT(view_.room_list(), AllOf(HasSubstr("* general (3)"), HasSubstr("  ateliers (4)")));
}

TEST_F(ChatViewTest, TellsTheCounterOnlyWhenItChanges) {
    go_live();
    client::PresenceChanged change;
    change.count = 2;
    change.people = std::make_shared<const std::vector<core::wire::Person>>(
        std::vector<core::wire::Person>{{.id = {1}, .name = "Alice"}, {.id = {2}, .name = "Bruno"}});
    EXPECT_EQ(take(change), "2 connected: Alice, Bruno\n");
    EXPECT_EQ(take(change), "");
    EXPECT_EQ(take(client::PresenceChanged{}), "") << "the line about the link says enough";
    EXPECT_EQ(view_.who(), "— connected\n");
    EXPECT_EQ(take(change), "") << "the same as before the blip";
}

TEST_F(ChatViewTest, ShowsHistoryThenLiveMessagesOnce) {
    go_live();
    EXPECT_THAT(take(messages(1, 30, 30)), AllOf(HasSubstr("message 30\n"), Not(HasSubstr("message 10\n"))));
    EXPECT_EQ(view_.oldest_shown(), core::MessageSeq{11});
    EXPECT_THAT(take(messages(31, 31, 31, true)), EndsWith("Bruno: message 31\n"));
    EXPECT_EQ(take(messages(31, 31, 31, true)), "") << "a repeat shows nothing";
}

TEST_F(ChatViewTest, ShowsEarlierMessagesAndKnowsTheBeginning) {
    go_live();
    take(messages(31, 50, 50));
    EXPECT_FALSE(view_.at_beginning());
    const auto earlier = take(messages(1, 30, 50));
    EXPECT_THAT(earlier, AllOf(HasSubstr("earlier"), HasSubstr("message 1\n"), HasSubstr("message 30\n")));
    EXPECT_TRUE(view_.at_beginning());
}

TEST_F(ChatViewTest, H1_AHoleIsShownAsAHole) {
    go_live();
    take(messages(1, 2, 2));
    EXPECT_THAT(take(messages(90, 91, 91)), HasSubstr("some messages are not shown here"));
}

TEST_F(ChatViewTest, AnotherRoomsMessagesWaitUntilItIsOpened) {
    go_live();
    auto elsewhere = messages(1, 1, 1, true);
    elsewhere.room = {4};
    EXPECT_EQ(take(elsewhere), "");
    EXPECT_THAT(view_.join("ateliers"), AllOf(HasSubstr("# ateliers"), HasSubstr("message 1")));
    EXPECT_THAT(view_.join("3"), HasSubstr("# general"));
    EXPECT_THAT(view_.join("nowhere"), HasSubstr("no room nowhere"));
}

TEST_F(ChatViewTest, OpensTheRoomThatWasAskedFor) {
    ChatView view(Palette::plain(), "ateliers", "s");
    EXPECT_EQ(view.take(two_rooms(), {}), "# ateliers\n");
    ChatView lost(Palette::plain(), "nowhere", "s");
    EXPECT_THAT(lost.take(two_rooms(), {}), AllOf(HasSubstr("no room nowhere"), HasSubstr("# general")));
}

TEST_F(ChatViewTest, CountsPostsUntilTheyAreSettled) {
    go_live();
    client::PostChanged post;
    post.room = {3};
    post.post = core::wire::Post{{3}, {}, {}, "hi"};
    post.state = client::PostState::saving;
    take(post);
    EXPECT_EQ(view_.begun_posts(), 1U);
    EXPECT_EQ(view_.unsettled_posts(), 1U);
    post.state = client::PostState::failed;
    post.why = core::Refusal::too_long;
    EXPECT_THAT(take(post), HasSubstr("Not sent: \"hi\""));
    EXPECT_EQ(view_.unsettled_posts(), 0U);
    EXPECT_TRUE(view_.failed_post());
    post.state = client::PostState::discarded;
    take(post);
    EXPECT_FALSE(view_.failed_post());
}

TEST_F(ChatViewTest, SaysWhereTheAccountIsUsedAndWhatToDo) {
    auto change = phase(client::Phase::stopped);
    change.stop = client::Stop{};
    change.stop->refusal = core::Refusal::session_elsewhere;
    change.stop->holder =
        core::wire::Holder{.account_name = "Alice", .workstation = "pc-1", .since_ms = 120'000, .idle_ms = 30'000};
    change.stop->may_use_here = true;
    EXPECT_THAT(take(change), AllOf(HasSubstr("\"pc-1\", since 2 minutes, idle for 30 s"), HasSubstr("/here")));
}

TEST_F(ChatViewTest, ALogoutForgetsTheRoomsAndTheNextSessionOpensTheSameOne) {
    go_live();
    static_cast<void>(view_.join("ateliers"));
    EXPECT_THAT(take(phase(client::Phase::signed_out)), HasSubstr("/login NAME"));
    EXPECT_FALSE(view_.room());
    EXPECT_FALSE(view_.ready());
    take(phase(client::Phase::live));
    EXPECT_EQ(take(two_rooms()), "# ateliers\n");
}

TEST_F(ChatViewTest, ALostLinkIsToldWithItsReason) {
    go_live();
    auto change = phase(client::Phase::waiting);
    change.reason = "the connection was lost";
    change.retry_at = core::MonotonicTime{std::chrono::seconds{4}};
    EXPECT_EQ(take(change), "No connection (the connection was lost); next try in 4 s.\n");
}

TEST_F(ChatViewTest, OtherPeoplesTextCannotDriveTheTerminal) {
    go_live();
    auto added = messages(1, 1, 1, true);
    added.events[0].body = "a\x1b[2Jb\nc\xe2\x80\xae";
    added.events[0].author_name = "Br\x9buno";
    const auto shown = take(added);
    EXPECT_EQ(shown.find('\x1b'), std::string::npos);
    EXPECT_THAT(shown, AllOf(HasSubstr("b\n    c"), Not(HasSubstr("\xe2\x80\xae"))));
}

TEST(TerminalText, KeepsTextAndReplacesControls) {
    EXPECT_EQ(printable("Chloé €😀"), "Chloé €😀");
    EXPECT_EQ(printable("a\tb"), "a    b");
    EXPECT_EQ(printable("\x7f\xc2\x9b\xff"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(Texts, SpansAreRounded) {
    EXPECT_EQ(texts::span(0), "0 s");
    EXPECT_EQ(texts::span(1'500), "2 s");
    EXPECT_EQ(texts::span(60'000), "1 minute");
    EXPECT_EQ(texts::span(7'200'000), "2 hours");
    EXPECT_EQ(texts::span(172'800'000), "2 days");
}

TEST(Texts, ManyPeopleAreCutShort) {
    std::vector<core::wire::Person> people;
    for (std::int64_t id = 1; id <= 30; ++id) {
        people.push_back({.id = {id}, .name = "p" + std::to_string(id)});
    }
    client::PresenceChanged change;
    change.count = 30;
    change.people = std::make_shared<const std::vector<core::wire::Person>>(people);
    EXPECT_THAT(texts::connected(change), AllOf(HasSubstr("30 connected"), HasSubstr("p20 and others")));
}

}  // namespace
}  // namespace workspace::cli
