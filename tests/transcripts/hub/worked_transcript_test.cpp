#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "hub_transcript.hpp"

namespace workspace::testing {

namespace {

std::string read_file(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Holds `text` against the file; UPDATE_GOLDEN=1 writes it instead.
void expect_file(const std::string& path, const std::string& text) {
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path) << text;
    }
    EXPECT_EQ(read_file(path), text) << path << " is stale: run the test again with UPDATE_GOLDEN=1";
}

}  // namespace

/// Writes docs/transcripts/v1.md: what passes between real messages of the real
/// hub, for whoever writes a client.
class WorkedTranscript : public HubTranscript {
protected:
    void chapter(std::string_view title, std::string_view words) {
        close_block();
        text_ << "\n## " << title << "\n\n" << words << "\n\n```\n";
        open_ = true;
        seen_ = world().transcript().size();
    }
    /// Takes over what passed since the chapter began.
    void close_block() {
        if (open_) {
            for (; seen_ < world().transcript().size(); ++seen_) {
                text_ << world().transcript()[seen_] << '\n';
            }
            text_ << "```\n";
            open_ = false;
        }
    }
    [[nodiscard]] std::string text() {
        close_block();
        return text_.str();
    }

    std::ostringstream text_;

private:
    bool open_ = false;
    std::size_t seen_ = 0;
};

TEST_F(WorkedTranscript, DocsTranscriptsV1) {
    text_ << "# workspace.v1: a worked transcript\n\n"
             "Written by the test `WorkedTranscript.DocsTranscriptsV1` from the "
             "messages of the real hub, and held against "
             "it: do not\nedit by hand, run the test with `UPDATE_GOLDEN=1`. "
             "Secrets read `…`. Each line is one JSON object; "
             "`alice@pc-accueil` is\nthe connection of that account from that "
             "workstation.\n";

    chapter("Login",
            "The server speaks first. The client signs the challenge "
            "with its workstation's key and logs in. "
            "`welcome` comes once\nthe newcomer is in the count (P4).");
    auto first = log_in("alice", "pc-accueil");
    first.sync(general);

    chapter("Post",
            "Bob comes in (Alice is told), posts, and both get the "
            "event; the author gets `posted` as well. A "
            "repeat after a lost\nanswer is a `duplicate` (M3).");
    world().advance(1s);
    auto author = log_in("bob", "pc-atelier");
    author.sync(general);
    author.post(general, cid(1), "Bonjour !");
    author.post(general, cid(2), "Ready?", cid(1));
    author.post(general, cid(2), "Ready?", cid(1));

    chapter("Resume after a cut",
            "Alice's cable is pulled; Bob goes on. Within the grace her client "
            "resumes its session: the count has not "
            "moved (P2), and\n`sync` with a cursor brings exactly what she "
            "missed (H3).");
    const wire::Welcome session = first.welcome();
    world().note("(the connection of alice@pc-accueil breaks)");
    first.cut();
    author.post(general, cid(3), "Alice?", cid(2));
    world().advance(3s);
    auto back = resume("alice", "pc-accueil", session);
    back.sync(general, cursor_at(general, 2));
    author.post(general, cid(4), "There you are.", cid(3));

    chapter("A contested login",
            "Alice sits down at another computer. Her first connection is probed "
            "and answers, so the server asks (S6). She "
            "confirms on\na new connection, with the nonce; the first one is "
            "told who took over, and must not reconnect by "
            "itself (S12).");
    auto asked = log_in("alice", "pc-grange");
    auto confirmed = connect("alice", "pc-grange");
    confirmed.log_in(asked.last<wire::Refused>()->takeover);
    const wire::Welcome displaced = back.welcome();
    auto fights = resume("alice", "pc-accueil", displaced);

    chapter("A workstation in use",
            "Another account on a workstation where "
            "somebody is live is refused (S7).");
    auto other = log_in("carol", "pc-atelier");

    chapter("History", "Pages are asked for by seq, and say which stretch they cover (H4).");
    confirmed.page_before(1, general, 4, 2);

    chapter("What is refused", "The connection lives on after a refused message.");
    world().note("alice@pc-grange -> server: {\"t\":\"dance\"}");
    world().send_text(confirmed.connection(), "{\"t\":\"dance\"}");
    confirmed.post(RoomId{99}, cid(5), "Anybody?");

    chapter("Logout",
            "When `logged_out` is sent, the lease is gone and the "
            "account can log in anywhere at once (S4).");
    confirmed.log_out();
    world().advance(1s);

    EXPECT_TRUE(back.closed() == CloseCode::superseded && fights.refusal() == Refusal::superseded);
    expect_file(std::string{WORKSPACE_SOURCE_DIR} + "/docs/transcripts/v1.md", text());
}

}  // namespace workspace::testing
