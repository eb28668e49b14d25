#include "verdict.hpp"

#include <algorithm>

#include "tuning.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::client {
namespace {

Duration asked(const std::optional<std::int64_t>& retry_ms) {
    if (!retry_ms) {
        return Duration::zero();
    }
    // Compared in milliseconds: the largest number on the wire would not fit in microseconds.
    const auto most = std::chrono::duration_cast<milliseconds>(kRetryAskedMax).count();
    return milliseconds{std::clamp<std::int64_t>(*retry_ms, 0, most)};
}

Verdict stop_at(Verdict verdict, bool may_use_here) {
    verdict.then = Verdict::Then::stop;
    verdict.stop.may_use_here = may_use_here;
    verdict.stop.needs_password = !may_use_here;
    return verdict;
}

Verdict sign_out_at(Verdict verdict) {
    verdict.then = Verdict::Then::sign_out;
    verdict.stop.needs_password = true;
    verdict.forget_session = true;
    return verdict;
}

}  // namespace

Verdict verdict_on(const wire::Refused& refused, const ClaimMade& made) {
    Verdict verdict;
    verdict.stop.refusal = refused.code;
    verdict.stop.holder = refused.holder;
    verdict.reason = refused.reason.empty() ? std::string{words_of(refused.code)} : refused.reason;
    switch (refused.code) {
        case Refusal::bad_credentials:
        case Refusal::session_ended: return sign_out_at(std::move(verdict));
        case Refusal::superseded: verdict.session_displaced = true; return stop_at(std::move(verdict), false);
        case Refusal::session_elsewhere:
            // A password stays in memory only for a takeover that was offered.
            return stop_at(std::move(verdict), made.with_password ? refused.takeover.has_value() : made.session_good);
        case Refusal::workstation_busy:
        case Refusal::account_locked: return stop_at(std::move(verdict), !made.with_password && made.session_good);
        case Refusal::workstation_cloned: return stop_at(std::move(verdict), false);
        default: break;
    }
    if (!is_retryable(refused.code) && made.with_password) {
        return sign_out_at(std::move(verdict));
    }
    verdict.not_before = std::max(asked(refused.retry_ms), Duration{kReconnectFirst});
    return verdict;
}

Verdict verdict_on(std::optional<CloseCode> code, const wire::Closing* said, const ClaimMade& made) {
    Verdict verdict;
    verdict.stop.close = code;
    if (said != nullptr) {
        verdict.stop.holder = said->by;
        verdict.reason = said->reason;
        verdict.not_before = asked(said->retry_ms);
    }
    if (!code) {
        return verdict;
    }
    if (verdict.reason.empty()) {
        verdict.reason = name_of(*code);
    }
    switch (*code) {
        case CloseCode::superseded:
            if (zoo::has(zoo::Bug::superseded_client_reconnects)) {
                return verdict;
            }
            verdict.session_displaced = true;
            return stop_at(std::move(verdict), false);
        case CloseCode::revoked:
        case CloseCode::password_changed: verdict.forget_session = true; return stop_at(std::move(verdict), false);
        case CloseCode::logged_out: return sign_out_at(std::move(verdict));
        case CloseCode::evicted:
        case CloseCode::not_text:
        case CloseCode::not_utf8:
        case CloseCode::too_big:
        case CloseCode::not_json:
            // The session stays good. What broke the protocol would break it again, so a person decides when to try.
            return stop_at(std::move(verdict), made.session_good);
        case CloseCode::refused:
        case CloseCode::flooding:
        case CloseCode::overloaded:
        case CloseCode::store_failed:
            verdict.not_before = std::max(verdict.not_before, Duration{kReconnectFirst * 4});
            return verdict;
        default: return verdict;
    }
}

}  // namespace workspace::core::client
