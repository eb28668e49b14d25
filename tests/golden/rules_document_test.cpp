#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

/// docs/rules.md names, for each rule, where it lives and what proves it: no cell that is due may be empty, and what is
/// named must be there.
namespace workspace::core::test {
namespace {

const std::filesystem::path kRoot{WORKSPACE_SOURCE_DIR};

struct Row {
    std::string rule;
    std::string promise;
    std::string home;
    std::string transcript;
    std::string property;
    std::vector<std::string> checkers;
};

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<std::string> cells_of(const std::string& line) {
    static const std::regex kTrimmed(R"(^\s*(.*?)\s*$)");
    std::vector<std::string> cells;
    std::stringstream in(line.substr(1));
    for (std::string cell; std::getline(in, cell, '|');) {
        cells.push_back(std::regex_replace(cell, kTrimmed, "$1"));
    }
    return cells;
}

/// `posting, ledger`
std::vector<std::string> words_of(const std::string& cell) {
    static const std::regex kWord("[a-z]+");
    return {std::sregex_token_iterator(cell.begin(), cell.end(), kWord), std::sregex_token_iterator()};
}

std::map<std::string, Row> rows() {
    static const std::regex kRule("[SPMHW][0-9]+");
    std::map<std::string, Row> result;
    std::stringstream document(text_of(kRoot / "docs/rules.md"));
    for (std::string line; std::getline(document, line);) {
        const auto cells = line.starts_with("|") ? cells_of(line) : std::vector<std::string>{};
        if (cells.size() >= 6 && std::regex_match(cells[0], kRule)) {
            const Row row{cells[0], cells[1], cells[2], cells[3], cells[4], words_of(cells[5])};
            EXPECT_TRUE(result.emplace(cells[0], row).second) << line;
        }
    }
    return result;
}

/// "Suite.Name" of every test that the sources define.
std::set<std::string> tests() {
    static const std::regex kTest(R"((?:TEST|TEST_F|TEST_P|PROPERTY)\((\w+),\s*(\w+))");
    static const std::regex kRegistered(R"(desktop_test\((\w+)\.(\w+))");
    std::set<std::string> names;
    const auto collect = [&](const std::string& text, const std::regex& pattern) {
        for (auto match = std::sregex_iterator(text.begin(), text.end(), pattern); match != std::sregex_iterator();
             ++match) {
            names.insert((*match)[1].str() + "." + (*match)[2].str());
        }
    };
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kRoot / "tests")) {
        if (entry.path().extension() == ".cpp") {
            collect(text_of(entry.path()), kTest);
        }
    }
    collect(text_of(kRoot / "tests/CMakeLists.txt"), kRegistered);
    return names;
}

TEST(RulesDocument, NamesEveryRule) {
    const std::map<char, int> kinds{{'S', 14}, {'P', 6}, {'M', 8}, {'H', 7}, {'W', 3}};
    const auto found = rows();
    std::size_t expected = 0;
    for (const auto& [kind, last] : kinds) {
        for (int number = 1; number <= last; ++number, ++expected) {
            EXPECT_TRUE(found.contains(kind + std::to_string(number))) << kind << number;
        }
    }
    EXPECT_EQ(found.size(), expected);
}

TEST(RulesDocument, WhatItNamesIsThere) {
    const auto known = tests();
    for (const auto& [rule, row] : rows()) {
        EXPECT_FALSE(row.promise.empty()) << rule;
        EXPECT_TRUE(!row.home.empty() && std::filesystem::exists(kRoot / row.home)) << rule << ": " << row.home;
        EXPECT_TRUE(known.contains(row.transcript)) << rule << ": " << row.transcript;
        EXPECT_TRUE(known.contains(row.property)) << rule << ": " << row.property;
    }
}

TEST(RulesDocument, EachRuleHasItsCheckerInTheSimulator) {
    const std::string promises = text_of(kRoot / "sim/src/checkers/checkers.hpp");
    for (const auto& [rule, row] : rows()) {
        if (rule == "W2" || rule == "W3") {
            continue;  // the hosts'
        }
        EXPECT_FALSE(row.checkers.empty()) << rule;
        for (const std::string& checker : row.checkers) {
            const std::string source = text_of(kRoot / "sim/src/checkers" / (checker + ".cpp"));
            const bool says_so = source.find('"' + rule + '"') != std::string::npos ||
                                 std::regex_search(promises, std::regex("\\b" + rule + "\\b"));
            EXPECT_TRUE(!source.empty() && says_so) << rule << ": " << checker;
        }
    }
}

TEST(RulesDocument, EachTranscriptCarriesItsRulesName) {
    for (const auto& [rule, row] : rows()) {
        const bool of_a_host = rule == "W2" || rule == "W3";
        EXPECT_TRUE(of_a_host || row.transcript.find("." + rule + "_") != std::string::npos) << rule;
    }
}

}  // namespace
}  // namespace workspace::core::test
