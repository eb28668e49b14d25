#include "workspace/desktop/model/session_state.hpp"

#include <glibmm/ustring.h>
#include <algorithm>
#include <chrono>

#include "workspace/desktop/model/translate.hpp"

namespace workspace::desktop {

using core::client::Phase;

void SessionState::apply(const core::client::PhaseChanged& change) {
    change_ = change;
    switch (change.phase) {
        case Phase::live:
            account_ = change.account;
            screen_ = Screen::chat;
            break;
        case Phase::signed_out:
            account_.reset();
            screen_ = Screen::login;
            break;
        case Phase::stopped:
            if (screen_ != Screen::login) {
                screen_ = Screen::stopped;
            }
            break;
        case Phase::connecting:
        case Phase::waiting:
            // A session that was on disk opens the conversation at once; a login stays where the person is.
            if (change.account && screen_ == Screen::login) {
                account_ = change.account;
                screen_ = Screen::chat;
            }
            break;
    }
    if (!live()) {
        count_.reset();
    }
}

bool SessionState::busy() const {
    return change_.phase == Phase::connecting || change_.phase == Phase::waiting;
}

bool SessionState::asks_to_take_over() const {
    return screen_ == Screen::login && change_.phase == Phase::stopped && change_.stop && change_.stop->may_use_here &&
           change_.stop->refusal == core::Refusal::session_elsewhere;
}

std::optional<Banner> banner_of(const SessionState& session, core::MonotonicTime now) {
    if (session.phase() == Phase::connecting) {
        return Banner{tr("Connecting…"), false};
    }
    if (session.phase() != Phase::waiting || !session.retry_at()) {
        return std::nullopt;
    }
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*session.retry_at() - now).count();
    const auto seconds = std::max<std::int64_t>(0, wait);
    if (seconds == 0) {
        return Banner{tr("Connecting…"), false};
    }
    return Banner{
        Glib::ustring::compose(
            trn("No connection. Next try in %1 second.", "No connection. Next try in %1 seconds.", seconds), seconds),
        true};
}

}  // namespace workspace::desktop
