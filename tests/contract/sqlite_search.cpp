// Searching on the server's own store: what is found while messages come, change and go, by whom, in which pages.

#include <atomic>
#include <future>
#include <set>

#include "contract/support/sqlite_under_test.hpp"
#include "store/searcher.hpp"
#include "workspace/testing/fake_signer.hpp"

namespace workspace::testing {
namespace {

using namespace core;
using server::Database;
using server::SearchFault;
using server::SearchPage;
using server::SearchQuestion;
using server::SearchResult;
using server::Snapshot;

using Bodies = std::vector<std::string>;

class SqliteSearch : public ::testing::Test {
protected:
    SqliteSearch() {
        alice_ = store_.add_account("alice", "Alice", false);
        bruno_ = store_.add_account("bruno", "Bruno", false);
        room_ = store_.add_room("Kitchen");
        fences_[alice_] = store_.api_token_of(alice_);
        fences_[bruno_] = store_.api_token_of(bruno_);
        reading_.emplace(store_.file(), Database::Mode::read_only);
        splitter_.emplace(*reading_);
    }

    Append append(AccountId author, wire::AnyPost post) { return {fences_.at(author), author, std::move(post), {at_}}; }
    Appended done(AccountId author, wire::AnyPost post) {
        return std::get<Appended>(std::get<AppendResult>(store_.execute(append(author, std::move(post)))));
    }
    ClientId cid() { return id_of<ClientId>("cid " + std::to_string(++drawn_)); }
    wire::Post post(RoomId room, const std::string& body) { return {room, cid(), {}, body}; }
    MessageSeq say(AccountId author, RoomId room, const std::string& body) {
        return done(author, post(room, body)).event.seq;
    }
    RoomId closed_room_of(AccountId creator) {
        return done(creator, wire::CreateRoom{cid(), wire::RoomKind::closed, "Closed", {}}).room;
    }

    SearchResult ask(SearchQuestion question) {
        const Snapshot snapshot(*reading_);
        return server::search(*reading_, *splitter_, question);
    }
    SearchPage page(SearchQuestion question) { return std::get<SearchPage>(ask(std::move(question))); }
    Bodies found(SearchQuestion question) {
        Bodies bodies;
        for (const auto& hit : page(std::move(question)).hits) {
            bodies.push_back(hit.event.body);
        }
        return bodies;
    }
    Bodies found(const std::string& typed) { return found({.reader = alice_, .typed = typed}); }

