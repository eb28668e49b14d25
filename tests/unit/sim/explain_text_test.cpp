#include "explain/text.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

namespace workspace::sim {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

History::Entry entry(std::int64_t at, History::Kind kind, const std::string& text) {
    History::Entry result;
    result.at = std::chrono::milliseconds{at};
    result.lane = 1;
    result.kind = kind;
    result.text = text;
    return result;
}

History small() {
    History history;
    history.lanes = {{"server", ""}, {"pc-1", "pc"}};
    history.entries = {entry(1, History::Kind::frame, "login"), entry(2, History::Kind::frame, "beat"),
                       entry(3, History::Kind::frame, "post"), entry(4, History::Kind::broken, "S1 is broken"),
                       entry(5, History::Kind::note, "after")};
    history.entries[0].arrow = History::Arrow{0, History::Fate::arrived, std::chrono::milliseconds{8}};
    history.entries[1].minor = true;
    history.entries[2].arrow = History::Arrow{0, History::Fate::lost, {}};
    return history;
}

TEST(ExplainText, HasALineAnEntryUpToTheFailure) {
    EXPECT_EQ(text_of(small(), {"A title", 7, "again", "", 0}),
              "A title\nseed 7; again: again\n\n"
              "    0.001000  pc-1   ─▶ server  login  +7.0 ms\n"
              "    0.003000  pc-1   ─✗ server  post  (lost)\n"
              "    0.004000  pc-1   ✗          S1 is broken\n");
}

TEST(ExplainText, ShowsTheLastOnesAndTheMinorOnesWhereAsked) {
    EXPECT_THAT(text_of(small(), {}, {1, false, false}), Not(HasSubstr("post")));
    EXPECT_THAT(text_of(small(), {}, {1, false, false}), HasSubstr("S1 is broken"));
    EXPECT_THAT(text_of(small(), {}, {9, true, false}), HasSubstr("beat"));
}

TEST(ExplainText, HasColoursOnlyWhereAsked) {
    EXPECT_THAT(text_of(small(), {}), Not(HasSubstr("\x1b")));
    EXPECT_THAT(text_of(small(), {}, {9, false, true}), HasSubstr("\x1b[1;31m"));
}

TEST(ExplainText, NothingThatWasSaidReachesTheTerminalRaw) {
    History history = small();
    history.lanes[1].name = "\x1b]0;pc";
    history.entries[0].text = "\x1b[31m</script>";
    const std::string text = text_of(history, {"\x1b[2J", 1, "\x1b", "\x1b\n\x1b", 2});
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, HasSubstr("</script>"));
}

TEST(ExplainText, MarksTheFailingLineOfTheScenario) {
    const std::string text =
        text_of(small(), {"A title", 7, "again", "workstations pc-1\n\n\n\n\n\n\n\nbob logs out\n", 9});
    EXPECT_THAT(text, HasSubstr("\n> 9   bob logs out\n"));
    EXPECT_THAT(text, Not(HasSubstr("workstations")));
}

TEST(ExplainText, SaysWhatIsStillUnderWay) {
    History history = small();
    history.entries[0].arrow->fate = History::Fate::unknown;
    EXPECT_THAT(text_of(history, {}), HasSubstr("pc-1   ┄▷ server  login  (under way)\n"));
}

}  // namespace
}  // namespace workspace::sim
