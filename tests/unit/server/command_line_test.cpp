#include "app/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <sstream>

#include "app/exit_code.hpp"
#include "host/temporary_folder.hpp"
#include "store/accounts.hpp"
#include "store/store_engine.hpp"

namespace workspace::server {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TemporaryFolder;

/// Lends a stream another buffer until it goes away.
class Redirected {
public:
    Redirected(std::ios& stream, std::streambuf* buffer) : stream_(stream), before_(stream.rdbuf(buffer)) {}
    ~Redirected() { stream_.rdbuf(before_); }
    Redirected(const Redirected&) = delete;
    Redirected& operator=(const Redirected&) = delete;

private:
    std::ios& stream_;
    std::streambuf* before_;
};

struct Ended {
    int code = -1;
    std::string out;
    std::string err;
};

class CommandLine : public ::testing::Test {
protected:
    /// The program with these words, on this test's data folder, fed with `input`.
    [[nodiscard]] Ended run(std::vector<std::string> words, const std::string& input = {}) const {
        words.insert(words.begin(), "workspace-server");
        words.insert(words.end(), {"--data-dir", folder_.path() / "data"});
        std::vector<const char*> argv;
        for (const auto& word : words) {
            argv.push_back(word.c_str());
        }
        std::istringstream in(input);
        std::ostringstream out;
        std::ostringstream err;
        const Redirected from_here(std::cin, in.rdbuf());
        const Redirected to_out(std::cout, out.rdbuf());
        const Redirected to_err(std::cerr, err.rdbuf());
        const int code = run_command_line(static_cast<int>(argv.size()), argv.data());
        return {code, out.str(), err.str()};
    }
    [[nodiscard]] Ended add(const std::string& name, const std::string& password = "correct horse") const {
        return run({"user", "add", name, "--password-stdin", "--argon2-memory-mib", "8", "--argon2-ops", "1"},
                   password + "\n");
    }
    static int code_of(ExitCode code) { return static_cast<int>(code); }

    TemporaryFolder folder_;
};

TEST_F(CommandLine, HelpOfEachCommandIsShownAndIsNoError) {
    for (const std::vector<std::string>& words : {std::vector<std::string>{"--help"},
                                                  {"serve", "--help"},
                                                  {"user", "add", "--help"},
                                                  {"room", "add", "--help"},
                                                  {"token", "create", "--help"}}) {
        const auto done = run(words);
        EXPECT_EQ(done.code, 0);
        EXPECT_THAT(done.out, AllOf(HasSubstr("workspace-server"), HasSubstr("--data-dir")));
    }
    const auto serve = run({"serve", "--help"}).out;
    EXPECT_THAT(serve, AllOf(HasSubstr("Examples:"), HasSubstr("{ask,reject,takeover}=ask")));
    EXPECT_EQ(serve.find('\0'), std::string::npos);
}

TEST_F(CommandLine, AnUnknownWordOrNoneIsAUsageError) {
    for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                  {"fly"},
                                                  {"user"},
                                                  {"user", "add"},
                                                  {"serve", "--prot", "1"},
                                                  {"token", "create"}}) {
        const auto done = run(words);
        EXPECT_EQ(done.code, code_of(ExitCode::usage)) << done.err;
        EXPECT_THAT(done.err, HasSubstr("--help"));
    }
}

TEST_F(CommandLine, AValueOutOfItsBoundsNamesTheOption) {
    struct Case {
        std::string option;
        std::string value;
    };
    for (const auto& [option, value] :
         {Case{"--port", "65536"}, Case{"--port", "-1"}, Case{"--port", "http"}, Case{"--policy", "perhaps"},
          Case{"--argon2-memory-mib", "1"}, Case{"--argon2-ops", "0"}, Case{"--log-level", "loud"}}) {
        const auto done = run({"serve", option, value});
        EXPECT_EQ(done.code, code_of(ExitCode::usage)) << option << " " << value;
        EXPECT_THAT(done.err, AllOf(HasSubstr(option), HasSubstr("--help")));
    }
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "data"));
}

TEST_F(CommandLine, AnAddressThatIsNoneOrUnprotectedIsRefusedBeforeAnythingIsMade) {
    const auto name = run({"serve", "--listen", "localhost", "--port", "0"});
    EXPECT_EQ(name.code, code_of(ExitCode::usage));
    EXPECT_THAT(name.err, AllOf(HasSubstr("--listen"), HasSubstr("127.0.0.1"), HasSubstr("localhost")));
    for (const char* address : {"0.0.0.0", "192.0.2.1", "::"}) {
        const auto plain = run({"serve", "--listen", address, "--port", "0"});
        EXPECT_EQ(plain.code, code_of(ExitCode::usage));
        EXPECT_THAT(plain.err, AllOf(HasSubstr(address), HasSubstr("--allow-plain")));
    }
    EXPECT_FALSE(std::filesystem::exists(folder_.path() / "data"));
}