    AccountId alice_;
    AccountId bruno_;
    RoomId room_;
    std::map<AccountId, Fence> fences_;
    std::int64_t at_ = 1'700'000'000'000;
    int drawn_ = 0;
    SqliteUnderTest store_;
    std::optional<Database> reading_;
    std::optional<server::WordSplitter> splitter_;
};

TEST_F(SqliteSearch, FindsTheNewestFirst) {
    say(alice_, room_, "L’été arrive");
    say(bruno_, room_, "nothing of it");
    say(bruno_, {1}, "cet ÉTÉ là");
    EXPECT_EQ(found("ete"), (Bodies{"cet ÉTÉ là", "L’été arrive"}));
    const auto hit = page({.reader = alice_, .typed = "ete"}).hits.at(1);
    EXPECT_EQ(hit.room, room_);
    EXPECT_EQ(hit.event.seq, MessageSeq{1});
    EXPECT_EQ(hit.event.author_name, "Alice");
    EXPECT_EQ(hit.highlights, (std::vector<server::Place>{{4, 9}}));
}

TEST_F(SqliteSearch, M8_AMessageIsFoundByItsPresentTextAlone) {
    const auto seq = say(alice_, room_, "first words");
    done(alice_, wire::Edit{room_, cid(), {}, seq, "second words"});
    EXPECT_EQ(found("first"), Bodies{});
    EXPECT_EQ(found("second"), Bodies{"second words"});
    done(alice_, wire::Edit{room_, cid(), {}, seq, "third words"});
    EXPECT_EQ(found("second"), Bodies{});
    EXPECT_EQ(found("words"), Bodies{"third words"});
    done(alice_, wire::Delete{room_, cid(), {}, seq});
    EXPECT_EQ(found("words"), Bodies{});
}

TEST_F(SqliteSearch, WhatComesChangesAndGoesInOneBatchIsRight) {
    std::promise<void> go;
    store_.store().ask(server::Store::Job{.work = [asked = go.get_future().share()](Database&) { asked.wait(); },
                                          .done = [](bool) {}});
    const std::vector<wire::AnyPost> posts{post(room_, "alpha one"),                      // 1: edited twice
                                           post(room_, "alpha two"),                      // 2: deleted
                                           wire::Edit{room_, cid(), {}, {1}, "beta"},     // 3
                                           post(room_, "alpha three"),                    // 4
                                           wire::Edit{room_, cid(), {}, {1}, "gamma"},    // 5
                                           wire::Delete{room_, cid(), {}, {2}},           // 6
                                           wire::Edit{room_, cid(), {}, {2}, "refused"},  // it is deleted
                                           post(room_, "alpha four")};                    // 7
    for (const auto& one : posts) {
        store_.store().ask(Ticket{4711}, append(alice_, one));
    }
    go.set_value();
    for (std::size_t answers = 0; answers <= posts.size();) {
        answers += store_.wait_answers().size();
    }
    EXPECT_EQ(found("alpha"), (Bodies{"alpha four", "alpha three"}));
    EXPECT_EQ(found("beta"), Bodies{});
    EXPECT_EQ(found("refused"), Bodies{});
    EXPECT_EQ(found("gamma"), Bodies{"gamma"});
    done(alice_, wire::Edit{room_, cid(), {}, {1}, "delta"});
    EXPECT_EQ(found("gamma"), Bodies{});
}

TEST_F(SqliteSearch, ABatchThatFailedIsNotFoundAndTheNextOneIs) {
    const auto seq = say(alice_, room_, "before");
    EXPECT_TRUE(std::holds_alternative<StoreFailed>(store_.execute_failing(append(alice_, post(room_, "lost")))));
    EXPECT_TRUE(std::holds_alternative<StoreFailed>(
        store_.execute_failing(append(alice_, wire::Edit{room_, cid(), {}, seq, "lost"}))));
    EXPECT_EQ(found("lost"), Bodies{});
    EXPECT_EQ(found("before"), Bodies{"before"});
    say(alice_, room_, "after");
    EXPECT_EQ(found("after"), Bodies{"after"});
    EXPECT_EQ(found("before"), Bodies{"before"});
}

TEST_F(SqliteSearch, ByRoomPersonAndDate) {
    say(alice_, room_, "lunch alice kitchen");
    at_ += 1000;
    say(bruno_, room_, "lunch bruno kitchen");
    at_ += 1000;
    say(bruno_, {1}, "lunch bruno general");
    EXPECT_EQ(found({.reader = alice_, .typed = "lunch", .room = RoomId{1}}), Bodies{"lunch bruno general"});
    EXPECT_EQ(found({.reader = alice_, .typed = "lunch", .from = "ALICE"}), Bodies{"lunch alice kitchen"});
    EXPECT_EQ(found({.reader = alice_, .typed = "lunch", .after = WallTime{at_ - 1000}, .before = WallTime{at_}}),
              Bodies{"lunch bruno kitchen"});
    EXPECT_EQ(std::get<Refusal>(ask({.reader = alice_, .typed = "lunch", .from = "nobody"})), Refusal::no_such_account);
}

TEST_F(SqliteSearch, M5_OnlyTheRoomsOfWhoAsksAndFromTheMomentOn) {
    const auto closed = closed_room_of(bruno_);
    const auto seq = say(bruno_, closed, "secret plan");
    say(bruno_, room_, "open plan");
    EXPECT_EQ(found("plan"), Bodies{"open plan"});
    EXPECT_EQ(std::get<Refusal>(ask({.reader = alice_, .typed = "plan", .room = closed})), Refusal::not_a_member);
    for (const auto guess : {seq, MessageSeq{99}}) {
        EXPECT_EQ(std::get<SearchFault>(
                      ask({.reader = alice_, .typed = "plan", .older_than = server::MessagePlace{closed, guess}})),
                  SearchFault::bad_cursor)
            << "whether the message is there is not told";
    }
    done(bruno_, wire::Invite{closed, cid(), {}, "alice"});
    EXPECT_EQ(found("plan"), (Bodies{"open plan", "secret plan"}));
    done(alice_, wire::Leave{closed, cid(), {}});
    EXPECT_EQ(found("plan"), Bodies{"open plan"});
}

TEST_F(SqliteSearch, PagesAreExactWhileOthersPost) {
    std::set<std::int64_t> before;
    for (int i = 0; i < 100; ++i) {
        before.insert(say(alice_, room_, "word " + std::to_string(i)).value);
    }
    std::atomic<bool> stop{false};
    std::thread poster([&] {
        for (int i = 0; !stop; ++i) {
            say(bruno_, room_, "word again");
        }
    });
    SearchQuestion question{.reader = alice_, .typed = "word", .room = room_, .limit = 7};
    std::vector<std::int64_t> seqs;
    bool more = true;
    while (more) {
        const auto next = page(question);
        for (const auto& hit : next.hits) {
            seqs.push_back(hit.event.seq.value);
        }
        more = next.more;
        if (more) {
            ASSERT_EQ(next.hits.size(), 7U);
            question.older_than = server::MessagePlace{next.hits.back().room, next.hits.back().event.seq};
        }
    }
    stop = true;
    poster.join();
    ASSERT_GE(seqs.size(), before.size());
    for (std::size_t i = 1; i < seqs.size(); ++i) {
        EXPECT_EQ(seqs[i], seqs[i - 1] - 1) << "none twice, none left out";
    }
    EXPECT_EQ(seqs.back(), 1);
}

TEST_F(SqliteSearch, ACursorStaysGoodWhenItsMessageIsDeleted) {
    for (const char* body : {"word a", "word b", "word c"}) {
        say(alice_, room_, body);
    }
    const server::MessagePlace newest{room_, {3}};
    done(alice_, wire::Delete{room_, cid(), {}, {3}});
    EXPECT_EQ(found({.reader = alice_, .typed = "word", .older_than = newest}), (Bodies{"word b", "word a"}));
}

TEST_F(SqliteSearch, TheIndexIsSoundAfterAllThat) {
    const auto seq = say(alice_, room_, "cœur à l’ouvrage");
    done(alice_, wire::Edit{room_, cid(), {}, seq, "Œuvre"});
    done(alice_, wire::Delete{room_, cid(), {}, seq});
    EXPECT_TRUE(store_.job([](Database& database) {
        database.execute("INSERT INTO message_words (message_words) VALUES ('integrity-check')");
    }));
}

/// Asks and waits.
class SqliteSearcher : public SqliteSearch {
protected:
    std::optional<SearchResult> ask_through(server::Searcher& searcher, SearchQuestion question) {
        std::promise<std::optional<SearchResult>> answer;
        EXPECT_TRUE(searcher.ask(std::move(question), [&](auto result) { answer.set_value(std::move(result)); }));
        return answer.get_future().get();
    }
    /// So many that the clock is looked at while they are gone through.
    void fill() {
        store_.job([this](Database& database) {
            database.execute(
                "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                " INSERT INTO messages (room, seq) SELECT 999, i FROM n");
            database.execute("INSERT INTO message_words (rowid, body) SELECT number, 'common' FROM messages");
        });
    }
};

TEST_F(SqliteSearcher, AnswersWhileTheWriterIsHeldUp) {
    say(alice_, room_, "here");
    server::Searcher searcher({.database = store_.file()});
    std::promise<void> go;
    store_.store().ask(server::Store::Job{.work = [asked = go.get_future().share()](Database&) { asked.wait(); },
                                          .done = [](bool) {}});
    const auto result = ask_through(searcher, {.reader = alice_, .typed = "here"});
    EXPECT_EQ(std::get<SearchPage>(result.value()).hits.size(), 1U);
    go.set_value();
    (void)store_.wait_answers();
}

TEST_F(SqliteSearcher, WhatTakesTooLongIsBrokenOffAndTheNextOneIsAnswered) {
    say(alice_, room_, "here");
    fill();
    server::Searcher searcher({.database = store_.file(), .within = std::chrono::milliseconds{0}});
    EXPECT_EQ(std::get<SearchFault>(ask_through(searcher, {.reader = alice_, .typed = "common"}).value()),
              SearchFault::too_broad);
    EXPECT_EQ(std::get<SearchPage>(ask_through(searcher, {.reader = alice_, .typed = "here"}).value()).hits.size(), 1U);
}

/// While one search is under way, how many more of each are taken.
TEST_F(SqliteSearcher, AFullQueueTakesNoMoreAndNobodyFillsItAlone) {
    std::promise<void> busy;
    std::promise<void> go;
    auto asked = go.get_future().share();
    server::Searcher searcher({.database = store_.file(), .queue = 3, .of_one = 2});  // its thread ends before they do
    EXPECT_TRUE(searcher.ask({.reader = alice_, .typed = "a"}, [&](const auto&) {
        busy.set_value();
        asked.wait();
    }));
    busy.get_future().wait();
    const auto taken = [&](AccountId reader) {
        return searcher.ask({.reader = reader, .typed = "a"}, [](const auto&) {});
    };
    EXPECT_TRUE(taken(alice_));
    EXPECT_TRUE(taken(alice_));
    EXPECT_FALSE(taken(alice_));
    EXPECT_TRUE(taken(bruno_));
    EXPECT_FALSE(taken(bruno_));
    go.set_value();
}

}  // namespace
}  // namespace workspace::testing
