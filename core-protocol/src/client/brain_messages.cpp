#include <utility>

#include "brain.hpp"
#include "workspace/core/wire/codec.hpp"

/// What comes over the socket.
namespace workspace::core::client {

void Client::Impl::on(Now now, const FrameArrived& input) {
    if (link.socket() != Link::Socket::open) {
        return;  // of a connection that was given up
    }
    if (input.text.size() > kServerFrameBytesMax) {
        broken(now, "the server sent a frame that is too long");
        return;
    }
    for (const std::string_view line : wire::lines_of(input.text)) {
        auto message = wire::decode_server_message(line);
        if (message) {
            dispatch(now, message.value());
        } else if (message.error().kind != wire::DecodeError::Kind::unknown_type) {  // those are of a newer server
            broken(now, "the server sent what is not of the protocol: " + message.error().reason);
        }
        if (ended || link.socket() != Link::Socket::open) {
            return;
        }
    }
}

/// Before `welcome` only what leads to it, or away, is heard.
void Client::Impl::dispatch(Now now, wire::ServerMessage& message) {
    const bool of_a_claim =
        std::holds_alternative<wire::Hello>(message) || std::holds_alternative<wire::Welcome>(message) ||
        std::holds_alternative<wire::Refused>(message) || std::holds_alternative<wire::Closing>(message) ||
        std::holds_alternative<wire::Error>(message);
    if (of_a_claim || step == Step::live) {
        std::visit([&](auto& what) { on(now, what); }, message);
    }
}

/// The server breaks the protocol. Never at once again: it would do the same.
void Client::Impl::broken(Now now, const std::string& reason) {
    Verdict verdict;
    verdict.not_before = kReconnectFirst * 4;
    verdict.reason = reason;
    lost(now, verdict);
}

void Client::Impl::on(Now /*now*/, const OutboxSaved& input) {
    outbox.saved(input.cid);
}

void Client::Impl::on(Now /*now*/, const wire::BeatAnswer& message) {
    link.beat_answered();
    presence.on_beat(message.presence);
    rooms.on_beat(message.heads);
    marks.on_beat();
}

void Client::Impl::on(Now /*now*/, const wire::Probe& /*message*/) {
    outputs.send(wire::Alive{});
}

void Client::Impl::on(Now /*now*/, wire::Synced& message) {
    const RoomId room = message.room.id;
    for (const wire::Event& event : message.events) {
        acknowledge(room, event);
    }
    rooms.on_synced(std::move(message));
    if (const RoomTimeline* timeline = rooms.timeline(room)) {
        marks.recount(*timeline);
    }
}

void Client::Impl::on(Now /*now*/, wire::PageResult& message) {
    const RoomId room = message.room;
    for (const wire::Event& event : message.events) {
        acknowledge(room, event);
    }
    rooms.on_page(std::move(message));
    if (const RoomTimeline* timeline = rooms.timeline(room)) {
        marks.recount(*timeline);
    }
}

void Client::Impl::on(Now /*now*/, const wire::EventMessage& message) {
    acknowledge(message.room, message.event);
    around.on_event(message);
    rooms.on_event(message);
    if (const RoomTimeline* timeline = rooms.timeline(message.room)) {
        marks.on_event(*timeline, message);
    }
}

/// One's own post, seen in the log, is stored: as good as `posted`.
void Client::Impl::acknowledge(RoomId room, const wire::Event& event) {
    if (me && event.author == me->id) {
        outbox.acknowledged(event.cid, room, event.seq);
    }
}

void Client::Impl::on(Now /*now*/, const wire::Posted& message) {
    outbox.acknowledged(message.cid, message.room, message.seq);
}

void Client::Impl::on(Now /*now*/, const wire::PostsKnown& message) {
    outbox.known(message);
}

// ---- rooms come and go, and what happens beside their logs ---------------------------------------------------------

void Client::Impl::on(Now /*now*/, const wire::RoomAdded& message) {
    rooms.on_added(message.room);
    marks.added(message.room);
}

void Client::Impl::on(Now /*now*/, const wire::RoomGone& message) {
    rooms.on_gone(message.room);
    marks.gone(message.room);
    around.on_gone(message.room);
}

void Client::Impl::on(Now /*now*/, wire::RoomsFound& message) {
    outputs.tell(RoomsFound{std::move(message.rooms)});
}

void Client::Impl::on(Now /*now*/, wire::Members& message) {
    outputs.tell(MembersListed{message.room, std::move(message.people)});
}

void Client::Impl::on(Now /*now*/, const wire::ReadMarkers& message) {
    marks.on_markers(message.markers, [this](RoomId room) { return rooms.timeline(room); });
}

void Client::Impl::on(Now now, const wire::TypingNow& message) {
    if (rooms.timeline(message.room) != nullptr) {
        around.on_typing(now, message);
    }
}

void Client::Impl::on(Now /*now*/, const wire::StatusChange& message) {
    around.on_status(message.status);
}

void Client::Impl::on(Now /*now*/, const wire::Statuses& message) {
    around.on_statuses(message.statuses);
}

// ---- refusals, the connected set -----------------------------------------------------------------------------------

void Client::Impl::on(Now now, const wire::PostRefused& message) {
    outbox.refused(now, message.cid, message.code);
}

void Client::Impl::on(Now /*now*/, const wire::PresenceChange& message) {
    presence.on_change(message);
    around.on_joined(message);
}

void Client::Impl::on(Now /*now*/, const wire::PresenceSet& message) {
    presence.on_set(message);
}

void Client::Impl::on(Now /*now*/, const wire::Token& /*message*/) {}

void Client::Impl::on(Now now, const wire::Error& message) {
    if (step == Step::claiming) {
        // The claim itself was not understood: the same as a refusal, for it will not be answered otherwise.
        lost(now, verdict_on(wire::Refused{message.code, message.reason, {}, {}, {}}, claim_made()));
        return;
    }
    if (message.req && rooms.on_page_refused(*message.req, message.code, message.reason)) {
        return;
    }
    if (message.code == Refusal::not_live) {
        // This binding is fenced off (S3): whoever took it, a new claim will be told.
        Verdict verdict;
        verdict.reason = message.reason;
        lost(now, verdict);
        return;
    }
    if (message.code == Refusal::rate_limited) {
        // It may have been a beat that was too much: the link lives all the same, whoever refuses is there.
        link.beat_answered();
        return;
    }
    if (may_post()) {
        outputs.tell(RequestFailed{message.code, message.reason});
    }
}

}  // namespace workspace::core::client
