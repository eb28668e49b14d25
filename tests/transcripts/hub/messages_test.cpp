#include <set>
#include <string>
#include <vector>

#include "hub_transcript.hpp"

namespace workspace::testing {

using Bodies = std::vector<std::string>;

TEST_F(HubTranscript, M1_NothingIsAcknowledgedOrSeenBeforeItIsDurable) {
    auto author = log_in("alice", "pc-accueil");
    auto reader = log_in("bob", "pc-atelier");
    world().advance(1s);
    reader.sync(general);
    world().hold_store();
    author.post(general, cid(1), "hi");
    world().advance(3s);
    EXPECT_FALSE(author.last<wire::Posted>());
    EXPECT_TRUE(reader.heard().empty());
    world().release_store();
    EXPECT_EQ(author.last<wire::Posted>()->seq.value, 1);
    EXPECT_EQ(reader.heard(), Bodies{"hi"});
}

TEST_F(HubTranscript, M1_AFailedBatchRefusesWhatWasInIt) {
    auto author = log_in("alice", "pc-accueil");
    author.sync(general);
    world().fail_store(1);
    author.post(general, cid(1), "lost");
    EXPECT_EQ(author.last<wire::PostRefused>()->code, Refusal::store_failed);
    EXPECT_TRUE(author.heard().empty());
    author.post(general, cid(1), "lost");
    EXPECT_EQ(author.last<wire::Posted>()->seq.value, 1);
    EXPECT_FALSE(author.last<wire::Posted>()->duplicate);
}

TEST_F(HubTranscript, M2_SeqIsGaplessAndAllSeeTheSameOrder) {
    auto first = log_in("alice", "pc-accueil");
    auto second = log_in("bob", "pc-atelier");
    world().advance(1s);
    first.sync(general);
    second.sync(general);
    for (std::uint64_t i = 0; i < 20; ++i) {
        (i % 2 == 0 ? first : second).post(general, cid(i), "m" + std::to_string(i));
    }
    const auto seen = first.all<wire::EventMessage>();
    ASSERT_EQ(seen.size(), 20U);
    for (std::size_t i = 0; i < seen.size(); ++i) {
        EXPECT_EQ(seen[i].event.seq.value, static_cast<std::int64_t>(i) + 1);
    }
    EXPECT_EQ(first.heard(), second.heard());
}

TEST_F(HubTranscript, M3_ARepeatGivesTheFirstResultAgain) {
    auto author = log_in("alice", "pc-accueil");
    author.sync(general);
    author.post(general, cid(1), "hi");
    author.post(general, cid(1), "hi");
    const auto posted = author.all<wire::Posted>();
    ASSERT_EQ(posted.size(), 2U);
    EXPECT_EQ(posted[1].seq, posted[0].seq);
    EXPECT_EQ(posted[1].at, posted[0].at);
    EXPECT_TRUE(posted[1].duplicate);
    EXPECT_EQ(author.heard(), Bodies{"hi"}) << "broadcast once";
    author.post(general, cid(1), "something else");
    EXPECT_EQ(author.last<wire::PostRefused>()->code, Refusal::conflict);
}

TEST_F(HubTranscript, M3_ARepeatAfterALostAcknowledgementAndARestartIsADuplicate) {
    auto author = log_in("alice", "pc-accueil");
    const wire::Welcome session = author.welcome();
    world().hold_store();
    author.post(general, cid(1), "hi");
    world().restart(1);  // committed, never acknowledged
    world().release_store();
    auto back = resume("alice", "pc-accueil", session);
    back.post(general, cid(1), "hi");
    EXPECT_TRUE(back.last<wire::Posted>()->duplicate);
    EXPECT_EQ(world().store().log(general).size(), 1U);
}

TEST_F(HubTranscript, M4_EveryLiveMemberGetsEachEventOnceTheAuthorIncluded) {
    auto author = log_in("alice", "pc-accueil");
    auto reader = log_in("bob", "pc-atelier");
    auto elsewhere = log_in("carol", "pc-grange");
    world().advance(1s);
    author.sync(general);
    reader.sync(general);
    reader.sync(general);  // subscribing twice is subscribing once
    elsewhere.sync(workshop);
    author.post(general, cid(1), "hi");
    EXPECT_EQ(author.heard(), Bodies{"hi"});
    EXPECT_EQ(reader.heard(), Bodies{"hi"});
    EXPECT_TRUE(elsewhere.heard().empty());
}

TEST_F(HubTranscript, M4_WhatARoomGetsInOneTurnIsOneSharedFrame) {
    auto author = log_in("alice", "pc-accueil");
    auto reader = log_in("bob", "pc-atelier");
    world().advance(1s);
    reader.sync(general);
    world().hold_store();
    for (std::uint64_t i = 0; i < 10; ++i) {
        author.post(general, cid(i), std::to_string(i));
    }
    const std::size_t before = reader.peer().frames;
    world().release_store();
    EXPECT_EQ(reader.heard().size(), 10U);
    EXPECT_EQ(reader.peer().frames, before + 1);
}

TEST_F(HubTranscript, M4_NothingFallsBetweenSyncAndTheFirstEvent) {
    auto author = log_in("alice", "pc-accueil");
    auto reader = log_in("bob", "pc-atelier");
    world().advance(1s);
    author.post(general, cid(1), "1");
    world().set_store_delay(50ms);
    author.post(general, cid(2), "2");
    reader.sync(general);  // asked behind 2, before 3
    author.post(general, cid(3), "3");
    world().advance(1s);
    const auto synced = reader.last<wire::Synced>().value();
    EXPECT_EQ(synced.room.head.value, 2);
    EXPECT_EQ(synced.to.value, 2);
    EXPECT_EQ(reader.heard(), Bodies{"3"});
}

TEST_F(HubTranscript, M4_AChunkIsFlushedBeforeItsAudienceGrows) {
    auto author = log_in("alice", "pc-accueil");
    auto early = log_in("bob", "pc-atelier");
    auto late = log_in("carol", "pc-grange");
    world().advance(1s);
    early.sync(general);
    author.post(general, cid(1), "1");
    const wire::Cursor at_one = cursor_at(general, 1);
    world().hold_store();
    author.post(general, cid(2), "2");
    world().in_one_turn([&] {
        world().release_store();
        late.sync(general, at_one);
    });
    world().advance(1s);
    EXPECT_EQ(early.heard(), (Bodies{"1", "2"}));
    const auto synced = late.last<wire::Synced>().value();
    Bodies known;
    for (const wire::Event& event : synced.events) {
        known.push_back(event.body);
    }
    for (const std::string& body : late.heard()) {
        known.push_back(body);
    }
    EXPECT_EQ(known, Bodies{"2"}) << "once, by one of the two ways";
}

TEST_F(HubTranscript, M5_AnUnknownRoomGivesNothing) {
    auto client = log_in("alice", "pc-accueil");
    const RoomId nowhere{99};
    client.sync(nowhere);
    EXPECT_EQ(client.last<wire::Error>()->code, Refusal::not_a_member);
    client.page_before(5, nowhere, 1, 10);
    EXPECT_EQ(client.last<wire::Error>()->code, Refusal::not_a_member);
    EXPECT_EQ(client.last<wire::Error>()->req, 5);
    client.post(nowhere, cid(1), "hi");
    EXPECT_EQ(client.last<wire::PostRefused>()->code, Refusal::not_a_member);
}

TEST_F(HubTranscript, M6_WhatFollowsARefusalThatMayBeRetriedIsHeld) {
    auto author = log_in("alice", "pc-accueil");
    author.sync(general);
    world().hold_store();
    author.post(general, cid(1), "1");
    author.post(general, cid(2), "2", cid(1));
    author.post(general, cid(3), "3", cid(2));
    world().fail_store(1);
    world().release_store();
    const auto refused = author.all<wire::PostRefused>();
    ASSERT_EQ(refused.size(), 3U);
    EXPECT_EQ(refused[0].code, Refusal::store_failed);
    EXPECT_EQ(refused[1].code, Refusal::held);
    EXPECT_EQ(refused[2].code, Refusal::held);
    author.post(general, cid(1), "1");
    author.post(general, cid(2), "2", cid(1));
    author.post(general, cid(3), "3", cid(2));
    EXPECT_EQ(author.heard(), (Bodies{"1", "2", "3"}));
}

TEST_F(HubTranscript, M6_TooManyRequestsAtOnceAreRefusedForNow) {
    HubWorldOptions options;
    options.limits.pending_store_requests = 2;
    begin(options);
    auto author = log_in("alice", "pc-accueil");
    world().hold_store();
    author.post(general, cid(1), "1");
    author.post(general, cid(2), "2");
    author.post(general, cid(3), "3");
    EXPECT_EQ(author.last<wire::PostRefused>()->code, Refusal::try_again);
    EXPECT_EQ(author.last<wire::PostRefused>()->cid, cid(3));
    world().release_store();
    EXPECT_EQ(author.all<wire::Posted>().size(), 2U);
}

TEST_F(HubTranscript, M4_APostOverRestReachesTheRoom) {
    auto reader = log_in("bob", "pc-atelier");
    reader.sync(general);
    fill(general, 2);
    EXPECT_EQ(reader.heard(), (Bodies{"1", "2"}));
    world().handle(
        hub::ApiPost{Ticket{9}, ApiTokenFence{8}, dan, wire::Post{general, cid(1), std::nullopt, "no such token"}});
    EXPECT_EQ(std::get<Refusal>(world().api_answers().at(Ticket{9})), Refusal::not_live);
    world().handle(hub::ApiPost{Ticket{10}, ApiTokenFence{7}, dan, wire::Post{general, cid(2), std::nullopt, "  \n"}});
    EXPECT_EQ(std::get<Refusal>(world().api_answers().at(Ticket{10})), Refusal::empty);
}

}  // namespace workspace::testing