TEST_F(CommandLine, AnAccountIsMadeOnceWhateverTheCaseOfItsName) {
    const auto added = add("alice");
    EXPECT_EQ(added.code, 0) << added.err;
    EXPECT_THAT(added.out, HasSubstr("alice"));
    const auto again = add("Alice");
    EXPECT_EQ(again.code, code_of(ExitCode::refused));
    EXPECT_THAT(again.err, AllOf(HasSubstr("Alice"), HasSubstr("taken"), HasSubstr("choose another")));
    EXPECT_THAT(run({"user", "list"}).out, AllOf(HasSubstr("alice"), Not(HasSubstr("Alice"))));
}

TEST_F(CommandLine, APasswordIsNeededAndNeverShown) {
    const auto none = run({"user", "add", "alice", "--password-stdin"});
    EXPECT_EQ(none.code, code_of(ExitCode::usage));
    EXPECT_THAT(none.err, AllOf(HasSubstr("password"), HasSubstr("--password-stdin")));
    const auto added = add("alice", "s3cret words");
    EXPECT_EQ(added.code, 0);
    EXPECT_THAT(added.out + added.err, Not(HasSubstr("s3cret")));
    std::ifstream file(folder_.path() / "data" / "workspace.db", std::ios::binary);
    EXPECT_THAT(std::string(std::istreambuf_iterator<char>(file), {}), Not(HasSubstr("s3cret")));
}

TEST_F(CommandLine, NamesThatAreTooLongAreRefusedWithTheBound) {
    EXPECT_EQ(add(std::string(64, 'n')).code, 0);
    const auto account = add(std::string(65, 'n'));
    EXPECT_EQ(account.code, code_of(ExitCode::refused));
    EXPECT_THAT(account.err, HasSubstr("64"));
    const auto room = run({"room", "add", std::string(129, 'r')});
    EXPECT_EQ(room.code, code_of(ExitCode::refused));
    EXPECT_THAT(room.err, HasSubstr("128"));
    const auto password = add("bruno", std::string(1025, 'p'));
    EXPECT_EQ(password.code, code_of(ExitCode::refused));
    EXPECT_THAT(password.err, HasSubstr("1024"));
}

TEST_F(CommandLine, ARoomIsMadeOnce) {
    EXPECT_EQ(run({"room", "add", "Support"}).code, 0);
    const auto again = run({"room", "add", "Support"});
    EXPECT_EQ(again.code, code_of(ExitCode::refused));
    EXPECT_THAT(again.err, HasSubstr("Support"));
    EXPECT_THAT(run({"room", "list"}).out, AllOf(HasSubstr("General"), HasSubstr("Support")));
}

TEST_F(CommandLine, ATokenIsPrintedAloneAndOnlyItsHashIsKept) {
    ASSERT_EQ(add("bot").code, 0);
    const auto made = run({"token", "create", "bot", "--label", "backup", "--scope", "read"});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_THAT(made.out, ::testing::MatchesRegex("wst_[-_A-Za-z0-9]+\n"));  // a script takes all of it
    const auto secret = made.out.substr(0, made.out.size() - 1);
    StoreEngine engine(folder_.path() / "data" / "workspace.db");
    const auto found = find_api_token(engine.database(), secret);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->may_read);
    EXPECT_FALSE(found->may_post);
    EXPECT_FALSE(find_api_token(engine.database(), secret + "x"));
    auto rows = engine.database().query("SELECT count(*) FROM api_tokens WHERE instr(hash, 'wst_') > 0");
    ASSERT_TRUE(rows.step());
    EXPECT_EQ(rows.number(0), 0);
}

TEST_F(CommandLine, ATokenIsForAnAccountThatExistsAndForKnownScopes) {
    ASSERT_EQ(add("bot").code, 0);
    const auto nobody = run({"token", "create", "nobody"});
    EXPECT_EQ(nobody.code, code_of(ExitCode::refused));
    EXPECT_THAT(nobody.err, AllOf(HasSubstr("nobody"), HasSubstr("user list")));
    EXPECT_EQ(nobody.out, "");
    const auto scope = run({"token", "create", "bot", "--scope", "everything"});
    EXPECT_EQ(scope.code, code_of(ExitCode::usage));
    EXPECT_THAT(scope.err, HasSubstr("--scope"));
}

