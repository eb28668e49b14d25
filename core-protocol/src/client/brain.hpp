#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "around.hpp"
#include "claimant.hpp"
#include "link.hpp"
#include "outbox.hpp"
#include "outputs_queue.hpp"
#include "presence_view.hpp"
#include "read_marks.hpp"
#include "rooms.hpp"
#include "verdict.hpp"
#include "workspace/core/client/client.hpp"

namespace workspace::core::client {

/// Composes the parts: the link carries, the claimant claims, and what a live link brings goes to the connected set, to
/// the rooms and to the outbox. One handler a message; none is longer than the rule that it keeps.
///
/// Within `connecting`:  (socket opens) --hello--> signing --ClaimSigned--> claiming --welcome--> live
struct Client::Impl {
    Impl(const ClientConfig& config, Entropy& source, Restored restored, Now now);

    void handle(Now now, const Input& input);
    void handle_timeout(Now now);
    [[nodiscard]] MonotonicTime deadline() const;
    [[nodiscard]] std::vector<std::string> check_invariants() const;
    [[nodiscard]] std::uint64_t digest() const;

    // -- brain_commands.cpp: what a person wants
    void on(Now now, const Command& command);
    void on(Now now, const SignIn& command);
    void on(Now now, const UseHere& command);
    void on(Now now, const SignOut& command);
    void on(Now now, const Quit& command);
    void on(Now now, const ReconnectNow& command);
    void on(Now now, const Say& command);
    void on(Now now, const RetryPost& command);
    void on(Now now, const DiscardPost& command);
    void on(Now now, const LoadOlder& command);
    void on(Now now, const Submit& command);
    void on(Now now, const MarkRead& command);
    void on(Now now, const Type& command);
    void on(Now now, const SetStatus& command);
    void on(Now now, const FindRooms& command);
    void on(Now now, const ListMembers& command);
    void ask_if_live(const wire::ClientMessage& question);
    /// What follows once the server has answered `logout` or `bye`, or has not within its time.
    enum class Leaving : std::uint8_t { no, sign_out, quit, sign_in };
    void leave(Now now, Leaving how, const wire::ClientMessage& farewell);
    void left(Now now);
    void sign_in(Now now, SignIn command);
    void sign_out(std::optional<Stop> stop, const std::string& reason);
    void end();

    // -- brain_link.cpp: the socket, the claim, and how they end
    void on(Now now, const SocketOpened& input);
    void on(Now now, const SocketClosed& input);
    void on(Now now, const ClaimSigned& input);
    void on(Now now, const wire::Hello& message);
    void on(Now now, const wire::Welcome& message);
    void on(Now now, const wire::Refused& message);
    void on(Now now, const wire::Closing& message);
    void on(Now now, const wire::LoggedOut& message);
    void connect(Now now);
    void lost(Now now, const Verdict& verdict);
    void give_up(const Verdict& verdict);
    void person_has_left();
    [[nodiscard]] Duration going_away_spread();
    void link_lost();
    [[nodiscard]] ClaimMade claim_made() const;
    void tell_phase(std::string reason = {});

    // -- brain_messages.cpp: what a live link brings
    void on(Now now, const FrameArrived& input);
    void on(Now now, const OutboxSaved& input);
    void on(Now now, const wire::BeatAnswer& message);
    void on(Now now, const wire::Probe& message);
    void on(Now now, wire::Synced& message);
    void on(Now now, wire::PageResult& message);
    void on(Now now, const wire::Posted& message);
    void on(Now now, const wire::PostRefused& message);
    void on(Now now, const wire::EventMessage& message);
    void on(Now now, const wire::RoomAdded& message);
    void on(Now now, const wire::RoomGone& message);
    void on(Now now, wire::RoomsFound& message);
    void on(Now now, wire::Members& message);
    void on(Now now, const wire::PostsKnown& message);
    void on(Now now, const wire::ReadMarkers& message);
    void on(Now now, const wire::TypingNow& message);
    void on(Now now, const wire::StatusChange& message);
    void on(Now now, const wire::Statuses& message);
    void on(Now now, const wire::PresenceChange& message);
    void on(Now now, const wire::PresenceSet& message);
    void on(Now now, const wire::Token& message);
    void on(Now now, const wire::Error& message);
    void dispatch(Now now, wire::ServerMessage& message);
    void broken(Now now, const std::string& reason);
    void acknowledge(RoomId room, const wire::Event& event);
    [[nodiscard]] bool may_post() const { return link.live() && leaving == Leaving::no; }

    enum class Step : std::uint8_t { idle, greeted_next, signing, claiming, live };

    Outputs outputs;
    Entropy& entropy;
    Claimant claimant;
    Link link;
    PresenceView presence;
    Around around;
    Rooms rooms;
    ReadMarks marks;
    Outbox outbox;

    Step step = Step::idle;
    int signatures_awaited = 0;         ///< those of connections that were given up come back, too
    std::optional<wire::Person> me;     ///< who speaks; none while somebody logs in
    std::optional<AccountId> rooms_of;  ///< whose rooms are held
    std::optional<Stop> stop;
    Verdict last_failure;
    std::optional<MonotonicTime> person_until;  ///< how long a person's claim is tried
    Leaving leaving = Leaving::no;
    std::optional<MonotonicTime> leave_by;
    std::optional<SignIn> next_sign_in;
    bool ended = false;
};

}  // namespace workspace::core::client
