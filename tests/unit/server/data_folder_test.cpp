#include "app/data_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>

#include "app/exit_code.hpp"
#include "host/temporary_folder.hpp"
#include "store/store_engine.hpp"

namespace workspace::server {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

unsigned mode_of(const std::filesystem::path& path) {
    struct stat facts{};
    return ::stat(path.c_str(), &facts) == 0 ? facts.st_mode & 0777U : 0U;
}

/// What `action` fails with; the test fails where it does not.
Failure failure_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Failure& failure) {
        return failure;
    }
    ADD_FAILURE() << "nothing failed";
    return {ExitCode::ok, ""};
}

class DataFolders : public ::testing::Test {
protected:
    /// Opens the database as the commands do.
    static void open(const DataFolder& folder) {
        with_store_words(folder, [&] { const StoreEngine engine(folder.database()); });
    }

    TemporaryFolder scratch_;
    std::filesystem::path path_ = scratch_.path() / "office" / "data";
};

TEST_F(DataFolders, IsMadeForItsOwnerAlone) {
    const DataFolder folder(path_);
    EXPECT_EQ(mode_of(path_), 0700U);
    EXPECT_EQ(folder.database(), path_ / "workspace.db");
}

TEST_F(DataFolders, OneThatIsThereKeepsItsMode) {
    std::filesystem::create_directories(path_);
    ::chmod(path_.c_str(), 0750);
    const DataFolder folder(path_);
    EXPECT_EQ(mode_of(path_), 0750U);
}

TEST_F(DataFolders, TheDatabaseIsForItsOwnerAloneWhateverTheFolderIs) {
    std::filesystem::create_directories(path_);
    ::chmod(path_.c_str(), 0755);
    const DataFolder folder(path_);
    const StoreEngine engine(folder.database());
    for (const char* name : {"workspace.db", "workspace.db-wal", "workspace.db-shm"}) {
        EXPECT_EQ(mode_of(path_ / name), 0600U) << name;
    }
}

TEST_F(DataFolders, AFileInItsPlaceIsNamed) {
    const auto file = scratch_.write("file", "not a folder");
    for (const auto& wrong : {file, file / "data"}) {
        const auto failure = failure_of([&] { const DataFolder folder(wrong); });
        EXPECT_EQ(failure.code, ExitCode::folder);
        EXPECT_THAT(failure.what(), AllOf(HasSubstr(wrong.string()), HasSubstr("--data-dir")));
    }
    EXPECT_EQ(std::filesystem::file_size(file), 12U);
}

TEST_F(DataFolders, OneThatCannotBeWrittenIsNamed) {
    if (::geteuid() == 0) {
        GTEST_SKIP() << "root may write everywhere";
    }
    std::filesystem::create_directories(path_);
    ::chmod(path_.c_str(), 0500);
    const auto failure = failure_of([&] { const DataFolder folder(path_); });
    EXPECT_EQ(failure.code, ExitCode::folder);
    EXPECT_THAT(failure.what(), AllOf(HasSubstr(path_.string()), HasSubstr("chown")));
}

TEST_F(DataFolders, OneServerTakesItAndAnotherIsTold) {
    DataFolder first(path_);
    first.take();
    EXPECT_EQ(mode_of(path_ / "lock"), 0600U);
    DataFolder second(path_);
    const auto failure = failure_of([&] { second.take(); });
    EXPECT_EQ(failure.code, ExitCode::folder);
    EXPECT_THAT(failure.what(), AllOf(HasSubstr(path_.string()), HasSubstr("another workspace-server")));
}

TEST_F(DataFolders, TheLockGoesWithItsHolderAndNothingStaleIsLeft) {
    {
        DataFolder(path_).take();
    }
    ASSERT_TRUE(std::filesystem::exists(path_ / "lock"));
    EXPECT_NO_THROW(DataFolder(path_).take());
}

TEST_F(DataFolders, ADamagedDatabaseIsNamedAndLeftAsItIs) {
    const DataFolder folder(path_);
    const std::string garbage(8192, 'x');
    scratch_.write("office/data/workspace.db", garbage);
    const auto failure = failure_of([&] { open(folder); });
    EXPECT_EQ(failure.code, ExitCode::database);
    EXPECT_THAT(failure.what(), AllOf(HasSubstr(folder.database().string()), HasSubstr("backup")));
    std::ifstream file(folder.database());
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), garbage);
}

TEST_F(DataFolders, ANewerDatabaseIsRefusedInWords) {
    const DataFolder folder(path_);
    open(folder);
    Database(folder.database(), Database::Mode::read_write).execute("PRAGMA user_version = 9999");
    const auto failure = failure_of([&] { open(folder); });
    EXPECT_EQ(failure.code, ExitCode::database);
    EXPECT_THAT(failure.what(), AllOf(HasSubstr(folder.database().string()), HasSubstr("newer"), HasSubstr("9999")));
}

TEST_F(DataFolders, ADatabaseOfAnImpossibleVersionIsRefusedInWords) {
    const DataFolder folder(path_);
    open(folder);
    Database(folder.database(), Database::Mode::read_write).execute("PRAGMA user_version = -1");
    const auto failure = failure_of([&] { open(folder); });
    EXPECT_EQ(failure.code, ExitCode::database);
    EXPECT_THAT(failure.what(), AllOf(HasSubstr(folder.database().string()), HasSubstr("damaged")));
}

TEST_F(DataFolders, AnotherProgramsDatabaseIsNotTouched) {
    const DataFolder folder(path_);
    Database(folder.database(), Database::Mode::read_write).execute("CREATE TABLE accounts (other TEXT)");
    const auto failure = failure_of([&] { open(folder); });
    EXPECT_EQ(failure.code, ExitCode::database);
    EXPECT_THAT(failure.what(), AllOf(HasSubstr(folder.database().string()), HasSubstr("not a database of Workspace")));
    Database database(folder.database(), Database::Mode::read_only);
    auto tables = database.query("SELECT count(*) FROM sqlite_schema");
    ASSERT_TRUE(tables.step());
    EXPECT_EQ(tables.number(0), 1);
}

TEST_F(DataFolders, ALockedDatabaseAndAFullDiskSaySo) {
    const DataFolder folder(path_);
    const auto words_for = [&](int code) {
        const auto failure = failure_of([&] { fail_for_store(folder, StoreError("it said no", code, false)); });
        EXPECT_EQ(failure.code, ExitCode::database);
        EXPECT_THAT(failure.what(), HasSubstr(folder.database().string()));
        return std::string(failure.what());
    };
    EXPECT_THAT(words_for(SQLITE_BUSY), HasSubstr("locked by another program"));
    EXPECT_THAT(words_for(SQLITE_FULL), HasSubstr("full"));
    EXPECT_THAT(words_for(SQLITE_CORRUPT), HasSubstr("damaged"));
    EXPECT_THAT(words_for(SQLITE_CANTOPEN), HasSubstr("it said no"));
}

}  // namespace
}  // namespace workspace::server