TEST_F(CommandLine, SessionsAreListedAndAnUnknownNameIsRefused) {
    ASSERT_EQ(add("alice").code, 0);
    const auto list = run({"session", "list"});
    EXPECT_EQ(list.code, 0);
    EXPECT_THAT(list.out, HasSubstr("0 accounts"));
    EXPECT_EQ(run({"session", "history", "alice"}).code, 0);
    EXPECT_EQ(run({"session", "history", "nobody"}).code, code_of(ExitCode::refused));
}

TEST_F(CommandLine, AnInvitationIsPrintedAloneListedAndWithdrawn) {
    ASSERT_EQ(add("alice").code, 0);
    const auto made = run({"invite", "create", "--role", "guest", "--expires", "2d"});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_THAT(made.out, ::testing::MatchesRegex("wsi_[-_A-Za-z0-9]{22}\n"));
    EXPECT_THAT(run({"invite", "list"}).out, AllOf(HasSubstr("1  guest"), Not(HasSubstr("wsi_"))));
    EXPECT_EQ(run({"invite", "withdraw", "1"}).code, 0);
    EXPECT_EQ(run({"invite", "list"}).out, "");
    EXPECT_EQ(run({"invite", "withdraw", "1"}).code, code_of(ExitCode::refused));
    for (const char* time : {"1s", "31d", "2", "soon"}) {
        EXPECT_EQ(run({"invite", "create", "--expires", time}).code, code_of(ExitCode::usage)) << time;
    }
}

TEST_F(CommandLine, ALockWithoutAServerIsDoneByTheCommandItself) {
    ASSERT_EQ(add("alice").code, 0);
    EXPECT_EQ(run({"user", "lock", "alice"}).code, 0);
    EXPECT_THAT(run({"user", "list"}).out, HasSubstr("(locked)"));
    EXPECT_EQ(run({"user", "unlock", "alice"}).code, 0);
    EXPECT_THAT(run({"user", "list"}).out, Not(HasSubstr("(locked)")));
    EXPECT_EQ(run({"session", "kick", "alice"}).code, 0);
    const auto nobody = run({"user", "lock", "nobody"});
    EXPECT_EQ(nobody.code, code_of(ExitCode::refused));
    EXPECT_THAT(nobody.err, HasSubstr("nobody"));
    EXPECT_THAT(run({"audit"}).out, ::testing::ContainsRegex("operator  locked  alice\n.*operator  unlocked  alice\n"
                                                             ".*operator  sessions_ended  alice\n"));
}

TEST_F(CommandLine, ARoleIsGivenAndABotStaysABot) {
    ASSERT_EQ(add("alice").code, 0);
    EXPECT_EQ(run({"user", "role", "alice", "administrator"}).code, 0);
    EXPECT_THAT(run({"user", "list"}).out, HasSubstr("(administrator)"));
    EXPECT_EQ(run({"user", "role", "alice", "king"}).code, code_of(ExitCode::usage));
    EXPECT_EQ(run({"user", "role", "alice", "bot"}).code, code_of(ExitCode::usage));
    const auto bot =
        run({"user", "add", "robot", "--role", "bot", "--password-stdin", "--argon2-memory-mib", "8"}, "words\n");
    EXPECT_EQ(bot.code, 0) << bot.err;
    EXPECT_EQ(run({"user", "role", "robot", "member"}).code, code_of(ExitCode::refused));
}

class Person : public CommandLine {
protected:
    Person() {
        EXPECT_EQ(add("alice").code, 0);
        EXPECT_EQ(add("bruno").code, 0);
        EXPECT_EQ(run({"token", "create", "alice", "--label", "backup"}).code, 0);
        StoreEngine engine(file_);
        engine.database().execute(
            "INSERT INTO workstations (id, key, hint, label, first_seen, last_seen)"
            " VALUES (1, zeroblob(32), zeroblob(32), 'laptop of alice', 1, 2);"
            "INSERT INTO sessions (id, account, workstation, state, newest, created)"
            " VALUES (zeroblob(16), 1, zeroblob(32), 'good', zeroblob(32), 1);"
            "INSERT INTO lease_history (account, epoch, cause, at) VALUES (1, 1, 'granted', 5);");
        StoreEngine::Batch batch(engine);
        for (const std::int64_t author : {1, 2}) {
            const core::wire::Post post{{1}, core::ClientId{{static_cast<std::uint8_t>(author)}}, {}, "hello"};
            const auto token =
                add_api_token(engine.database(), {author}, "secret " + std::to_string(author), "test", "post", {1});
            (void)engine.execute(core::Append{core::ApiTokenFence{token.value()}, {author}, post, {7}});
        }
        batch.commit();
    }
    std::filesystem::path file_ = folder_.path() / "data" / "workspace.db";
};

