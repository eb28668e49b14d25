// What an operator gets for a mistake: one sentence that says what to do, an exit code other than 0, nothing lost.

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <fstream>

#include "support/office.hpp"

namespace workspace::testing {
namespace {

Finished serve_on(const std::filesystem::path& folder, int port = 0) {
    return run({WORKSPACE_SERVER_BINARY, "serve", "--data-dir", folder.string(), "--port", std::to_string(port)});
}

void expect_words(const Finished& done, const std::string& words) {
    EXPECT_NE(done.code, 0);
    EXPECT_NE(done.output.find(words), std::string::npos) << "it said:\n" << done.output;
}

class OperatorErrors : public ::testing::Test {
protected:
    Scratch scratch_{"operator"};
    std::filesystem::path folder_ = scratch_.path() / "data";
};

TEST_F(OperatorErrors, ACorruptDatabaseIsNamedAndLeftAsItIs) {
    std::filesystem::create_directories(folder_);
    const std::string garbage(8192, 'x');
    std::ofstream(folder_ / "workspace.db") << garbage;
    expect_words(serve_on(folder_), "workspace.db");
    std::ifstream file(folder_ / "workspace.db");
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), garbage);
}

TEST_F(OperatorErrors, ANewerDatabaseIsRefusedInWords) {
    {
        Server server(folder_);
        server.start();
        EXPECT_EQ(server.stop(), 0);
    }
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((folder_ / "workspace.db").c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, "PRAGMA user_version = 9999", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
    expect_words(serve_on(folder_), "newer");
}

TEST_F(OperatorErrors, APortInUseIsNamedWithAWayOut) {
    Server first(folder_);
    first.start();
    const auto done = serve_on(scratch_.path() / "other", first.port());
    expect_words(done, std::to_string(first.port()));
    expect_words(done, "--port");
    first.add_account("alice");
    Person alice({.name = "alice", .workstation = "pc-1", .server_url = first.url(), .folder = scratch_.path() / "a"});
    alice.come_in();  // the first one goes on serving
}

TEST_F(OperatorErrors, AnAddressThatIsNotHereIsNamed) {
    const auto done = run({WORKSPACE_SERVER_BINARY, "serve", "--data-dir", folder_.string(), "--port", "0", "--listen",
                           "192.0.2.1", "--allow-plain"});
    expect_words(done, "--listen");
}

TEST_F(OperatorErrors, AMistypedFolderIsNotMade) {
    const auto mistyped = scratch_.path() / "dtaa";
    const auto done = run({WORKSPACE_SERVER_BINARY, "user", "list", "--data-dir", mistyped.string()});
    expect_words(done, "--data-dir");
    EXPECT_FALSE(std::filesystem::exists(mistyped));
}

TEST_F(OperatorErrors, TwoServersOnOneFolderAreRefused) {
    Server first(folder_);
    first.start();
    expect_words(serve_on(folder_), folder_.string());
}

TEST_F(OperatorErrors, AnUnusableFolderIsNamed) {
    std::ofstream(scratch_.path() / "file") << "not a folder";
    expect_words(serve_on(scratch_.path() / "file" / "data"), (scratch_.path() / "file").string());
}

TEST_F(OperatorErrors, ANameThatIsTakenIsRefused) {
    Server server(folder_);
    server.add_account("alice");
    EXPECT_THROW(server.add_account("Alice"), std::runtime_error);
}

}  // namespace
}  // namespace workspace::testing
