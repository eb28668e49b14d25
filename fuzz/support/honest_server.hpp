#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "workspace/testing/hub_client.hpp"

namespace workspace::fuzz {

/// The true server behind a hostile one: a hub with its store, to which the client's requests may be passed on. What it
/// answers may then be told, kept back or lied about. It lets its one client in by itself.
class HonestServer {
public:
    HonestServer() : world_(options()), room_((world_.add_person("alice"), world_.add_person("bruno"), make_room())) {
        world_.keep_transcript(false);
        bruno_.emplace(world_, "bruno", "w1").log_in();
    }

    /// A new connection, already admitted.
    void let_in() {
        if (alice_ && !alice_->peer().gone) {
            alice_->cut();
        }
        alice_.emplace(world_, "alice", "w0").log_in();
        world_.advance(2 * core::kPresenceGather);  // `welcome` waits for the frame that counts it in (P4)
        told_ = 0;
    }
    /// A request of the client; its claims were answered by let_in().
    void take(const core::wire::ClientMessage& message) {
        const bool claim =
            std::holds_alternative<core::wire::Login>(message) || std::holds_alternative<core::wire::Resume>(message);
        if (alice_ && !claim && !alice_->peer().gone) {
            alice_->say(message);
        }
    }
    /// The next thing that the client was to be told.
    std::optional<core::wire::ServerMessage> next() {
        if (!alice_ || told_ >= alice_->peer().received.size()) {
            return std::nullopt;
        }
        return alice_->peer().received[told_++];
    }
    void advance(core::Duration time) { world_.advance(time); }
    /// Somebody else talks.
    void others_post(std::size_t count) {
        if (!bruno_->live()) {
            bruno_.emplace(world_, "bruno", "w1").log_in();
        }
        for (; count > 0; --count) {
            const std::string number = std::to_string(++posts_);
            bruno_->post(room_, testing::id_of<core::ClientId>("post " + number), "message " + number);
        }
    }
    /// The log ends earlier and is another one (a backup), or begins later (retention); both come with a restart.
    void rewrite_history(bool backup, std::size_t seq) {
        const auto events = world_.store().log(room_).size();
        const core::MessageSeq at{static_cast<std::int64_t>(std::min(events, seq))};
        backup ? world_.store().restore(room_, at) : world_.store().set_floor(room_, at);
        world_.restart();
    }
    [[nodiscard]] const std::vector<std::string>& broken() const { return world_.broken(); }

private:
    static testing::HubWorldOptions options() {
        testing::HubWorldOptions options;
        options.limits.messages_per_second = 0;
        return options;
    }
    core::RoomId make_room() {
        world_.add_room("workshop");
        return world_.add_room("general");
    }

    testing::HubWorld world_;
    core::RoomId room_;
    std::optional<testing::HubClient> alice_;
    std::optional<testing::HubClient> bruno_;
    std::size_t told_ = 0;
    std::size_t posts_ = 0;
};

}  // namespace workspace::fuzz
