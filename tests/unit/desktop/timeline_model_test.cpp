#include "workspace/desktop/model/timeline_model.hpp"

#include <gtest/gtest.h>

#include "desktop_log.hpp"

namespace workspace::desktop {
namespace {

using namespace testing;

class Timeline : public ::testing::Test {
protected:
    [[nodiscard]] std::int64_t first() const { return edge(false); }
    [[nodiscard]] std::int64_t last() const { return edge(true); }
    [[nodiscard]] std::size_t size() const { return model_.items().size(); }

    Prepared prepared_;
    RoomLog log_ = log_of(run_of(1, 500));
    TimelineModel model_;

private:
    /// The seq of the first or last message shown; 0 without one.
    [[nodiscard]] std::int64_t edge(bool newest) const {
        std::int64_t found = 0;
        for (const auto& item : model_.items()) {
            if (item->row().event && (newest || found == 0)) {
                found = item->row().event->seq.value;
            }
        }
        return found;
    }
};

TEST_F(Timeline, ShowsTheNewestFirst) {
    model_.show(&log_, kMe, std::nullopt);
    EXPECT_EQ(last(), 500);
    EXPECT_TRUE(model_.at_newest());
    EXPECT_LE(size(), TimelineModel::kRowsMax);
}

TEST_F(Timeline, NeverHasMoreRowsThanItMay) {
    model_.show(&log_, kMe, std::nullopt);
    while (model_.extend_older()) {
        ASSERT_LE(size(), TimelineModel::kRowsMax);
    }
    EXPECT_EQ(first(), 1);
    EXPECT_FALSE(model_.at_newest());
    while (model_.extend_newer()) {
        ASSERT_LE(size(), TimelineModel::kRowsMax);
    }
    EXPECT_EQ(last(), 500);
    EXPECT_TRUE(model_.at_newest());
}

TEST_F(Timeline, SomebodyWhoReadsThePastIsNotMoved) {
    model_.show(&log_, kMe, std::nullopt);
    ASSERT_TRUE(model_.extend_older());
    model_.follow(false);
    const auto top = first();
    for (std::int64_t seq = 501; seq <= 800; ++seq) {
        log_.add(added(run_of(seq, seq), seq));
        model_.refresh();
        ASSERT_EQ(first(), top);
        ASSERT_LE(size(), TimelineModel::kRowsMax);
    }
    EXPECT_FALSE(model_.at_newest());
    model_.jump_to_newest();
    EXPECT_EQ(last(), 800);
}

TEST_F(Timeline, SomebodyAtTheBottomSeesWhatComes) {
    model_.show(&log_, kMe, std::nullopt);
    model_.follow(true);
    for (std::int64_t seq = 501; seq <= 800; ++seq) {
        log_.add(added(run_of(seq, seq), seq));
        model_.refresh();
        ASSERT_EQ(last(), seq);
        ASSERT_TRUE(model_.at_newest());
        ASSERT_LE(size(), TimelineModel::kRowsMax);
    }
}

TEST_F(Timeline, AMessageKeepsItsObjectWhileThePartMoves) {
    model_.show(&log_, kMe, std::nullopt);
    const auto kept = model_.items().back();
    ASSERT_TRUE(model_.extend_older());
    EXPECT_EQ(model_.items().back(), kept);
}

TEST_F(Timeline, APageIsPrependedInOneSplice) {
    model_.show(&log_, kMe, std::nullopt);
    int changes = 0;
    model_.rows()->signal_items_changed().connect([&](guint, guint, guint) { ++changes; });
    ASSERT_TRUE(model_.extend_older());
    EXPECT_EQ(changes, 1);
    changes = 0;
    while (model_.at_newest()) {
        changes = 0;
        ASSERT_TRUE(model_.extend_older());
    }
    EXPECT_LE(changes, 2) << "one to trim, one to prepend";
}

TEST_F(Timeline, TheModelAndItsListAgree) {
    model_.show(&log_, kMe, std::nullopt);
    model_.extend_older();
    model_.extend_older();
    ASSERT_EQ(model_.rows()->get_n_items(), size());
    for (guint i = 0; i < model_.rows()->get_n_items(); ++i) {
        EXPECT_EQ(model_.rows()->get_item(i), model_.items()[i]);
    }
}

TEST_F(Timeline, TheFirstPageOfARoomShows) {
    RoomLog empty;
    model_.show(&empty, kMe, std::nullopt);
    EXPECT_EQ(size(), 0U);
    empty.add(added(run_of(1, 3), 3));
    model_.refresh();
    EXPECT_EQ(last(), 3);
}

TEST_F(Timeline, H1_SaysWhatIsMissingAbove) {
    RoomLog part;
    part.add(added(run_of(401, 500), 500));
    model_.show(&part, kMe, std::nullopt);
    while (model_.extend_older()) {
    }
    EXPECT_EQ(model_.hole_above(), (core::Interval{core::MessageSeq{1}, core::MessageSeq{400}}));
    part.add(added(run_of(281, 400), 500));
    model_.refresh();
    EXPECT_TRUE(model_.extend_older());
}

}  // namespace
}  // namespace workspace::desktop
