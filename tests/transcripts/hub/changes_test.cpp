#include <string>
#include <vector>

#include "hub_transcript.hpp"

/// Edits, deletions and reactions are events, and messages show their present state (M8).
namespace workspace::testing {

using Bodies = std::vector<std::string>;

class HubChanges : public HubTranscript {
protected:
    HubChanges() : author(connect("alice", "pc-accueil")), reader(connect("bob", "pc-atelier")) {}
    void SetUp() override {
        author = live("alice", "pc-accueil");
        reader = live("bob", "pc-atelier");
        reader.sync(general);
        author.post(general, cid(1), "frist");
        author.post(general, cid(2), "second", cid(1));
    }
    void edit(std::uint64_t id, std::int64_t target, std::string body) {
        author.say(wire::Edit{general, cid(id), {}, MessageSeq{target}, std::move(body)});
    }
    void remove(std::uint64_t id, std::int64_t target) {
        author.say(wire::Delete{general, cid(id), {}, MessageSeq{target}});
    }
    void react(HubClient& by, std::uint64_t id, std::int64_t target, std::string emoji, bool on = true) {
        by.say(wire::React{general, cid(id), {}, MessageSeq{target}, std::move(emoji), on});
    }
    [[nodiscard]] Bodies page(HubClient& by) {
        by.page_before(1, general, 1000, 100);
        Bodies bodies;
        const auto result = by.last<wire::PageResult>();
        for (const wire::Event& event : result->events) {
            bodies.push_back(event.body);
        }
        return bodies;
    }

