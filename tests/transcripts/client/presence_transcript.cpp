#include <gtest/gtest.h>

#include "workspace/testing/client_script.hpp"

/// The connected set as a client shows it (P3): exact, or not at all.
namespace workspace::testing {
namespace {

using namespace core;
using namespace core::client;

struct ClientPresence : ::testing::Test {
    ClientScript client;
    void SetUp() override { client.goes_live(); }
    void TearDown() override { EXPECT_EQ(client.broken(), std::vector<std::string>{}); }
    [[nodiscard]] std::optional<std::int64_t> count() { return client.client().connected_count(); }
    static wire::PresenceChange change(const wire::PresenceStamp& now, const std::vector<std::int64_t>& joined,
                                       const std::vector<std::int64_t>& left) {
        wire::PresenceChange message;
        message.now = now;
        message.joined = people(joined);
        for (const std::int64_t account : left) {
            message.left.push_back(AccountId{account});
        }
        return message;
    }
};

TEST_F(ClientPresence, P3_ChangesOfTheNextVersionAreApplied) {
    EXPECT_EQ(count(), 1);
    client.says(change(stamp(2, {1, 2, 3}), {2, 3}, {}));
    EXPECT_EQ(count(), 3);
    client.says(change(stamp(3, {1, 3}), {}, {2}));
    const auto told = client.last_told<PresenceChanged>();
    EXPECT_EQ(told->count, 2);
    EXPECT_EQ(told->people->at(1).id, AccountId{3});
    EXPECT_TRUE(client.sent_nothing());
}

TEST_F(ClientPresence, P3_AGapShowsNothingUntilTheWholeSetCame) {
    client.says(change(stamp(3, {1, 2}), {2}, {}));
    EXPECT_FALSE(count());
    EXPECT_TRUE(client.sent<wire::PresenceGet>());
    client.says(wire::PresenceSet{stamp(3, {1, 2}), people({1, 2})});
    EXPECT_EQ(count(), 2);
}

TEST_F(ClientPresence, P3_AHashThatDoesNotFitIsNotShown) {
    client.says(change(stamp(2, {1, 7}), {2}, {}));
    EXPECT_FALSE(count());
    EXPECT_TRUE(client.sent<wire::PresenceGet>());
    client.says(wire::PresenceSet{stamp(2, {1, 7}), people({1, 2})});
    EXPECT_FALSE(count()) << "the answer does not fit either";
    client.says(wire::BeatAnswer{stamp(2, {1, 7}), {}});
    EXPECT_TRUE(client.sent<wire::PresenceGet>());
    client.says(wire::PresenceSet{stamp(2, {1, 7}), people({1, 7})});
    EXPECT_EQ(count(), 2);
}

TEST_F(ClientPresence, P3_ABeatHealsDrift) {
    client.says(wire::BeatAnswer{stamp(4, {1, 2}), {}});
    EXPECT_FALSE(count());
    EXPECT_TRUE(client.sent<wire::PresenceGet>());
    client.says(wire::BeatAnswer{stamp(4, {1, 2}), {}});
    EXPECT_TRUE(client.sent_nothing()) << "one question at a time";
    client.says(wire::PresenceSet{stamp(4, {1, 2}), people({1, 2})});
    EXPECT_EQ(count(), 2);
    client.says(wire::BeatAnswer{stamp(4, {1, 2}), {}});
    EXPECT_TRUE(client.sent_nothing());
}

TEST_F(ClientPresence, P3_AQuestionThatWasShedIsAskedAgain) {
    client.says(wire::BeatAnswer{stamp(4, {1, 2}), {}});
    EXPECT_TRUE(client.sent<wire::PresenceGet>());
    client.says(wire::BeatAnswer{stamp(4, {1, 2}), {}});
    client.says(wire::BeatAnswer{stamp(4, {1, 2}), {}});
    EXPECT_TRUE(client.sent<wire::PresenceGet>());
}

TEST_F(ClientPresence, P3_ChangesThatAreOlderThanTheSetAreIgnored) {
    client.says(change(stamp(1, {1}), {}, {}));
    EXPECT_EQ(count(), 1);
    EXPECT_TRUE(client.sent_nothing());
}

TEST_F(ClientPresence, P3_NoneIsShownWhileNotLive) {
    client.closes(std::nullopt);
    EXPECT_FALSE(count());
    EXPECT_FALSE(client.last_told<PresenceChanged>()->count);
}

TEST_F(ClientPresence, P3_AfterAReconnectionTheSetIsKeptIfItIsThePublishedOne) {
    client.closes(std::nullopt);
    const auto claim = client.greets();
    EXPECT_EQ(std::get<wire::Resume>(claim).held, stamp(1, {1}));
    client.says(welcome());
    EXPECT_EQ(count(), 1);
    EXPECT_FALSE(client.sent<wire::PresenceGet>());
}

TEST_F(ClientPresence, P3_AfterARestartOfTheServerTheSetIsAskedFor) {
    client.closes(std::nullopt);
    (void)client.greets();
    wire::Welcome again = welcome();
    again.presence = stamp(1, {1}, 2);
    client.says(again);
    EXPECT_FALSE(count());
    EXPECT_TRUE(client.sent<wire::PresenceGet>());
}

TEST(ClientPresenceCount, P3_AClientThatWantsTheNumberAloneShowsTheServers) {
    ClientScript client{{}, wire::PresenceWish::count};
    client.goes_live();
    EXPECT_EQ(client.client().connected_count(), 1);
    wire::PresenceChange change;
    change.now = stamp(2, {1, 2, 3});
    client.says(change);
    EXPECT_EQ(client.last_told<PresenceChanged>()->people, nullptr);
    EXPECT_EQ(client.client().connected_count(), 3);
    EXPECT_EQ(client.broken(), std::vector<std::string>{});
}

}  // namespace
}  // namespace workspace::testing
