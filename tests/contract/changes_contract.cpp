// What is done to messages later: edits, deletions, reactions (M8, H3).

#include "contract/support/store_under_test.hpp"

namespace workspace::testing {
namespace {

using namespace core;
using wire::EventKind;

class ChangesContract : public TalkContract {
protected:
    wire::Edit edit(std::int64_t target, const std::string& body) { return {room_, next_cid(), {}, {target}, body}; }
    wire::Delete deletion(std::int64_t target) { return {room_, next_cid(), {}, {target}}; }
    wire::React react(std::int64_t target, const std::string& emoji, bool on = true) {
        return {room_, next_cid(), {}, {target}, emoji, on};
    }
    wire::Event event(std::int64_t seq) { return page(PageAnchor::after, seq - 1, 1).events.at(0); }
    wire::Cursor cursor(std::int64_t seq) {
        const auto slice = page(PageAnchor::before, seq + 1, 1);
        return {room_, slice.room.epoch, {seq}, slice.events.at(0).cid};
    }
    static std::vector<std::int64_t> seqs(const std::vector<wire::Event>& events) {
        std::vector<std::int64_t> result;
        for (const auto& one : events) {
            result.push_back(one.seq.value);
        }
        return result;
    }
};

using Seqs = std::vector<std::int64_t>;

TEST_P(ChangesContract, AReplyNamesWhatItAnswers) {
    say(alice_, "question");
    const wire::Post reply{room_, next_cid(), {}, "answer", MessageSeq{1}};
    EXPECT_EQ(done(bruno_, reply).event.reply_to, MessageSeq{1});
    EXPECT_EQ(event(2).reply_to, MessageSeq{1});
    wire::Post other = reply;
    other.reply_to = MessageSeq{2};
    EXPECT_EQ(not_done(bruno_, other), Refusal::conflict) << "another post under the same id (M3)";
    other.cid = next_cid();
    other.reply_to = MessageSeq{9};
    EXPECT_EQ(not_done(bruno_, other), Refusal::no_such_message);
}

TEST_P(ChangesContract, M8_AnEditIsAnEventAndItsTargetShowsIt) {
    say(alice_, "frist");
    const auto edited = done(alice_, edit(1, "first"));
    EXPECT_EQ(edited.event.seq, MessageSeq{2});
    EXPECT_EQ(edited.event.kind, EventKind::edit);
    EXPECT_EQ(edited.event.target, MessageSeq{1});
    EXPECT_TRUE(edited.event.body.empty());
    ASSERT_TRUE(edited.touched);
    EXPECT_EQ(edited.touched->body, "first");
    EXPECT_EQ(edited.touched->edited, MessageSeq{2});
    EXPECT_EQ(edited.touched->changed, MessageSeq{2});
    (void)store().restart();
    EXPECT_EQ(event(1), *edited.touched);
    EXPECT_EQ(event(2), edited.event);
}

TEST_P(ChangesContract, M8_ADeletionTakesTextAndReactionsAndKeepsThePlace) {
    say(alice_, "a mistake");
    done(bruno_, react(1, "+1"));
    const auto deleted = done(alice_, deletion(1));
    EXPECT_EQ(deleted.event.kind, EventKind::deletion);
    ASSERT_TRUE(deleted.touched);
    EXPECT_TRUE(deleted.touched->body.empty());
    EXPECT_EQ(deleted.touched->deleted, MessageSeq{3});
    EXPECT_EQ(deleted.touched->changed, MessageSeq{3});
    EXPECT_FALSE(deleted.touched->reactions);
    EXPECT_EQ(event(1), *deleted.touched);
    EXPECT_EQ(not_done(alice_, edit(1, "after all")), Refusal::no_such_message);
    EXPECT_EQ(not_done(alice_, deletion(1)), Refusal::no_such_message);
    EXPECT_EQ(not_done(bruno_, react(1, "+1")), Refusal::no_such_message);
}

TEST_P(ChangesContract, ReactionsAreAscendingByEmojiAndAccount) {
    say(alice_, "cake");
    done(carla_, react(1, "yes"));
    done(alice_, react(1, "yes"));
    const auto given = done(bruno_, react(1, "no"));
    EXPECT_EQ(given.event.kind, EventKind::reaction);
    EXPECT_EQ(given.event.target, MessageSeq{1});
    EXPECT_EQ(given.event.emoji, "no");
    EXPECT_EQ(given.event.on, true);
    const std::vector<wire::Reaction> all{{"no", {bruno_}}, {"yes", {alice_, carla_}}};
    ASSERT_TRUE(given.touched);
    EXPECT_EQ(given.touched->reactions, all);
    EXPECT_EQ(event(1), *given.touched);
    EXPECT_EQ(event(4), given.event);

    const auto taken = done(bruno_, react(1, "no", false));
    EXPECT_EQ(taken.event.on, false);
    EXPECT_EQ(event(1).reactions, (std::vector<wire::Reaction>{{"yes", {alice_, carla_}}}));
    done(alice_, react(1, "yes", false));
    done(carla_, react(1, "yes", false));
    EXPECT_FALSE(event(1).reactions) << "none, not an empty list";
    EXPECT_EQ(event(1).changed, MessageSeq{7});
}

TEST_P(ChangesContract, AReactionThatChangesNothingIsRefused) {
    say(alice_, "cake");
    EXPECT_EQ(not_done(bruno_, react(1, "+1", false)), Refusal::no_change);
    done(bruno_, react(1, "+1"));
    EXPECT_EQ(not_done(bruno_, react(1, "+1")), Refusal::no_change);
}

TEST_P(ChangesContract, AMessageTakesSoManyKindsOfReactions) {
    say(alice_, "cake");
    for (std::size_t kind = 0; kind < kReactionKindsMax; ++kind) {
        done(bruno_, react(1, "kind " + std::to_string(kind)));
    }
    EXPECT_EQ(not_done(bruno_, react(1, "one more")), Refusal::too_many);
    done(carla_, react(1, "kind 0"));
}

TEST_P(ChangesContract, OnlyOnesOwnMessagesAndOnlyMessagesChange) {
    say(alice_, "hers");
    EXPECT_EQ(not_done(bruno_, edit(1, "his")), Refusal::not_allowed);
    EXPECT_EQ(not_done(bruno_, deletion(1)), Refusal::not_allowed);
    done(alice_, edit(1, "still hers"));
    EXPECT_EQ(not_done(alice_, edit(2, "an edit")), Refusal::no_such_message);
    EXPECT_EQ(not_done(alice_, edit(7, "nothing")), Refusal::no_such_message);
    EXPECT_EQ(not_done(alice_, deletion(2)), Refusal::no_such_message);
    EXPECT_EQ(page(PageAnchor::after, 0, 10).room.head, MessageSeq{2});
}

TEST_P(ChangesContract, M3_ARepeatedChangeChangesNothing) {
    say(alice_, "one");
    const auto first = edit(1, "two");
    done(alice_, first);
    done(alice_, edit(1, "three"));
    const auto again = done(alice_, first);
    EXPECT_TRUE(again.duplicate);
    EXPECT_EQ(again.event.seq, MessageSeq{2});
    EXPECT_EQ(event(1).body, "three");
    auto other = first;
    other.body = "four";
    EXPECT_EQ(not_done(alice_, other), Refusal::conflict);
    EXPECT_EQ(not_done(alice_, wire::Delete{room_, first.cid, {}, {1}}), Refusal::conflict) << "of another kind";
    EXPECT_EQ(page(PageAnchor::after, 0, 10).room.head, MessageSeq{3});
}

TEST_P(ChangesContract, M3_AnEditLeavesTheFingerprintOfWhatWasPosted) {
    const wire::Post post{room_, next_cid(), {}, "one"};
    done(alice_, post);
    done(alice_, edit(1, "two"));
    EXPECT_TRUE(done(alice_, post).duplicate);
}

TEST_P(ChangesContract, M6_AChangeWaitsForItsPredecessor) {
    say(alice_, "one");
    auto change = edit(1, "two");
    change.prev = next_cid();
    EXPECT_EQ(not_done(alice_, change), Refusal::held);
    EXPECT_EQ(event(1).body, "one");
}

TEST_P(ChangesContract, H3_TouchedAreThoseAtOrBeforeTheCursorThatChangedAfterIt) {
    for (const char* body : {"one", "two", "three", "four"}) {
        say(alice_, body);
    }
    done(alice_, edit(2, "zwei"));  // 5: before the cursor
    const auto held = cursor(5);
    done(alice_, edit(3, "drei"));  // 6
    done(bruno_, react(1, "+1"));   // 7
    say(alice_, "five");            // 8
    done(alice_, edit(8, "fünf"));  // 9: of one that comes with the events
    done(alice_, edit(3, "tres"));  // 10
    const auto slice = sync(held);
    EXPECT_TRUE(slice.plan.complete);
    EXPECT_EQ(seqs(slice.events), (Seqs{6, 7, 8, 9, 10}));
    EXPECT_EQ(slice.events.at(2).body, "fünf");
    EXPECT_EQ(seqs(slice.touched), (Seqs{1, 3}));
    EXPECT_EQ(slice.touched.at(0), event(1));
    EXPECT_EQ(slice.touched.at(1).body, "tres");
    EXPECT_TRUE(sync(cursor(10)).touched.empty());
    EXPECT_TRUE(sync(std::nullopt).touched.empty());
}

TEST_P(ChangesContract, H3_EventsAndTouchedTogetherAreWithinTheBound) {
    constexpr int kHalf = kResumeEventsMax / 2;
    for (int i = 0; i <= kHalf; ++i) {
        say(alice_, "message");
    }
    const auto held = cursor(kHalf + 1);
    for (int i = 1; i <= kHalf; ++i) {
        done(alice_, edit(i, "edited"));
    }
    const auto fits = sync(held);
    EXPECT_TRUE(fits.plan.complete);
    EXPECT_EQ(fits.events.size() + fits.touched.size(), std::size_t{kResumeEventsMax});
    done(alice_, edit(kHalf + 1, "one more"));
    const auto slice = sync(held);
    EXPECT_FALSE(slice.plan.complete);
    EXPECT_FALSE(slice.plan.reset);
    EXPECT_TRUE(slice.touched.empty());
    EXPECT_EQ(slice.events.size(), std::size_t{kNewestPage});
}

TEST_P(ChangesContract, H3_TheTextsOfTouchedCountToo) {
    constexpr auto kLongOnes = static_cast<int>(kResumeBytesMax / kBodyBytesMax);
    for (int i = 0; i <= kLongOnes; ++i) {
        say(alice_, "short");
    }
    const auto held = cursor(kLongOnes + 1);
    const std::string long_body(kBodyBytesMax, 'x');
    for (int i = 1; i < kLongOnes; ++i) {
        done(alice_, edit(i, long_body));
    }
    EXPECT_TRUE(sync(held).plan.complete);
    done(alice_, edit(kLongOnes, long_body));
    EXPECT_FALSE(sync(held).plan.complete);
}

INSTANTIATE_TEST_SUITE_P(Stores, ChangesContract,
                         ::testing::Values(StoreKind{"Memory", make_memory_store},
                                           StoreKind{"Sqlite", make_sqlite_store}),
                         [](const auto& of) { return of.param.name; });

}  // namespace
}  // namespace workspace::testing
