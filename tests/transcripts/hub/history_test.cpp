#include <string>
#include <vector>

#include "hub_transcript.hpp"

namespace workspace::testing {

TEST_F(HubTranscript, H1_APageSaysWhichStretchItCovers) {
    fill(general, 30);
    auto client = log_in("alice", "pc-accueil");
    client.page_before(1, general, 11, 4);
    const auto page = client.last<wire::PageResult>().value();
    EXPECT_EQ(page.req, 1);
    EXPECT_EQ(page.from.value, 7);
    EXPECT_EQ(page.to.value, 10);
    EXPECT_EQ(page.head.value, 30);
    ASSERT_EQ(page.events.size(), 4U);
    EXPECT_EQ(page.events.front().body, "7");
    EXPECT_EQ(page.events.back().body, "10");
}

TEST_F(HubTranscript, H2_ASlowReaderIsClosedAndToldToFetch) {
    auto client = log_in("alice", "pc-accueil");
    client.sync(general);
    const wire::Welcome session = client.welcome();
    world().handle(hub::Overflowed{client.connection()});
    EXPECT_EQ(client.closed(), CloseCode::slow_reader);
    EXPECT_TRUE(connected(alice)) << "the lease detaches as usual";
    fill(general, 3);
    EXPECT_TRUE(client.heard().empty());
    auto back = resume("alice", "pc-accueil", session);
    back.sync(general);
    EXPECT_EQ(back.last<wire::Synced>()->events.size(), 3U);
}

TEST_F(HubTranscript, H3_ResumeGivesExactlyWhatWasMissed) {
    fill(general, 10);
    auto client = log_in("alice", "pc-accueil");
    client.sync(general, cursor_at(general, 7));
    const auto synced = client.last<wire::Synced>().value();
    EXPECT_EQ(synced.result, wire::SyncResult::complete);
    EXPECT_EQ(synced.from.value, 8);
    EXPECT_EQ(synced.to.value, 10);
    ASSERT_EQ(synced.events.size(), 3U);
    EXPECT_EQ(synced.events.front().body, "8");
}

TEST_F(HubTranscript, H3_ACursorAtTheHeadIsAnsweredWithoutTheStore) {
    fill(general, 3);
    auto client = log_in("alice", "pc-accueil");
    world().hold_store();
    client.sync(general, cursor_at(general, 3));
    const auto synced = client.last<wire::Synced>().value();
    EXPECT_EQ(synced.result, wire::SyncResult::complete);
    EXPECT_TRUE(synced.events.empty());
    EXPECT_EQ(synced.from.value, 4);
    EXPECT_EQ(synced.to.value, 3);
    client.sync(workshop);
    EXPECT_EQ(client.last<wire::Synced>()->room.id, workshop) << "nor is an empty room";
    world().release_store();
}

TEST_F(HubTranscript, H3_AfterARestartTheHeadIsLearntFromTheFirstWhoAsks) {
    fill(general, 3);
    world().restart();
    auto first = log_in("alice", "pc-accueil");
    first.sync(general, cursor_at(general, 3));
    ASSERT_TRUE(first.last<wire::Synced>());
    world().hold_store();
    first.sync(general, cursor_at(general, 3));
    EXPECT_EQ(first.all<wire::Synced>().size(), 2U);
    world().release_store();
}

TEST_F(HubTranscript, H3_ACacheOfAnotherLogIsReset) {
    fill(general, 10);
    const wire::Cursor before = cursor_at(general, 10);
    world().store().restore(general, MessageSeq{6});
    world().restart();
    auto client = log_in("alice", "pc-accueil");
    client.sync(general, before);
    const auto synced = client.last<wire::Synced>().value();
    EXPECT_EQ(synced.result, wire::SyncResult::reset);
    EXPECT_EQ(synced.room.head.value, 6);
    EXPECT_NE(synced.room.epoch, before.epoch);
    wire::Cursor foreign = cursor_at(general, 6);
    foreign.cid = cid(99);
    client.sync(general, foreign);
    EXPECT_EQ(client.last<wire::Synced>()->result, wire::SyncResult::reset);
}

TEST_F(HubTranscript, H3_TooMuchIsAnsweredByTheNewestPage) {
    fill(general, kResumeEventsMax + 10);
    auto client = log_in("alice", "pc-accueil");
    client.sync(general, cursor_at(general, 5));
    const auto synced = client.last<wire::Synced>().value();
    EXPECT_EQ(synced.result, wire::SyncResult::too_long);
    EXPECT_EQ(synced.events.size(), static_cast<std::size_t>(kNewestPage));
    EXPECT_EQ(synced.to.value, kResumeEventsMax + 10);
}

TEST_F(HubTranscript, H4_PagesAreExact) {
    fill(general, 50);
    auto client = log_in("alice", "pc-accueil");
    client.page_after(1, general, 48, 200);
    EXPECT_EQ(client.last<wire::PageResult>()->events.size(), 2U);
    client.page_around(2, general, 25, 10);
    EXPECT_EQ(client.last<wire::PageResult>()->from.value, 20);
    EXPECT_EQ(client.last<wire::PageResult>()->to.value, 29);
    client.page_before(3, general, 1, 10);
    EXPECT_EQ(client.last<wire::PageResult>()->to.value, client.last<wire::PageResult>()->from.value - 1);
    client.say(wire::Page{4, general, {}, {}, {}, 10});
    EXPECT_EQ(client.last<wire::Error>()->code, Refusal::bad_request);
    EXPECT_EQ(client.last<wire::Error>()->req, 4);
    client.page_before(5, general, 1, 201);
    EXPECT_EQ(client.last<wire::Error>()->req, 5);
    world().fail_store(1);
    client.page_before(6, general, 9, 5);
    EXPECT_EQ(client.last<wire::Error>()->code, Refusal::store_failed);
}

TEST_F(HubTranscript, H4_PagesSayWhereTheLogBegins) {
    fill(general, 20);
    world().store().set_floor(general, MessageSeq{12});
    world().restart();
    auto client = log_in("alice", "pc-accueil");
    client.page_before(1, general, 15, 200);
    const auto page = client.last<wire::PageResult>().value();
    EXPECT_EQ(page.floor.value, 12);
    EXPECT_EQ(page.from.value, 13);
    EXPECT_EQ(page.to.value, 14);
}

TEST_F(HubTranscript, H5_AfterAReconnectionTheViewEqualsTheLog) {
    auto reader = log_in("bob", "pc-atelier");
    reader.sync(general);
    fill(general, 5);
    const wire::Welcome session = reader.welcome();
    reader.cut();
    world().handle(
        hub::ApiPost{Ticket{90}, ApiTokenFence{7}, dan, wire::Post{general, cid(90), std::nullopt, "while away"}});
    auto back = resume("bob", "pc-atelier", session);
    back.sync(general, cursor_at(general, 5));
    world().handle(
        hub::ApiPost{Ticket{91}, ApiTokenFence{7}, dan, wire::Post{general, cid(91), std::nullopt, "and after"}});
    std::vector<std::string> seen = reader.heard();
    for (const wire::Event& event : back.caught_up()) {
        seen.push_back(event.body);
    }
    for (const std::string& body : back.heard()) {
        seen.push_back(body);
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"1", "2", "3", "4", "5", "while away", "and after"}));
}

TEST_F(HubTranscript, H7_BeatAnswersCarryTheHeadsThatChanged) {
    auto client = log_in("alice", "pc-accueil");
    client.sync(general);
    client.beat();
    EXPECT_TRUE(client.last<wire::BeatAnswer>()->heads.empty());
    fill(general, 3);
    fill(workshop, 2);
    client.beat();
    EXPECT_EQ(client.last<wire::BeatAnswer>()->heads, (std::vector<wire::RoomHead>{{general, MessageSeq{3}}}))
        << "of the rooms that it is subscribed to";
    client.beat();
    EXPECT_TRUE(client.last<wire::BeatAnswer>()->heads.empty()) << "since the last answer";
}

}  // namespace workspace::testing