TEST_F(Person, AnExportHasWhatIsTheirsAndNothingElse) {
    const auto done = run({"user", "export", "alice"});
    EXPECT_EQ(done.code, 0) << done.err;
    for (const char* part : {R"("login":"alice")", R"("label":"laptop of alice")", R"("label":"backup")",
                             R"("name":"General")", R"("cause":"granted")", R"("body":"hello")"}) {
        EXPECT_THAT(done.out, HasSubstr(part));
    }
    EXPECT_THAT(done.out, AllOf(Not(HasSubstr("bruno")), Not(HasSubstr("argon2")), Not(HasSubstr("secret"))));
    EXPECT_EQ(done.out.find("hello"), done.out.rfind("hello")) << "bruno's own";
    EXPECT_EQ(run({"user", "export", "nobody"}).code, code_of(ExitCode::refused));
}

TEST_F(Person, AnErasureForgetsWhoItWasAndKeepsWhatWasSaid) {
    EXPECT_EQ(run({"user", "erase", "alice"}).code, code_of(ExitCode::usage));
    EXPECT_EQ(run({"user", "erase", "alice", "--yes"}).code, 0);
    EXPECT_THAT(run({"user", "list"}).out, AllOf(Not(HasSubstr("alice")), HasSubstr("deleted-1"), HasSubstr("bruno")));
    EXPECT_EQ(run({"user", "export", "alice"}).code, code_of(ExitCode::refused));
    Database database(file_, Database::Mode::read_only);
    for (const char* rows_left :
         {"SELECT count(*) FROM sessions", "SELECT count(*) FROM workstations", "SELECT count(*) FROM lease_history",
          "SELECT count(*) FROM api_tokens WHERE account = 1", "SELECT count(*) FROM members WHERE account = 1",
          "SELECT count(*) FROM read_markers WHERE account = 1"}) {
        auto rows = database.query(rows_left);
        ASSERT_TRUE(rows.step());
        EXPECT_EQ(rows.number(0), 0) << rows_left;
    }
    auto said = database.query("SELECT a.name, e.body FROM events e JOIN accounts a ON a.id = e.author WHERE a.id = 1");
    ASSERT_TRUE(said.step());
    EXPECT_EQ(said.text(0) + ": " + said.text(1), "Deleted person: hello");
    EXPECT_EQ(add("alice").code, 0) << "the name is free";
}

TEST_F(CommandLine, ACodeForANewPasswordIsPrintedAlone) {
    ASSERT_EQ(add("alice").code, 0);
    EXPECT_THAT(run({"user", "reset-password", "alice"}).out, ::testing::MatchesRegex("wsi_[-_A-Za-z0-9]{22}\n"));
    EXPECT_THAT(run({"invite", "list"}).out, HasSubstr("a new password for alice"));
}

TEST_F(CommandLine, TokensAreListedAndRevoked) {
    ASSERT_EQ(add("bot").code, 0);
    ASSERT_EQ(run({"token", "create", "bot", "--label", "backup"}).code, 0);
    EXPECT_THAT(run({"token", "list"}).out, AllOf(HasSubstr("1  bot  backup  (read post)"), Not(HasSubstr("wst_"))));
    EXPECT_EQ(run({"token", "revoke", "1"}).code, 0);
    EXPECT_EQ(run({"token", "revoke", "1"}).code, code_of(ExitCode::refused));
    EXPECT_EQ(run({"token", "list"}).out, "");
}

TEST_F(CommandLine, AFolderThatCannotBeUsedHasItsOwnCode) {
    folder_.write("data", "a file");
    const auto done = run({"user", "list"});
    EXPECT_EQ(done.code, code_of(ExitCode::folder));
    EXPECT_THAT(done.err, HasSubstr((folder_.path() / "data").string()));
}

TEST_F(CommandLine, ADatabaseThatCannotBeUsedHasItsOwnCode) {
    folder_.write("data/workspace.db", std::string(8192, 'x'));
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"user", "list"}, {"room", "list"}, {"session", "list"}, {"serve", "--port", "0"}}) {
        const auto done = run(words);
        EXPECT_EQ(done.code, code_of(ExitCode::database)) << done.err;
        EXPECT_THAT(done.err, HasSubstr("workspace.db"));
    }
}

}  // namespace
}  // namespace workspace::server
