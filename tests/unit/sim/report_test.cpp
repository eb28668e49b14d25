#include "commands/report.hpp"

#include <gtest/gtest.h>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <sstream>

#include "commands/junit.hpp"
#include "world/world.hpp"

namespace workspace::sim {
namespace {

namespace tree = boost::property_tree;

tree::ptree read_xml_of(const std::vector<JunitCase>& cases) {
    std::istringstream in(junit_of(cases));
    tree::ptree result;
    tree::read_xml(in, result);
    return result;
}

const Broken kBroken{"S4", "line 7: now: count is 7", "scenario", World::kBegin + core::seconds{3}};

TEST(Colours, AreOnlyWhereTheyWereAskedFor) {
    EXPECT_EQ(Colours{false}.good("ok"), "ok");
    EXPECT_EQ(Colours{true}.good("ok"), "\x1b[32mok\x1b[0m");
    EXPECT_EQ(Colours{true}.bad("BROKEN"), "\x1b[1;31mBROKEN\x1b[0m");
    EXPECT_EQ(line_of(kBroken), "S4 at 3.000 s: line 7: now: count is 7 [scenario]");
    EXPECT_EQ(line_of(kBroken, Colours{true}), "\x1b[1mS4\x1b[0m at 3.000 s: line 7: now: count is 7 [scenario]");
}

TEST(Junit, HasWhatContinuousIntegrationReads) {
    const tree::ptree all = read_xml_of({{"a.scn", "", "", 0.00001},
                                         {"b.scn", "S4 at 1 s: no\nP1 at 2 s: no\n", "", 1.5},
                                         {"c.scn", "", "c.scn:3:1: what?\n", 0}});
    const tree::ptree& suite = all.get_child("testsuite");
    EXPECT_EQ(suite.get<std::string>("<xmlattr>.name"), "scenarios");
    EXPECT_EQ(suite.get<int>("<xmlattr>.tests"), 3);
    EXPECT_EQ(suite.get<int>("<xmlattr>.failures"), 1);
    EXPECT_EQ(suite.get<int>("<xmlattr>.errors"), 1);
    EXPECT_EQ(suite.get<std::string>("<xmlattr>.time"), "1.500");
    ASSERT_EQ(suite.count("testcase"), 3U);
    auto it = suite.find("testcase");
    EXPECT_EQ(it->second.get<std::string>("<xmlattr>.name"), "a.scn");
    EXPECT_EQ(it->second.get<std::string>("<xmlattr>.classname"), "scenario");
    EXPECT_EQ(it->second.get<std::string>("<xmlattr>.time"), "0.000") << "never 1e-05: not every reader takes that";
    EXPECT_EQ(it->second.count("failure") + it->second.count("error"), 0U);
    const tree::ptree& broken = (++it)->second;
    EXPECT_EQ(broken.get<std::string>("failure.<xmlattr>.message"), "S4 at 1 s: no");
    EXPECT_EQ(broken.get<std::string>("failure"), "S4 at 1 s: no\nP1 at 2 s: no\n");
    EXPECT_EQ((++it)->second.get<std::string>("error.<xmlattr>.message"), "c.scn:3:1: what?");
}

TEST(Junit, IsXmlWhateverWasSaid) {
    const std::string said = "M1: \"<b>\" & ]]> \x1b[31m \xff é";
    const tree::ptree all = read_xml_of({{"<&\">.scn", said, "", 0}});
    EXPECT_EQ(all.get<std::string>("testsuite.testcase.<xmlattr>.name"), "<&\">.scn");
    EXPECT_EQ(all.get<std::string>("testsuite.testcase.failure"), "M1: \"<b>\" & ]]> \xEF\xBF\xBD[31m \xEF\xBF\xBD é");
}

}  // namespace
}  // namespace workspace::sim