    HubClient author;
    HubClient reader;
};

TEST_F(HubChanges, M8_AnEditIsAnEventAndItsMessageShowsItsPresentText) {
    edit(3, 1, "first");
    EXPECT_EQ(author.last<wire::Posted>()->seq.value, 3);
    const auto told = reader.last<wire::EventMessage>();
    EXPECT_EQ(told->event.kind, wire::EventKind::edit);
    EXPECT_EQ(told->event.target, MessageSeq{1});
    ASSERT_TRUE(told->touched);
    EXPECT_EQ(told->touched.value().body, "first");
    EXPECT_EQ(told->touched.value().changed, MessageSeq{3});
    EXPECT_EQ(told->touched.value().edited, MessageSeq{3});
    EXPECT_EQ(page(reader), (Bodies{"first", "second", ""}));
}

TEST_F(HubChanges, M8_ADeletionTakesTheTextOutOfEveryPage) {
    react(reader, 5, 1, "👍");
    edit(3, 1, "secret");
    remove(4, 1);
    EXPECT_EQ(page(reader), (Bodies{"", "second", "", "", ""}));
    const wire::Event first = reader.last<wire::PageResult>()->events.at(0);
    EXPECT_EQ(first.deleted, MessageSeq{5});
    EXPECT_FALSE(first.reactions);
    EXPECT_EQ(reader.last<wire::EventMessage>()->touched.value().body, "");
}

TEST_F(HubChanges, M8_OnlyTheAuthorEditsAndDeletes) {
    reader.say(wire::Edit{general, cid(9), {}, MessageSeq{1}, "mine now"});
    EXPECT_EQ(reader.last<wire::PostRefused>()->code, Refusal::not_allowed);
    reader.say(wire::Delete{general, cid(9), {}, MessageSeq{1}});
    EXPECT_EQ(reader.last<wire::PostRefused>()->code, Refusal::not_allowed);
    EXPECT_EQ(page(reader), (Bodies{"frist", "second"}));
}

TEST_F(HubChanges, M8_WhatIsNotAMessageOrWasDeletedIsNotChanged) {
    remove(3, 1);
    edit(4, 1, "back again");
    EXPECT_EQ(author.last<wire::PostRefused>()->code, Refusal::no_such_message);
    edit(5, 3, "a deletion has no text");
    EXPECT_EQ(author.last<wire::PostRefused>()->code, Refusal::no_such_message);
    edit(6, 77, "not there");
    EXPECT_EQ(author.last<wire::PostRefused>()->code, Refusal::no_such_message);
    edit(7, 2, " \n");
    EXPECT_EQ(author.last<wire::PostRefused>()->code, Refusal::empty);
    EXPECT_EQ(world().store().log(general).size(), 3U);
}

TEST_F(HubChanges, M8_AReactionIsGivenOnceAndTakenBack) {
    react(author, 3, 1, "🎉");
    react(reader, 3, 1, "🎉");
    EXPECT_EQ(reader.last<wire::EventMessage>()->touched.value().reactions,
              (std::vector<wire::Reaction>{{"🎉", {alice, bob}}}));
    react(reader, 4, 1, "🎉");
    EXPECT_EQ(reader.last<wire::PostRefused>()->code, Refusal::no_change);
    react(reader, 5, 1, "🎉", false);
    react(author, 6, 1, "🎉", false);
    EXPECT_FALSE(reader.last<wire::EventMessage>()->touched.value().reactions);
    for (std::uint64_t i = 0; i < kReactionKindsMax; ++i) {
        react(reader, 10 + i, 2, "r" + std::to_string(i));
    }
    react(reader, 100, 2, "one more");
    EXPECT_EQ(reader.last<wire::PostRefused>()->code, Refusal::too_many);
}

TEST_F(HubChanges, M8_AnAnswerNamesAMessageThatIsThere) {
    reader.say(wire::Post{general, cid(9), {}, "yes", MessageSeq{2}});
    EXPECT_EQ(reader.last<wire::EventMessage>()->event.reply_to, MessageSeq{2});
    reader.say(wire::Post{general, cid(10), {}, "to nothing", MessageSeq{50}});
    EXPECT_EQ(reader.last<wire::PostRefused>()->code, Refusal::no_such_message);
}

TEST_F(HubChanges, M3_ARepeatOfAnyKindGivesTheFirstResultAgain) {
    edit(3, 1, "first");
    edit(4, 1, "first of all");
    edit(3, 1, "first");
    EXPECT_TRUE(author.last<wire::Posted>()->duplicate);
    EXPECT_EQ(author.last<wire::Posted>()->seq.value, 3);
    EXPECT_EQ(page(reader), (Bodies{"first of all", "second", "", ""})) << "the repeat changes nothing";
    author.post(general, cid(1), "frist");
    EXPECT_TRUE(author.last<wire::Posted>()->duplicate) << "an edit does not change what was first posted";
}

TEST_F(HubChanges, M3_TheSameIdForSomethingElseIsAConflict) {
    edit(3, 1, "first");
    edit(3, 1, "another");
    EXPECT_EQ(author.last<wire::PostRefused>()->code, Refusal::conflict);
    remove(3, 1);
    EXPECT_EQ(author.last<wire::PostRefused>()->code, Refusal::conflict);
    edit(2, 1, "second");
    EXPECT_EQ(author.last<wire::PostRefused>()->code, Refusal::conflict);
}

TEST_F(HubChanges, M6_AChangeBehindAPostThatIsNotStoredIsHeld) {
    author.say(wire::Edit{general, cid(4), cid(3), MessageSeq{1}, "first"});
    EXPECT_EQ(author.last<wire::PostRefused>()->code, Refusal::held);
    author.post(general, cid(3), "third", cid(2));
    author.say(wire::Edit{general, cid(4), cid(3), MessageSeq{1}, "first"});
    EXPECT_EQ(author.last<wire::Posted>()->seq.value, 4);
}

TEST_F(HubChanges, H3_SyncBringsTheOlderMessagesThatChangedSince) {
    const wire::Welcome session = reader.welcome();
    const wire::Cursor held = cursor_at(general, 2);
    reader.cut();
    edit(3, 1, "first");
    react(author, 4, 2, "👍");
    author.post(general, cid(5), "fifth");
    auto back = resume("bob", "pc-atelier", session);
    back.sync(general, held);
    const auto synced = back.last<wire::Synced>();
    EXPECT_EQ(synced->result, wire::SyncResult::complete);
    EXPECT_EQ(synced->events.size(), 3U);
    ASSERT_EQ(synced->touched.size(), 2U);
    EXPECT_EQ(synced->touched.at(0).body, "first");
    EXPECT_EQ(synced->touched.at(1).reactions, (std::vector<wire::Reaction>{{"👍", {alice}}}));
    EXPECT_EQ(synced->touched.at(1).changed, MessageSeq{4});
}

TEST_F(HubChanges, H3_MoreChangesThanTheBoundAreTooLong) {
    fill(general, 300);
    const wire::Cursor held = cursor_at(general, 302);
    for (int i = 0; i < 251; ++i) {
        const auto id = id_of<ClientId>("reaction " + std::to_string(i));
        world().handle(hub::ApiPost{Ticket{1}, ApiTokenFence{7}, dan,
                                    wire::React{general, id, {}, MessageSeq{i + 3}, "👍", true}});
    }
    auto late = live("carol", "pc-bureau");
    late.sync(general, held);
    EXPECT_EQ(late.last<wire::Synced>()->result, wire::SyncResult::too_long) << "251 events and 251 older messages";
    late.sync(general, cursor_at(general, 304));
    EXPECT_EQ(late.last<wire::Synced>()->result, wire::SyncResult::complete);
    EXPECT_EQ(late.last<wire::Synced>()->touched.size(), 249U);
}

}  // namespace workspace::testing
