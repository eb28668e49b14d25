// A capture of the real server, taken while real clients talk to it, and played back by the real simulator.

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <fstream>
#include <sstream>

#include "support/office.hpp"

namespace workspace::testing {
namespace {

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Finished replay(const std::filesystem::path& capture) {
    return run({WORKSPACE_SIM_BINARY, "replay", capture.string()});
}

class Capture : public ::testing::Test {
protected:
    [[nodiscard]] Person person(const std::string& name, const std::string& workstation, const Server& server) {
        return Person({.name = name,
                       .workstation = workstation,
                       .server_url = server.url(),
                       .folder = scratch_.path() / (name + "-on-" + workstation)});
    }
    /// Two people talk; one of them is killed and comes back, the other logs out.
    void talk(Server& server) {
        Person alice = person("alice", "reception-desk", server);
        alice.come_in();
        {
            Person bruno = person("bruno", "workshop-bench", server);
            bruno.come_in();
            alice.say("@bruno the safe opens with nineteen-eighty-four");
            alice.wait("what she said", [](const Facts& facts) { return facts.messages.size() == 1; });
            bruno.say("understood, boss");
            bruno.wait("both", [](const Facts& facts) { return facts.messages.size() == 2; });
            bruno.process().kill();
        }
        Person bruno = person("bruno", "workshop-bench", server);
        bruno.come_in();
        alice.sign_out();
        alice.wait_phase("signed_out");
    }
    void expect_nothing_private(const std::string& text) {
        for (const std::string& word :
             {Server::password_of("alice"), Server::password_of("bruno"), std::string("correct horse"),
              std::string("alice"), std::string("bruno"), std::string("nineteen"), std::string("safe"),
              std::string("understood"), std::string("boss"), std::string("reception"), std::string("workshop"),
              std::string("General")}) {
            EXPECT_EQ(text.find(word), std::string::npos) << word;
        }
    }

    Scratch scratch_{"capture"};
    std::filesystem::path file_ = scratch_.path() / "monday.trace";
};

TEST_F(Capture, PlaysBackAndHoldsNothingPrivate) {
    Server server(scratch_.path() / "data");
    server.add_account("alice");
    server.add_account("bruno");
    server.start({"--capture", file_.string()});
    talk(server);
    EXPECT_EQ(server.stop(), 0);

    struct stat status{};
    ASSERT_EQ(::stat(file_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    const std::string text = read(file_);
    expect_nothing_private(text);

    const Finished well = replay(file_);
    EXPECT_EQ(well.code, 0) << well.output;
    EXPECT_NE(well.output.find("inputs"), std::string::npos) << well.output;

    std::string tampered = text;
    const std::size_t outcome = tampered.find("\"outcome\":0");
    ASSERT_NE(outcome, std::string::npos);
    tampered.replace(outcome, 11, "\"outcome\":1");
    const auto other = scratch_.path() / "tampered.trace";
    std::ofstream(other, std::ios::binary) << tampered;
    const Finished differs = replay(other);
    EXPECT_EQ(differs.code, 5) << differs.output;
    EXPECT_NE(differs.output.find("DIFFERS"), std::string::npos) << differs.output;
}

TEST_F(Capture, OfAServerThatWasKilledPlaysBackAsFarAsItGoes) {
    Server server(scratch_.path() / "data");
    server.add_account("alice");
    server.add_account("bruno");
    server.start({"--capture", file_.string()});
    talk(server);
    server.kill();
    const Finished done = replay(file_);
    EXPECT_EQ(done.code, 0) << done.output;
    EXPECT_NE(done.output.find("breaks off"), std::string::npos) << done.output;
}

TEST_F(Capture, EndsWhenItIsFullAndTheServerGoesOn) {
    Server server(scratch_.path() / "data");
    server.add_account("alice");
    server.start({"--capture", file_.string(), "--capture-max", "1"});
    Person alice = person("alice", "pc-1", server);
    alice.come_in();
    const std::string long_text(8000, 'x');
    std::size_t said = 0;
    while (std::filesystem::file_size(file_) < 1'036'000) {  // less than what one more leaves
        alice.say(long_text);
        ++said;
        alice.wait("what was said", [&](const Facts& facts) { return facts.messages.size() == said; });
        ASSERT_LT(said, 500U);
    }
    alice.say(long_text);
    alice.say("still here");
    alice.wait("the last", [](const Facts& facts) { return facts.has("still here"); });
    EXPECT_EQ(server.stop(), 0);
    EXPECT_LE(std::filesystem::file_size(file_), 1024U * 1024U);
    const Finished done = replay(file_);
    EXPECT_EQ(done.code, 0) << done.output;
    EXPECT_NE(done.output.find("full"), std::string::npos) << done.output;
}

TEST_F(Capture, OfAStartThatFailedIsNotLeft) {
    Server first(scratch_.path() / "data");
    first.start();
    const auto done = run({WORKSPACE_SERVER_BINARY, "serve", "--data-dir", (scratch_.path() / "other").string(),
                           "--port", std::to_string(first.port()), "--capture", file_.string()});
    EXPECT_EQ(done.code, 4);
    EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(Capture, NeverWritesOverAFile) {
    std::ofstream(file_) << "mine";
    const auto done = run({WORKSPACE_SERVER_BINARY, "serve", "--data-dir", (scratch_.path() / "data").string(),
                           "--port", "0", "--capture", file_.string()});
    EXPECT_EQ(done.code, 2);
    EXPECT_NE(done.output.find(file_.string()), std::string::npos) << done.output;
    EXPECT_EQ(read(file_), "mine");
}

}  // namespace
}  // namespace workspace::testing
