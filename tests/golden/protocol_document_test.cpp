#include <gtest/gtest.h>

#include "golden_file.hpp"
#include "protocol_tables.hpp"
#include "worked_transcript.hpp"

/// docs/protocol.md says what the code does: its tables and its transcript are derived, and stand between
/// markers
/// `<!-- generated: NAME -->` and `<!-- end: NAME -->`.
namespace workspace::core::test {
namespace {

constexpr const char* kDocument = "docs/protocol.md";

/// Replaces what stands between the markers of `name`; fails the test where they are missing.
void replace_part(std::string& document, const std::string& name, const std::string& text) {
    const std::string begin = "<!-- generated: " + name + " -->\n";
    const std::string end = "<!-- end: " + name + " -->";
    const std::size_t from = document.find(begin);
    const std::size_t to = document.find(end);
    ASSERT_TRUE(from != std::string::npos && to != std::string::npos && from < to) << "no markers for " << name;
    document.replace(from + begin.size(), to - from - begin.size(), "\n" + text + "\n");
}

TEST(ProtocolDocument, IsWhatTheCodeDoes) {
    std::string document = read_file(in_source_tree(kDocument));
    for (const auto& [name, text] : protocol_tables()) {
        replace_part(document, name, text);
    }
    replace_part(document, "transcript", worked_transcript());
    expect_file(in_source_tree(kDocument), document);
}

}  // namespace
}  // namespace workspace::core::test
