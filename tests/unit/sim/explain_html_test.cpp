#include "explain/html.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "explain/printable.hpp"
#include "unit/sim/explain_played.hpp"

namespace workspace::sim {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kHostileBody = "</script><script>alert(\"1\")</script> '<!-- & \x1b[31m \xff";

std::size_t times(std::string_view text, std::string_view what) {
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

std::string island_of(const std::string& page) {
    const std::string_view begin = "id=\"history\">";
    const std::size_t from = page.find(begin) + begin.size();
    return page.substr(from, page.find("</script>", from) - from);
}

History hostile() {
    History history;
    history.lanes = {{"server", ""}, {"</script><b>'\"&", "<img src=x onerror=alert(1)>"}};
    History::Entry entry;
    entry.lane = 1;
    entry.kind = History::Kind::frame;
    entry.text = std::string{kHostileBody};
    entry.details = "<!-- <script> ]]> \xe2\x80\xa8 \xc3(";
    entry.arrow = History::Arrow{0, History::Fate::lost, {}};
    history.entries.push_back(entry);
    return history;
}

TEST(ExplainHtml, TheIslandIsJsonAndSaysWhatHappened) {
    const History history = played(takeover_scenario()).history;
    const Heading heading{"A title", 7, "again", takeover_scenario(), kTakeoverFails};
    const json::value all = json::parse(island_of(html_of(history, heading)));
    EXPECT_EQ(all.at("lanes").as_array().size(), 4U);
    EXPECT_EQ(all.at("entries").as_array().size(), history.entries.size());
    EXPECT_EQ(all.at("leases").as_array().size(), history.leases.size());
    EXPECT_EQ(all.at("heading").at("failing_line").to_number<int>(), kTakeoverFails);
    EXPECT_EQ(all.at("heading").at("seed").as_string(), "7");
    EXPECT_EQ(all.at("entries").as_array().back().at("rule").as_string(), "S4");
}

TEST(ExplainHtml, NothingThatWasSaidEndsAScriptOrBeginsAnElement) {
    const Heading heading{"<title></title><script>alert(2)</script>", 1, "a && b > \"c\"", "</pre></script>", 1};
    const std::string calm = html_of({}, {});
    const std::string page = html_of(hostile(), heading);
    EXPECT_EQ(times(page, "</script"), times(calm, "</script"));
    EXPECT_EQ(times(page, "<script"), times(calm, "<script"));
    EXPECT_EQ(times(page, "<!--"), times(calm, "<!--"));
    EXPECT_THAT(page, Not(HasSubstr("<img")));
    EXPECT_THAT(page, HasSubstr("<title>&lt;title&gt;&lt;/title&gt;&lt;script&gt;"));
}

TEST(ExplainHtml, WhatWasSaidIsStillThereAsText) {
    const json::value all = json::parse(json_of(hostile(), {}));
    const json::value& entry = all.at("entries").at(0);
    const std::string text{all.at("texts").at(entry.at("text").to_number<std::size_t>()).as_string()};
    EXPECT_EQ(text, printable(kHostileBody));
    EXPECT_THAT(text, HasSubstr("</script><script>alert(\"1\")</script> '<!-- &"));
    EXPECT_EQ(entry.at("fate").as_string(), "lost");
    EXPECT_EQ(all.at("lanes").at(1).at("name").as_string(), "</script><b>'\"&");
}

TEST(ExplainHtml, AsksForNothingFromOutside) {
    const std::string page = html_of({}, {});
    EXPECT_THAT(page, HasSubstr("default-src 'none'"));
    for (const char* outside : {"src=", "href=", "@import", "https:", "fetch(", "XMLHttpRequest"}) {
        EXPECT_THAT(page, Not(HasSubstr(outside)));
    }
}

TEST(ExplainHtml, WhatIsSaidTwiceIsThereOnce) {
    History history = hostile();
    history.entries.push_back(history.entries.front());
    const json::value all = json::parse(json_of(history, {}));
    EXPECT_EQ(all.at("texts").as_array().size(), 2U);
    EXPECT_EQ(all.at("entries").at(0).at("text"), all.at("entries").at(1).at("text"));
}

TEST(ExplainHtml, ARunWithoutEntriesIsAPage) {
    const json::value all = json::parse(island_of(html_of({}, {})));
    EXPECT_TRUE(all.at("entries").as_array().empty());
}

TEST(ExplainPrintable, IsValidAndMovesNoCursor) {
    EXPECT_EQ(printable("a\x1b[2J\r\x07z"), "a\xEF\xBF\xBD[2J\xEF\xBF\xBD\xEF\xBF\xBDz");
    EXPECT_EQ(printable("one\ntwo"), "one two");
    EXPECT_EQ(printable("one\ntwo", true), "one\ntwo");
    EXPECT_EQ(printable("é € 😀"), "é € 😀");
    EXPECT_EQ(printable("\xc3"), "\xEF\xBF\xBD");                  // cut off
    EXPECT_EQ(printable("\xc0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");  // overlong
    EXPECT_EQ(printable("\xe2\x80\xae"
                        "a"),
              "\xEF\xBF\xBD"
              "a");                                                                // turns the line around
    EXPECT_EQ(printable("\xed\xa0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // half of a surrogate pair
}

TEST(ExplainPrintable, IsShortenedByCharacters) {
    EXPECT_EQ(shortened("été", 3), "été");
    EXPECT_EQ(shortened("étés", 3), "ét…");
    EXPECT_EQ(shortened("", 3), "");
}

}  // namespace
}  // namespace workspace::sim
