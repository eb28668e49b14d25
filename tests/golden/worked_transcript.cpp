#include "worked_transcript.hpp"

#include <chrono>
#include <regex>

#include "workspace/testing/hub_client.hpp"

namespace workspace::core::test {
namespace {

using testing::HubClient;
using testing::HubWorld;
using testing::id_of;

/// The signatures of a HubWorld are not Ed25519: blanked out, so that nobody tries to verify them.
std::string without_signature(const std::string& line) {
    static const std::regex kSignature(R"re("signature":"[0-9a-f]*")re");
    return std::regex_replace(line, kSignature, R"("signature":"…")");
}

/// Plays the scenes one after the other in one world, each as a block of its own.
class Scenes {
public:
    Scenes() {
        world_.add_person("alice");
        world_.add_person("bob");
        room_ = world_.add_room("general");
    }

    std::string play() {
        HubClient bob(world_, "bob", "pc-atelier");
        bob.log_in();
        bob.sync(room_);
        world_.advance(std::chrono::seconds{1});
        seen_ = world_.transcript().size();  // bob is there when the curtain rises

        HubClient alice = scene_login();
        scene_post(alice);
        scene_resume(alice, bob);
        scene_contested();
        return text_;
    }

private:
    HubClient scene_login() {
        HubClient alice(world_, "alice", "pc-accueil");
        alice.log_in();
        alice.say(wire::PresenceGet{});
        alice.sync(room_);
        block("Login",
              "Alice logs in, asks for the connected set and for the room. Bob, who is there already, is "
              "told.");
        return alice;
    }

    void scene_post(HubClient& alice) {
        const auto first = id_of<ClientId>("first");
        alice.post(room_, first, "Bonjour !");
        alice.post(room_, id_of<ClientId>("second"), "Does anybody read this?", first);
        alice.post(room_, id_of<ClientId>("second"), "Does anybody read this?", first);
        block("Post",
              "The second post names the first as its predecessor (M6). Its answer seems to be lost, so it "
              "is sent again, "
              "and gives the first result once more (M3). Every subscriber, the author too, gets each event "
              "once.");
    }

    void scene_resume(HubClient& alice, HubClient& bob) {
        const wire::Welcome session = *alice.last<wire::Welcome>();
        const wire::Event last = alice.all<wire::EventMessage>().back().event;
        alice.cut();
        world_.note("(the link of alice@pc-accueil is cut)");
        bob.post(room_, id_of<ClientId>("third"), "I do.");
        HubClient again(world_, "alice", "pc-accueil");
        again.resume(session);
        again.sync(room_, wire::Cursor{room_, last_epoch(alice), last.seq, last.cid});
        block("Resume after a cut",
              "The lease is still there (`resumed`), the count did not move, and `synced` holds exactly what "
              "was missed.");
    }

    void scene_contested() {
        HubClient elsewhere(world_, "alice", "pc-atelier-2");
        elsewhere.log_in();
        block("Contested login",
              "Alice logs in from another workstation while the first is alive: the first is probed, "
              "answers, and the "
              "newcomer is refused with a nonce.");
        const auto refused = elsewhere.last<wire::Refused>();
        HubClient confirmed(world_, "alice", "pc-atelier-2");
        confirmed.log_in(refused ? refused->takeover : std::nullopt);
        block("Confirmed takeover",
              "She confirms, on a new connection, with the nonce. The first client is told by whom and does "
              "not come "
              "back by itself (S12). Nobody else notices: the count does not move (P2).");
    }

    static RoomEpoch last_epoch(const HubClient& client) { return client.last<wire::Synced>()->room.epoch; }

    void block(const std::string& title, const std::string& words) {
        text_ += "#### " + title + "\n\n" + words + "\n\n```\n";
        for (; seen_ < world_.transcript().size(); ++seen_) {
            text_ += without_signature(world_.transcript()[seen_]) + "\n";
        }
        text_ += "```\n\n";
    }

    HubWorld world_;
    RoomId room_;
    std::size_t seen_ = 0;
    std::string text_;
};

}  // namespace

std::string worked_transcript() {
    return Scenes().play();
}

}  // namespace workspace::core::test
