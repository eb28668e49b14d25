#include <algorithm>
#include <utility>

#include "brain.hpp"

/// The socket, the claim that is made over it, and how both end.
namespace workspace::core::client {

void Client::Impl::connect(Now now) {
    stop.reset();
    step = Step::idle;
    link.connect(now.mono);
    tell_phase();
}

void Client::Impl::on(Now /*now*/, const SocketOpened& /*input*/) {
    if (link.opened()) {
        step = Step::greeted_next;
    }
}

void Client::Impl::on(Now now, const wire::Hello& message) {
    if (step != Step::greeted_next) {
        return;
    }
    if (message.version != wire::kProtocolVersion) {
        broken(now, "the server speaks another version of the protocol");
        return;
    }
    step = Step::signing;
    ++signatures_awaited;
    outputs.push(SignClaim{message.challenge});
}

void Client::Impl::on(Now /*now*/, const ClaimSigned& input) {
    signatures_awaited = std::max(0, signatures_awaited - 1);
    if (step != Step::signing || signatures_awaited > 0 || !claimant.can_claim()) {
        return;
    }
    step = Step::claiming;
    outputs.send(claimant.claim(input.signature, presence.held()));
}

void Client::Impl::on(Now now, const wire::Welcome& message) {
    if (step != Step::claiming) {
        return;
    }
    if (rooms_of != message.account.id) {
        rooms.clear();
        marks.clear();
        rooms_of = message.account.id;
    }
    // First of all: whatever is sent from here on counts on coming back with this token (S14).
    outputs.push(SaveSession{claimant.granted(message)});
    me = message.account;
    step = Step::live;
    person_until.reset();
    link.admitted(now.mono);
    tell_phase();
    presence.live(message.presence);
    around.live(me->id);
    rooms.live(message.rooms);
    marks.live(me->id, message.login, message.rooms);
    outbox.belongs_to(me->id);
}

void Client::Impl::on(Now now, const wire::Refused& message) {
    if (step != Step::claiming) {
        return;
    }
    claimant.offered(message.takeover);
    lost(now, verdict_on(message, claim_made()));
}

void Client::Impl::on(Now now, const wire::Closing& message) {
    Verdict verdict = verdict_on(message.code, &message, claim_made());
    if (message.code == CloseCode::going_away) {
        verdict.not_before += going_away_spread();
    }
    lost(now, verdict);
}

void Client::Impl::on(Now now, const SocketClosed& input) {
    if (!link.closed(now.mono)) {
        return;
    }
    if (leaving != Leaving::no) {
        left(now);
        return;
    }
    const auto code = input.code ? close_code_of(*input.code) : std::nullopt;
    Verdict verdict = verdict_on(code, nullptr, claim_made());
    if (!input.reason.empty()) {
        verdict.reason = input.reason;
    }
    if (code == CloseCode::going_away) {
        verdict.not_before = going_away_spread();
    }
    lost(now, verdict);
}

/// A server that stops sends everyone away at once; they do not come back at once.
Duration Client::Impl::going_away_spread() {
    const auto spread = static_cast<std::uint64_t>(Duration{kGoingAwaySpread}.count());
    return Duration{static_cast<std::int64_t>(entropy.jitter(spread))};
}

void Client::Impl::on(Now now, const wire::LoggedOut& /*message*/) {
    if (leaving != Leaving::no) {
        left(now);
    }
}

/// The link is down, or the claim refused: carries the verdict out.
void Client::Impl::lost(Now now, const Verdict& verdict) {
    if (leaving != Leaving::no) {
        left(now);
        return;
    }
    link_lost();
    if (verdict.then != Verdict::Then::wait) {
        give_up(verdict);
        return;
    }
    last_failure = verdict;
    link.wait(now.mono, verdict.not_before);
    tell_phase(verdict.reason);
}

/// Nobody sits before the screen any longer: what was asked for then is not done now (S12).
void Client::Impl::person_has_left() {
    Verdict late = last_failure;
    late.then = claimant.session_good() ? Verdict::Then::stop : Verdict::Then::sign_out;
    late.stop.may_use_here = claimant.session_good();
    late.stop.needs_password = !claimant.session_good();
    give_up(late);
}

void Client::Impl::give_up(const Verdict& verdict) {
    if (verdict.then == Verdict::Then::sign_out) {
        sign_out(verdict.stop, verdict.reason);
        return;
    }
    if (verdict.session_displaced) {
        claimant.mark_displaced();
    }
    if (verdict.forget_session && claimant.session()) {
        claimant.forget_session();
        outputs.push(ForgetSession{});
    }
    if (!verdict.stop.may_use_here) {
        claimant.forget_password();
    }
    claimant.end_person();
    person_until.reset();
    stop = verdict.stop;
    link.rest(Phase::stopped);
    tell_phase(verdict.reason);
}

/// Nothing that was under way counts any more; what is held stays.
void Client::Impl::link_lost() {
    step = Step::idle;
    presence.link_lost();
    around.link_lost();
    rooms.link_lost();
    marks.link_lost();
    outbox.link_lost();
}

ClaimMade Client::Impl::claim_made() const {
    return {claimant.with_password(), claimant.session_good()};
}

void Client::Impl::tell_phase(std::string reason) {
    PhaseChanged changed;
    changed.phase = link.phase();
    if (me && !claimant.with_password()) {
        changed.account = me;
    }
    changed.login = claimant.login();
    changed.retry_at = link.retry_at();
    changed.stop = stop;
    changed.reason = std::move(reason);
    outputs.tell(std::move(changed));
}

}  // namespace workspace::core::client
