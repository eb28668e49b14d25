#include "golden_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace workspace::core::test {
namespace {

bool update_wanted() {
    const char* wish = std::getenv("UPDATE_GOLDEN");  // NOLINT(concurrency-mt-unsafe): tests have one thread
    return wish != nullptr && std::string(wish) == "1";
}

/// "line 3: what stands there", for two texts that differ.
std::string first_difference(const std::string& actual, const std::string& expected) {
    std::istringstream actual_lines(actual);
    std::istringstream expected_lines(expected);
    for (int number = 1;; ++number) {
        std::string actual_line;
        std::string expected_line;
        const bool more = static_cast<bool>(std::getline(actual_lines, actual_line));
        const bool more_expected = static_cast<bool>(std::getline(expected_lines, expected_line));
        if (actual_line != expected_line || more != more_expected || !more) {
            return "line " + std::to_string(number) + ":\n  in the file: " + actual_line +
                   "\n  should be:   " + expected_line;
        }
    }
}

}  // namespace

std::filesystem::path in_source_tree(const std::string& path) {
    return std::filesystem::path(WORKSPACE_SOURCE_DIR) / path;
}

std::string read_file(const std::filesystem::path& path) {
    const std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void expect_file(const std::filesystem::path& path, const std::string& expected) {
    if (update_wanted()) {
        std::ofstream(path, std::ios::binary) << expected;
    }
    const std::string actual = read_file(path);
    if (actual != expected) {
        ADD_FAILURE() << path << " is not what the code gives, " << first_difference(actual, expected)
                      << "\nIf the change is meant, run UPDATE_GOLDEN=1 build/dev/bin/golden_tests and look "
                         "at git diff.";
    }
}

}  // namespace workspace::core::test
