#include "workspace/desktop/model/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "desktop_log.hpp"
#include "workspace/desktop/model/dates.hpp"
#include "workspace/desktop/model/markup.hpp"

namespace workspace::desktop {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using namespace testing;

TEST(DesktopWords, P3_TheCountIsExactOrADash) {
    EXPECT_EQ(words_of_count(std::nullopt), "—");
    EXPECT_EQ(words_of_count(0), "0 connected");
    EXPECT_EQ(words_of_count(12), "12 connected");
}

TEST(DesktopWords, AnUntrustedServerIsNamedWithWhatIsToBeCompared) {
    const host::UntrustedCertificate unknown{
        .why = host::Trust::unknown, .shown = {.fingerprint = "AB:CD"}, .accepted = {}};
    EXPECT_THAT(explain(unknown, "https://h:1").detail, AllOf(HasSubstr("AB:CD"), HasSubstr("https://h:1")));
    const host::UntrustedCertificate changed{
        .why = host::Trust::changed, .shown = {.fingerprint = "AB:CD"}, .accepted = "12:34"};
    EXPECT_THAT(explain(changed, "https://h:1").detail,
                AllOf(HasSubstr("AB:CD"), HasSubstr("12:34"), HasSubstr("trust --forget --server https://h:1")));
}

TEST(DesktopWords, SpansAreRoundedDown) {
    EXPECT_EQ(words_of_span(0), "1 second");
    EXPECT_EQ(words_of_span(59'999), "59 seconds");
    EXPECT_EQ(words_of_span(kMinute), "1 minute");
    EXPECT_EQ(words_of_span(60 * kMinute - 1), "59 minutes");
    EXPECT_EQ(words_of_span(2 * 60 * kMinute), "2 hours");
    EXPECT_EQ(words_of_span(kDay), "1 day");
    EXPECT_EQ(words_of_span(3 * kDay), "3 days");
}

TEST(DesktopWords, S6_TheHolderIsNamedWithPlaceSinceAndIdle) {
    EXPECT_EQ(words_of_holder({"Alice", "pc-accueil", 12 * kMinute, 30'000}),
              "Alice has been connected on “pc-accueil” for 12 minutes, idle for 30 seconds.");
    EXPECT_THAT(words_of_holder({"Chloé", "pc-accueil", 12 * kMinute, 0}), HasSubstr("Chloé has been connected"));
    EXPECT_THAT(words_of_holder({"Alice", "", 12 * kMinute, 0}), HasSubstr("another computer"));
}

TEST(DesktopWords, S6_ARefusalForAnotherComputerSaysWhichOne) {
    core::client::Stop stop;
    stop.refusal = core::Refusal::session_elsewhere;
    EXPECT_EQ(explain(stop), explain(core::Refusal::session_elsewhere));
    stop.holder = core::wire::Holder{"Alice", "pc-accueil", kMinute, 0};
    EXPECT_EQ(explain(stop).title, "Already connected on “pc-accueil”");
}

TEST(DesktopWords, S7_ABusyComputerSaysWhoIsThere) {
    core::client::Stop stop;
    stop.refusal = core::Refusal::workstation_busy;
    stop.holder = core::wire::Holder{"Bruno", "pc-accueil", kMinute, 0};
    EXPECT_THAT(explain(stop).detail, HasSubstr("Bruno is logged in on this computer"));
}

TEST(DesktopWords, S12_TheDisplacedOneIsToldWhere) {
    core::client::Stop stop;
    stop.close = core::CloseCode::superseded;
    stop.holder = core::wire::Holder{"Alice", "pc-atelier", 0, 0};
    EXPECT_EQ(explain(stop).title, "This account is now used on “pc-atelier”");
}

TEST(DesktopWords, EveryRefusalAndCloseCodeSaysWhatToDo) {
    int refusals = 0;
    for (int number = 0; number < 100; ++number) {
        const Words words = explain(static_cast<core::Refusal>(number));
        EXPECT_FALSE(words.title.empty());
        EXPECT_FALSE(words.detail.empty());
        refusals += words.title == "Refused" ? 0 : 1;
    }
    EXPECT_GE(refusals, 18);
    EXPECT_FALSE(words_of_failed_post(std::nullopt).empty());
}

// ---- dates

TEST(DesktopDates, TodayAndYesterdayHaveNames) {
    prepare();
    const core::WallTime now{kMonday};
    EXPECT_EQ(day_label(now, now), "Today");
    EXPECT_EQ(day_label(core::WallTime{kMonday - 9 * 60 * kMinute}, now), "Today") << "since midnight";
    EXPECT_EQ(day_label(core::WallTime{kMonday - 9 * 60 * kMinute - 1}, now), "Yesterday");
    EXPECT_EQ(day_label(core::WallTime{kMonday - 3 * kDay}, now), "Friday 20 November 2026");
}

TEST(DesktopDates, ADayOfTheFutureIsWritten) {
    prepare();
    EXPECT_EQ(day_label(core::WallTime{kMonday + kDay}, core::WallTime{kMonday}), "Tuesday 24 November 2026");
}

TEST(DesktopDates, LabelsOfTime) {
    prepare();
    EXPECT_EQ(clock_label(core::WallTime{kMonday + 63 * kMinute}), "10:03");
    EXPECT_EQ(short_day_label(core::WallTime{kMonday}), "23 Nov");
    EXPECT_EQ(full_label(core::WallTime{kMonday}), "Monday 23 November 2026, 09:00");
}

TEST(DesktopDates, DaysAreCountedBeforeTheEpochToo) {
    prepare();
    EXPECT_EQ(local_day(core::WallTime{0}), 0);
    EXPECT_EQ(local_day(core::WallTime{kDay - 1}), 0);
    EXPECT_EQ(local_day(core::WallTime{-1000}), -1);
}

// ---- markup

TEST(DesktopMarkup, WhatIsMarkupIsEscaped) {
    EXPECT_EQ(markup_of("a < b & c > \"d\" 'e'"), "a &lt; b &amp; c &gt; &quot;d&quot; &#39;e&#39;");
    EXPECT_EQ(markup_of("<b>no</b>"), "&lt;b&gt;no&lt;/b&gt;");
}

TEST(DesktopMarkup, AddressesAreLinksWithoutTheSentencesEnd) {
    EXPECT_EQ(markup_of("See https://example.org/a?b=1&c=2."),
              "See <a href=\"https://example.org/a?b=1&amp;c=2\">https://example.org/a?b=1&amp;c=2</a>.");
    EXPECT_EQ(markup_of("(http://a.b) and http://c.d!"),
              "(<a href=\"http://a.b\">http://a.b</a>) and <a href=\"http://c.d\">http://c.d</a>!");
}

TEST(DesktopMarkup, ASchemeAloneIsNoLink) {
    EXPECT_EQ(markup_of("http:// and https://."), "http:// and https://.");
}

TEST(DesktopMarkup, AnAddressCannotCloseItsOwnTag) {
    EXPECT_EQ(markup_of("http://a.b\"><script>"), "<a href=\"http://a.b\">http://a.b</a>&quot;&gt;&lt;script&gt;");
}

TEST(DesktopMarkup, ControlCharactersAreReplaced) {
    EXPECT_EQ(markup_of("a\x01"
                        "b\r\nc\td"),
              "a\xEF\xBF\xBD"
              "b\nc\td");
}

}  // namespace
}  // namespace workspace::desktop
