#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "workspace/testing/checked_optional.hpp"
#include "workspace/testing/hub_world.hpp"

namespace workspace::testing {

/// One connection of one person from one workstation, in a HubWorld: says what a client would say, and looks at what it
/// got. It has no brain: it never does by itself what a test did not ask for, but for beats and answers to probes.
class HubClient {
public:
    /// Connects; claims nothing yet.
    HubClient(HubWorld& world, std::string login, std::string workstation)
        : world_(&world),
          login_(std::move(login)),
          workstation_(std::move(workstation)),
          connection_(world.connect(login_ + "@" + workstation_.label)) {}

    // ---- claims ----------------------------------------------------------------------------------------------------
    HubClient& log_in(std::optional<core::TakeoverNonce> takeover = std::nullopt, std::string password = {}) {
        core::wire::Login login;
        login.name = login_;
        login.password = core::SecretText{password.empty() ? login_ : password};
        login.workstation = proof();
        login.takeover = takeover;
        login.presence = wish;
        return claim(login);
    }
    HubClient& resume(const core::wire::Welcome& session, core::wire::ClaimKind kind = core::wire::ClaimKind::automatic,
                      std::optional<core::TakeoverNonce> takeover = std::nullopt) {
        core::wire::Resume message;
        message.session = session.session;
        message.refresh = session.refresh;
        message.workstation = proof();
        message.claim = kind;
        message.takeover = takeover;
        message.presence = wish;
        return claim(message);
    }
    [[nodiscard]] core::wire::WorkstationProof proof() const {
        const auto hello = last<core::wire::Hello>();
        return workstation_.prove(hello ? hello->challenge : core::Challenge{});
    }

    // ---- what it says ----------------------------------------------------------------------------------------------
    void say(const core::wire::ClientMessage& message) { world_->send(connection_, message); }
    void post(core::RoomId room, const core::ClientId& cid, std::string body,
              std::optional<core::ClientId> prev = std::nullopt) {
        say(core::wire::Post{room, cid, prev, std::move(body)});
    }
    void sync(core::RoomId room, std::optional<core::wire::Cursor> cursor = std::nullopt) {
        core::wire::Sync message;
        if (cursor) {
            message.cursors.push_back(*cursor);
        } else {
            message.rooms.push_back(room);
        }
        say(message);
    }
    void page_before(std::int64_t req, core::RoomId room, std::int64_t seq, std::int64_t limit) {
        say(core::wire::Page{req, room, core::MessageSeq{seq}, {}, {}, limit});
    }
    void page_after(std::int64_t req, core::RoomId room, std::int64_t seq, std::int64_t limit) {
        say(core::wire::Page{req, room, {}, core::MessageSeq{seq}, {}, limit});
    }
    void page_around(std::int64_t req, core::RoomId room, std::int64_t seq, std::int64_t limit) {
        say(core::wire::Page{req, room, {}, {}, core::MessageSeq{seq}, limit});
    }
    void log_out() { say(core::wire::Logout{}); }
    void bye() { say(core::wire::Bye{}); }
    void beat() { say(core::wire::Beat{}); }
    /// The socket closes.
    void cut() { world_->cut(connection_); }
    /// The peer stops reading and answering, without closing.
    void go_silent() {
        me().deaf = true;
        me().beats = false;
    }
    void stop_beating() { me().beats = false; }

    // ---- what it got -----------------------------------------------------------------------------------------------
    [[nodiscard]] core::ConnectionId connection() const { return connection_; }
    [[nodiscard]] const FakeWorkstation& workstation() const { return workstation_; }
    [[nodiscard]] bool live() const { return last<core::wire::Welcome>().has_value() && !closed() && !peer().gone; }
    [[nodiscard]] std::optional<core::CloseCode> closed() const { return peer().closed; }
    [[nodiscard]] core::wire::Welcome welcome() const { return last<core::wire::Welcome>().value(); }
    [[nodiscard]] std::optional<core::Refusal> refusal() const {
        const auto refused = last<core::wire::Refused>();
        return refused ? std::optional{refused->code} : std::nullopt;
    }
    template <class Message>
    [[nodiscard]] std::vector<Message> all() const {
        std::vector<Message> result;
        for (const core::wire::ServerMessage& message : peer().received) {
            if (const auto* wanted = std::get_if<Message>(&message)) {
                result.push_back(*wanted);
            }
        }
        return result;
    }
    template <class Message>
    [[nodiscard]] CheckedOptional<Message> last() const {
        const auto& received = peer().received;
        const auto found = std::find_if(received.rbegin(), received.rend(),
                                        [](const auto& message) { return std::holds_alternative<Message>(message); });
        return found == received.rend() ? CheckedOptional<Message>{}
                                        : CheckedOptional<Message>{std::get<Message>(*found)};
    }
    /// Events of its last `synced`.
    [[nodiscard]] std::vector<core::wire::Event> caught_up() const {
        const auto synced = last<core::wire::Synced>();
        return synced ? synced->events : std::vector<core::wire::Event>{};
    }
    /// Bodies of the live events it got, in the order in which they came.
    [[nodiscard]] std::vector<std::string> heard() const {
        std::vector<std::string> bodies;
        for (const auto& message : all<core::wire::EventMessage>()) {
            bodies.push_back(message.event.body);
        }
        return bodies;
    }
    /// The connected set as this client would show it: from the last snapshot or `welcome` on, by the changes.
    [[nodiscard]] std::optional<std::int64_t> shown_count() const {
        std::optional<core::wire::PresenceStamp> stamp;
        for (const core::wire::ServerMessage& message : peer().received) {
            if (const auto* welcome_message = std::get_if<core::wire::Welcome>(&message)) {
                stamp = welcome_message->presence;
            } else if (const auto* change = std::get_if<core::wire::PresenceChange>(&message)) {
                stamp = change->now;
            }
        }
        return live() && stamp ? std::optional{stamp->count} : std::nullopt;
    }
    [[nodiscard]] const Peer& peer() const { return std::as_const(*world_).peer(connection_); }

    /// `people` or `count`, from the next claim on.
    std::optional<core::wire::PresenceWish> wish;

private:
    Peer& me() { return world_->peer(connection_); }
    HubClient& claim(const core::wire::ClientMessage& message) {
        me().beats = true;
        me().next_beat = world_->now().mono + core::kBeatEvery;
        say(message);
        return *this;
    }

    HubWorld* world_;
    std::string login_;
    FakeWorkstation workstation_;
    core::ConnectionId connection_;
};

}  // namespace workspace::testing
