#pragma once

#include <filesystem>
#include <string>

/// Files of the source tree that tests hold their results against. With UPDATE_GOLDEN=1 in the environment
/// they are rewritten instead; what changed is then for git and a reviewer to see.
namespace workspace::core::test {

[[nodiscard]] std::filesystem::path in_source_tree(const std::string& path);
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Fails the current test unless the file holds exactly `expected`, naming the first line that differs.
void expect_file(const std::filesystem::path& path, const std::string& expected);

}  // namespace workspace::core::test
