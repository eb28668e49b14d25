// What is found by what: French and English words as people type them, and what nobody should type.

#include "store/search_terms.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "host/temporary_folder.hpp"
#include "store/folding.hpp"

namespace workspace::testing {
namespace {

using namespace workspace::server;

class Search : public ::testing::Test {
protected:
    bool finds(const std::string& typed, const std::string& text) {
        const auto terms = search_terms_from(typed, splitter_);
        return terms && std::all_of(terms->begin(), terms->end(), [&](const SearchTerm& term) {
                   return !places_of({term}, text, splitter_).empty();
               });
    }
    /// The text with what is highlighted in brackets.
    std::string shown(const std::string& typed, const std::string& text) {
        std::string result;
        std::size_t done = 0;
        for (const Place& place : places_of(search_terms_from(typed, splitter_).value(), text, splitter_)) {
            result += text.substr(done, place.from - done) + "[" + text.substr(place.from, place.to - place.from) + "]";
            done = place.to;
        }
        return result + text.substr(done);
    }
    std::string expression(const std::string& typed) {
        const auto terms = search_terms_from(typed, splitter_);
        return terms ? match_expression(*terms) : "none";
    }

    TemporaryFolder folder_;
    Database database_{folder_.path() / "empty.db", Database::Mode::read_write};
    WordSplitter splitter_{database_};
};

TEST_F(Search, FoldsFrenchAndEnglish) {
    struct Row {
        const char* typed;
        const char* text;
    };
    for (const auto& [typed, text] : {Row{"ete", "cet été"},
                                      Row{"été", "CET ETE"},
                                      Row{"ÉTÉ", "cet été"},
                                      Row{"ete", "cet e\u0301te\u0301"},
                                      Row{"été", "l'été prochain"},
                                      Row{"été", "l’été prochain"},
                                      Row{"l'été", "l’ete"},
                                      Row{"L’ÉTÉ", "l'été"},
                                      Row{"aujourdhui", "aujourdhui"},
                                      Row{"aujourd'hui", "Aujourd’hui"},
                                      Row{"coeur", "un cœur"},
                                      Row{"cœur", "un COEUR"},
                                      Row{"CŒUR", "cœur"},
                                      Row{"oeuvre", "Œuvre"},
                                      Row{"aequo", "ex æquo"},
                                      Row{"noel", "Noël"},
                                      Row{"garcon", "garçon"},
                                      Row{"Garçon", "GARCON"},
                                      Row{"ou", "où ?"},
                                      Row{"naive", "naïve"},
                                      Row{"rendez-vous", "rendez vous"},
                                      Row{"vous", "rendez-vous"},
                                      Row{"don't", "I DON’T know"},
                                      Row{"reunion", "la réunion de 14h30"},
                                      Row{"14h30", "la réunion de 14h30"},
                                      Row{"presqu'île", "Presqu’ile"},
                                      Row{"facture 2026", "2026: FACTURE"},
                                      Row{"«été»", "été"},
                                      Row{"привет", "ПРИВЕТ"}}) {
        EXPECT_TRUE(finds(typed, text)) << typed << " in " << text;
    }
    for (const auto& [typed, text] :
         {Row{"\"été\"", "étés"}, Row{"été hiver", "été"}, Row{"te", "été"}, Row{"\"deux mots\"", "mots deux"},
          Row{"\"deux mots\"", "deux gros mots"}, Row{"l'été", "été"}, Row{"etete", "été été"}}) {
        EXPECT_FALSE(finds(typed, text)) << typed << " in " << text;
    }
}

TEST_F(Search, TheLastWordMayBeABeginningAndNoOther) {
    EXPECT_TRUE(finds("réun", "la réunion"));
    EXPECT_TRUE(finds("la reu", "la réunion"));
    EXPECT_TRUE(finds("l'eco", "l’école"));
    EXPECT_FALSE(finds("réun la", "la réunion"));
    EXPECT_FALSE(finds("\"réun\"", "la réunion"));
    EXPECT_FALSE(finds("ré", "la réunion")) << "of two letters there are too many";
    EXPECT_TRUE(finds("ré", "do ré mi"));
}

TEST_F(Search, HighlightsAreBytesOfTheTextAsItIs) {
    EXPECT_EQ(shown("ete", "L’été, l’ete"), "L’[été], l’[ete]");
    EXPECT_EQ(shown("\"un cœur\" coeur", "Un Cœur, des cœurs"), "[Un Cœur], des [cœurs]");
    EXPECT_EQ(shown("\"a b\" \"b c\"", "a b c a"), "[a b c] a");
    EXPECT_EQ(shown("\"a\"", "a b a"), "[a] b [a]");
    std::string many;
    for (std::size_t i = 0; i < kHighlightsMax + 5; ++i) {
        many += "mot ";
    }
    EXPECT_EQ(places_of(search_terms_from("mot", splitter_).value(), many, splitter_).size(), kHighlightsMax);
}

TEST_F(Search, NothingThatWasTypedIsAnOperator) {
    EXPECT_EQ(expression("été"), "\"ete \" *");
    EXPECT_EQ(expression("one two"), "\"one \" AND \"two \" *");
    EXPECT_EQ(expression("\"one two\""), "\"one two \"");
    EXPECT_EQ(expression("a OR b"), "\"a \" AND \"or \" AND \"b \"");
    EXPECT_EQ(expression("NEAR(a b)"), "\"near a \" AND \"b \"");
    EXPECT_EQ(expression("body:secret*"), "\"body secret \" *");
    EXPECT_EQ(expression("^a - + {x} : *"), "\"a \" AND \"x \"");
    EXPECT_EQ(expression("a'); DROP TABLE events;--"), "\"a \" AND \"drop \" AND \"table \" AND \"events \" *");
    EXPECT_EQ(expression("a\"b c\"d"), "\"a \" AND \"b c \" AND \"d \"");
}

TEST_F(Search, WhatCannotBeLookedForIsRefused) {
    for (const char* typed : {"", "   ", "\"", "\"open", "a \"open", "\"\"", "*", "« — »", "!?", "\"...\""}) {
        EXPECT_EQ(expression(typed), "none") << typed;
    }
    std::string words;
    for (std::size_t i = 0; i < kSearchTermsMax; ++i) {
        words += "mot ";
    }
    EXPECT_NE(expression(words), "none");
    EXPECT_EQ(expression(words + "mot"), "none");
}

std::string utf8(unsigned point) {
    const auto tail = [&](unsigned shift) { return static_cast<char>(0x80 | ((point >> shift) & 0x3F)); };
    if (point < 0x80) {
        return {static_cast<char>(point)};
    }
    if (point < 0x800) {
        return {static_cast<char>(0xC0 | (point >> 6)), tail(0)};
    }
    if (point < 0x10000) {
        return {static_cast<char>(0xE0 | (point >> 12)), tail(6), tail(0)};
    }
    return {static_cast<char>(0xF0 | (point >> 18)), tail(12), tail(6), tail(0)};
}

/// The words of a query are split once more by the index: they must come out as they were.
TEST_F(Search, WhatIsTypedAsItIsWrittenIsFound) {
    database_.execute("CREATE VIRTUAL TABLE words USING fts5 (body, tokenize = 'unicode61 remove_diacritics 2')");
    database_.execute("BEGIN");
    std::size_t found = 0;
    for (unsigned point = 1; point < 0x20000; point += point < 0x2200 ? 1 : 97) {
        if (point >= 0xD800 && point < 0xE000) {
            continue;
        }
        const std::string text = "a" + utf8(point) + "b";
        const auto terms = search_terms_from("'" + text, splitter_);
        if (!terms) {
            ASSERT_EQ(point, unsigned{'"'});
            continue;
        }
        database_.query("INSERT OR REPLACE INTO words (rowid, body) VALUES (1, ?)").bind(folded(text)).run();
        auto query = database_.query("SELECT 1 FROM words WHERE words MATCH ?");
        ASSERT_TRUE(query.bind(match_expression(*terms)).step()) << point;
        ++found;
    }
    EXPECT_GT(found, 0x2200U);
}

}  // namespace
}  // namespace workspace::testing
