#include "brain.hpp"

#include <algorithm>
#include <utility>

#include "digest.hpp"

namespace workspace::core::client {
namespace {

std::optional<AccountId> owner_of(const Restored& restored) {
    return restored.session ? std::optional{restored.session->account.id} : std::nullopt;
}

}  // namespace

Client::Impl::Impl(const ClientConfig& config, Entropy& source, Restored restored, Now now)
    : entropy(source),
      claimant(config, restored.session),
      link(outputs, source),
      presence(outputs, config.presence),
      around(outputs, config.presence),
      rooms(outputs),
      marks(outputs),
      outbox(outputs, source, std::move(restored.outbox), owner_of(restored)) {
    if (restored.session) {
        me = restored.session->account;
        link.wait(now.mono, Duration::zero());
    }
    tell_phase();
    if (me) {
        outbox.belongs_to(me->id);
    }
}

void Client::Impl::handle(Now now, const Input& input) {
    if (ended) {
        return;
    }
    std::visit([&](const auto& what) { on(now, what); }, input);
    if (may_post()) {
        outbox.pump(now);
    }
}

void Client::Impl::handle_timeout(Now now) {
    if (ended) {
        return;
    }
    if (leave_by) {
        // Nothing more is said after a farewell, no beat either.
        if (*leave_by <= now.mono) {
            left(now);
        }
        return;
    }
    if (link.phase() == Phase::waiting && person_until && *person_until <= now.mono) {
        person_has_left();
        return;
    }
    Verdict silent;
    switch (link.due(now.mono)) {
        case Link::Due::nothing: break;
        case Link::Due::retry: connect(now); break;
        case Link::Due::claim_overdue:
            silent.reason = "the server did not answer the login in time";
            silent.not_before = kReconnectFirst;
            lost(now, silent);
            break;
        case Link::Due::beat_overdue:
            silent.reason = "the server does not answer";
            lost(now, silent);
            break;
    }
    around.expire(now);
    if (may_post()) {
        outbox.pump(now);
    }
}

MonotonicTime Client::Impl::deadline() const {
    if (ended) {
        return MonotonicTime::never();
    }
    if (leave_by) {
        return *leave_by;
    }
    MonotonicTime first = std::min(link.deadline(), around.deadline());
    if (may_post()) {
        first = std::min(first, outbox.deadline());
    }
    if (link.phase() == Phase::waiting && person_until) {
        first = std::min(first, *person_until);
    }
    return first;
}

std::vector<std::string> Client::Impl::check_invariants() const {
    std::vector<std::string> broken;
    if (ended) {
        return broken;
    }
    link.check(broken);
    presence.check(broken);
    around.check(broken);
    rooms.check(broken);
    marks.check(broken);
    outbox.check(broken);
    if (presence.shown() && !link.live()) {
        broken.emplace_back("P3: a count is shown while the client is not live");
    }
    if (!link.live() && outbox.in_flight() > 0) {
        broken.emplace_back("M6: posts count as under way without a live link");
    }
    if (!link.live() && rooms.pages_in_flight() > 0) {
        broken.emplace_back("H4: pages count as asked for without a live link");
    }
    if (rooms.pages_in_flight() > rooms.count()) {
        broken.emplace_back("H4: more than a page is being fetched in one room");
    }
    if (link.phase() == Phase::signed_out && (claimant.session() || claimant.with_password() || rooms.count() > 0)) {
        broken.emplace_back("S4: a signed out client still holds a session, a password or messages");
    }
    if (link.phase() == Phase::stopped && !stop) {
        broken.emplace_back("S12: a client stands still and does not say why");
    }
    if (link.live() != (step == Step::live)) {
        broken.emplace_back("S14: the link and the claim do not agree on being live");
    }
    return broken;
}

std::uint64_t Client::Impl::digest() const {
    Digest digest;
    digest.add(link.digest()).add(presence.digest()).add(rooms.digest()).add(marks.digest()).add(outbox.digest());
    digest.add(static_cast<std::uint64_t>(step)).add(static_cast<std::uint64_t>(leaving));
    digest.add(static_cast<std::uint64_t>(ended)).add(me ? me->id : AccountId{});
    if (const auto& session = claimant.session()) {
        digest.add(session->session);
    }
    return digest.value();
}

}  // namespace workspace::core::client
