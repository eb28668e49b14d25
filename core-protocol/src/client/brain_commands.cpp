#include <utility>

#include "brain.hpp"
#include "workspace/core/wire/codec.hpp"

/// What a person (or a script) wants.
namespace workspace::core::client {

void Client::Impl::on(Now now, const Command& command) {
    std::visit([&](const auto& what) { on(now, what); }, command);
}

void Client::Impl::on(Now now, const SignIn& command) {
    // The declaration of `login` decides what is a name and a password, here as at the server.
    wire::Login login;
    login.name = command.name;
    login.password = command.password;
    if (!wire::decode_client_message(encode(wire::ClientMessage{login}))) {
        outputs.tell(RequestFailed{Refusal::bad_credentials, "a name and a password are needed"});
        return;
    }
    if (link.live()) {
        next_sign_in = command;
        leave(now, Leaving::sign_in, wire::Logout{});
        return;
    }
    sign_in(now, command);
}

void Client::Impl::sign_in(Now now, SignIn command) {
    if (claimant.session()) {
        outputs.push(ForgetSession{});
    }
    claimant.sign_in(std::move(command.name), std::move(command.password));
    me.reset();  // until `welcome` says who that is
    person_until = now.mono + kPersonPatience;
    connect(now);
}

void Client::Impl::on(Now now, const UseHere& /*command*/) {
    if (link.phase() != Phase::stopped || !stop || !stop->may_use_here || !claimant.can_claim()) {
        outputs.tell(RequestFailed{Refusal::out_of_state, "there is nothing to take over: log in"});
        return;
    }
    claimant.use_here();
    person_until = now.mono + kPersonPatience;
    connect(now);
}

void Client::Impl::on(Now now, const SignOut& /*command*/) {
    if (link.live()) {
        leave(now, Leaving::sign_out, wire::Logout{});
        return;
    }
    sign_out(std::nullopt, {});
}

void Client::Impl::on(Now now, const Quit& /*command*/) {
    if (link.live()) {
        leave(now, Leaving::quit, wire::Bye{});
        return;
    }
    end();
}

void Client::Impl::leave(Now now, Leaving how, const wire::ClientMessage& farewell) {
    if (leaving == Leaving::no) {
        leaving = how;
        leave_by = now.mono + kLeaveWithin;
        outputs.send(farewell);
    } else if (leaving != Leaving::quit) {
        // `logout` was said: the session is over, whatever follows. After `bye` nothing but the end follows.
        if (how == Leaving::quit) {
            outputs.push(ForgetSession{});
        }
        leaving = how;
    }
}

void Client::Impl::left(Now now) {
    leave_by.reset();
    switch (std::exchange(leaving, Leaving::no)) {
        case Leaving::quit: end(); break;
        case Leaving::sign_in: {
            link_lost();
            sign_in(now, std::exchange(next_sign_in, std::nullopt).value_or(SignIn{}));
            break;
        }
        default: sign_out(std::nullopt, {}); break;
    }
}

void Client::Impl::sign_out(std::optional<Stop> why, const std::string& reason) {
    link_lost();
    if (claimant.session()) {
        outputs.push(ForgetSession{});
    }
    claimant.forget_session();
    claimant.forget_password();
    claimant.end_person();
    person_until.reset();
    stop = std::move(why);
    me.reset();
    rooms.clear();
    marks.clear();
    link.rest(Phase::signed_out);
    tell_phase(reason);
}

void Client::Impl::end() {
    link_lost();
    link.rest(Phase::stopped);
    outputs.tell(Ended{});
    ended = true;
}

void Client::Impl::on(Now now, const ReconnectNow& /*command*/) {
    if (link.phase() == Phase::waiting) {
        connect(now);
    } else if (link.phase() == Phase::stopped || link.phase() == Phase::signed_out) {
        outputs.tell(RequestFailed{Refusal::out_of_state, "use here, or log in"});
    }
}

void Client::Impl::on(Now now, const Say& command) {
    on(now, Submit{wire::Post{command.room, command.cid.value_or(ClientId{}), std::nullopt, command.body}});
}

void Client::Impl::on(Now now, const Submit& command) {
    if (!me) {
        outputs.tell(RequestFailed{Refusal::not_live, "log in first"});
        return;
    }
    outbox.submit(now, command.post, me->id);
}

void Client::Impl::on(Now /*now*/, const MarkRead& command) {
    if (const RoomTimeline* timeline = rooms.timeline(command.room)) {
        marks.mark(*timeline, command.seq);
    } else {
        outputs.tell(RequestFailed{Refusal::not_a_member, "no such room"});
    }
}

void Client::Impl::on(Now now, const Type& command) {
    if (may_post() && rooms.timeline(command.room) != nullptr) {
        around.type(now, command.room);
    }
}

void Client::Impl::on(Now /*now*/, const SetStatus& command) {
    ask_if_live(wire::StatusSet{command.availability, command.text, command.until});
}

void Client::Impl::on(Now /*now*/, const FindRooms& /*command*/) {
    ask_if_live(wire::RoomsGet{});
}

void Client::Impl::on(Now /*now*/, const ListMembers& command) {
    ask_if_live(wire::MembersGet{command.room});
}

void Client::Impl::ask_if_live(const wire::ClientMessage& question) {
    // The declarations decide what may be asked, here as at the server.
    if (const auto read = wire::decode_client_message(wire::encode(question)); !read) {
        outputs.tell(RequestFailed{Refusal::bad_request, read.error().reason});
    } else if (may_post()) {
        outputs.send(question);
    } else {
        outputs.tell(RequestFailed{Refusal::not_live, "there is no connection now: try again once there is one"});
    }
}

void Client::Impl::on(Now /*now*/, const RetryPost& command) {
    outbox.retry(command.cid);
}

void Client::Impl::on(Now /*now*/, const DiscardPost& command) {
    outbox.discard(command.cid);
}

void Client::Impl::on(Now /*now*/, const LoadOlder& command) {
    rooms.load_older(command);
}

}  // namespace workspace::core::client
