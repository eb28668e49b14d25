#include "workspace/host/private_files.hpp"

#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temporary_folder.hpp"
#include "workspace/host/folder_lock.hpp"
#include "workspace/host/paths.hpp"

namespace workspace::host {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::words_thrown_by;

unsigned mode_of(const std::filesystem::path& path) {
    struct stat facts{};
    return ::stat(path.c_str(), &facts) == 0 ? facts.st_mode & 0777U : 0U;
}

TEST(PrivateFiles, FoldersAreMadePrivateAndExistingOnesLeftAlone) {
    const TemporaryFolder folder;
    make_private_folder(folder.path() / "a" / "b");
    EXPECT_EQ(mode_of(folder.path() / "a"), 0700U);
    EXPECT_EQ(mode_of(folder.path() / "a" / "b"), 0700U);
    ::chmod((folder.path() / "a").c_str(), 0755);
    make_private_folder(folder.path() / "a");
    EXPECT_EQ(mode_of(folder.path() / "a"), 0755U);
}

TEST(PrivateFiles, AFileInTheWayIsNamed) {
    const TemporaryFolder folder;
    const auto file = folder.write("file", "");
    EXPECT_THAT(words_thrown_by([&] { make_private_folder(file / "below"); }), HasSubstr(file.string()));
}

TEST(PrivateFiles, WritesReplaceAndArePrivate) {
    const TemporaryFolder folder;
    const auto file = folder.write("f", "before");
    write_private_file(file, "after");
    EXPECT_EQ(read_file(file, 100), "after");
    EXPECT_EQ(mode_of(file), 0600U);
    const auto entries = std::filesystem::directory_iterator(folder.path());
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1) << "no temporary file is left";
}

TEST(PrivateFiles, ReadingIsBounded) {
    const TemporaryFolder folder;
    const auto file = folder.write("f", "12345");
    EXPECT_EQ(read_file(file, 5), "12345");
    EXPECT_THAT(words_thrown_by([&] { static_cast<void>(read_file(file, 4)); }), HasSubstr(file.string()));
    EXPECT_EQ(read_file(folder.path() / "none", 4), std::nullopt);
}

TEST(PrivateFiles, MovedAsideUnderAFreeName) {
    const TemporaryFolder folder;
    EXPECT_EQ(move_aside(folder.write("f", "1")).filename(), "f.broken-1");
    EXPECT_EQ(move_aside(folder.write("f", "2")).filename(), "f.broken-2");
    EXPECT_EQ(read_file(folder.path() / "f.broken-1", 9), "1");
}

TEST(FolderLock, IsHeldOnceAndEndsWithItsHolder) {
    const TemporaryFolder folder;
    EXPECT_FALSE(FolderLock::is_held(folder.path() / "none"));
    {
        const FolderLock lock(folder.path());
        EXPECT_TRUE(FolderLock::is_held(folder.path()));
        EXPECT_THAT(words_thrown_by([&] { const FolderLock second(folder.path()); }),
                    HasSubstr("Another program is using"));
    }
    EXPECT_FALSE(FolderLock::is_held(folder.path()));
    EXPECT_EQ(words_thrown_by([&] { const FolderLock again(folder.path()); }), "");
}

TEST(Paths, FollowTheVariablesWhenTheyAreAbsolute) {
    const auto* before = std::getenv("XDG_DATA_HOME");
    const std::string kept = before == nullptr ? "" : before;
    ::setenv("XDG_DATA_HOME", "/somewhere", 1);
    EXPECT_EQ(default_data_dir(), "/somewhere/workspace");
    ::setenv("XDG_DATA_HOME", "relative", 1);
    EXPECT_THAT(default_data_dir().string(), ::testing::EndsWith(".local/share/workspace"));
    before == nullptr ? ::unsetenv("XDG_DATA_HOME") : ::setenv("XDG_DATA_HOME", kept.c_str(), 1);
}

}  // namespace
}  // namespace workspace::host
