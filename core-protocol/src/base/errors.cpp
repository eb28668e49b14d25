#include "workspace/core/base/errors.hpp"

#include <algorithm>
#include <array>

namespace workspace::core {
namespace {

enum class Retry : std::uint8_t { no, yes };
enum class Terminal : std::uint8_t { no, yes };

struct RefusalRow {
    Refusal refusal;
    std::string_view name;
    Terminal terminal;
    Retry retry;
    std::string_view words;
};

constexpr std::array kRefusals{
    RefusalRow{Refusal::bad_credentials, "bad_credentials", Terminal::yes, Retry::no,
               "The name or the password is wrong: check both and try again."},
    RefusalRow{Refusal::session_ended, "session_ended", Terminal::yes, Retry::no,
               "This session has ended: log in with your password."},
    RefusalRow{Refusal::superseded, "superseded", Terminal::yes, Retry::no,
               "This account was connected again from elsewhere: log in with "
               "your password to use it here."},
    RefusalRow{Refusal::session_elsewhere, "session_elsewhere", Terminal::yes, Retry::no,
               "This account is connected from another workstation: disconnect "
               "it there, or confirm to use it here."},
    RefusalRow{Refusal::workstation_busy, "workstation_busy", Terminal::yes, Retry::no,
               "Another account is connected from this workstation: log it out "
               "first."},
    RefusalRow{Refusal::workstation_cloned, "workstation_cloned", Terminal::yes, Retry::no,
               "This workstation's key is in use on another computer: log in "
               "with your password to get a new key."},
    RefusalRow{Refusal::account_locked, "account_locked", Terminal::yes, Retry::no,
               "This account is locked: ask your administrator."},
    RefusalRow{Refusal::not_a_member, "not_a_member", Terminal::no, Retry::no,
               "There is no such room for this account: ask one of its members."},
    RefusalRow{Refusal::too_long, "too_long", Terminal::no, Retry::no, "The message is too long: shorten it."},
    RefusalRow{Refusal::empty, "empty", Terminal::no, Retry::no, "The message is empty: write something first."},
    RefusalRow{Refusal::conflict, "conflict", Terminal::no, Retry::no,
               "This client id was used before for another message: post it "
               "under a new one."},
    RefusalRow{Refusal::held, "held", Terminal::no, Retry::yes,
               "The message before this one is not stored: send that one first."},
    RefusalRow{Refusal::not_live, "not_live", Terminal::no, Retry::yes,
               "This connection no longer holds the account: reconnect, then "
               "send it again."},
    RefusalRow{Refusal::no_such_message, "no_such_message", Terminal::no, Retry::no,
               "That message is not there, or was deleted: nothing can be changed about it."},
    RefusalRow{Refusal::no_such_account, "no_such_account", Terminal::no, Retry::no,
               "Nobody has that login name: check how it is written."},
    RefusalRow{Refusal::not_allowed, "not_allowed", Terminal::no, Retry::no,
               "This account may not do that: ask whoever wrote the message or made the room."},
    RefusalRow{Refusal::no_change, "no_change", Terminal::no, Retry::no, "It is so already: there is nothing to do."},
    RefusalRow{Refusal::name_taken, "name_taken", Terminal::no, Retry::no,
               "A public room has that name already: choose another, or join that one."},
    RefusalRow{Refusal::archived, "archived", Terminal::no, Retry::no,
               "This room is archived: it can be read, and nothing can be added."},
    RefusalRow{Refusal::too_many, "too_many", Terminal::no, Retry::no,
               "There are as many of these as there may be: take one away first."},
    RefusalRow{Refusal::expired, "expired", Terminal::no, Retry::no,
               "This has waited for more than a day: look at it, then send it or throw it away."},
    RefusalRow{Refusal::bad_request, "bad_request", Terminal::no, Retry::no,
               "A field is missing or out of its bounds: correct the request."},
    RefusalRow{Refusal::unknown_type, "unknown_type", Terminal::no, Retry::no,
               "There is no message of that type in this version: update the "
               "program."},
    RefusalRow{Refusal::out_of_state, "out_of_state", Terminal::no, Retry::no,
               "That message is not possible now: log in first, and once."},
    RefusalRow{Refusal::rate_limited, "rate_limited", Terminal::no, Retry::yes,
               "Too fast: wait a moment, then try again."},
    RefusalRow{Refusal::store_failed, "store_failed", Terminal::no, Retry::yes,
               "The server could not write to its database: try again later."},
    RefusalRow{Refusal::try_again, "try_again", Terminal::no, Retry::yes, "The server is busy: try again in a moment."},
};

struct CloseRow {
    CloseCode code;
    std::string_view name;
    Terminal terminal;
};

constexpr std::array kCloseCodes{
    CloseRow{CloseCode::normal, "normal", Terminal::no},
    CloseRow{CloseCode::going_away, "going_away", Terminal::no},
    CloseRow{CloseCode::not_text, "not_text", Terminal::yes},
    CloseRow{CloseCode::not_utf8, "not_utf8", Terminal::yes},
    CloseRow{CloseCode::too_big, "too_big", Terminal::yes},
    CloseRow{CloseCode::superseded, "superseded", Terminal::yes},
    CloseRow{CloseCode::revoked, "revoked", Terminal::yes},
    CloseRow{CloseCode::password_changed, "password_changed", Terminal::yes},
    CloseRow{CloseCode::refused, "refused", Terminal::no},
    CloseRow{CloseCode::logged_out, "logged_out", Terminal::yes},
    CloseRow{CloseCode::evicted, "evicted", Terminal::yes},
    CloseRow{CloseCode::slow_reader, "slow_reader", Terminal::no},
    CloseRow{CloseCode::silent, "silent", Terminal::no},
    CloseRow{CloseCode::not_json, "not_json", Terminal::yes},
    CloseRow{CloseCode::unauthenticated, "unauthenticated", Terminal::no},
    CloseRow{CloseCode::flooding, "flooding", Terminal::no},
    CloseRow{CloseCode::overloaded, "overloaded", Terminal::no},
    CloseRow{CloseCode::store_failed, "store_failed", Terminal::no},
};

const RefusalRow& row_of(Refusal refusal) {
    const auto* row =
        std::find_if(kRefusals.begin(), kRefusals.end(), [&](const RefusalRow& r) { return r.refusal == refusal; });
    return row == kRefusals.end() ? kRefusals.back() : *row;
}

const CloseRow& row_of(CloseCode code) {
    const auto* row =
        std::find_if(kCloseCodes.begin(), kCloseCodes.end(), [&](const CloseRow& r) { return r.code == code; });
    return row == kCloseCodes.end() ? kCloseCodes.front() : *row;
}

}  // namespace

std::string_view name_of(Refusal refusal) {
    return row_of(refusal).name;
}

std::optional<Refusal> refusal_of(std::string_view name) {
    for (const RefusalRow& row : kRefusals) {
        if (row.name == name) {
            return row.refusal;
        }
    }
    return std::nullopt;
}

bool is_terminal(Refusal refusal) {
    return row_of(refusal).terminal == Terminal::yes;
}

bool is_retryable(Refusal refusal) {
    return row_of(refusal).retry == Retry::yes;
}

std::string_view words_of(Refusal refusal) {
    return row_of(refusal).words;
}

std::string_view name_of(CloseCode code) {
    return row_of(code).name;
}

std::optional<CloseCode> close_code_of(std::uint16_t number) {
    for (const CloseRow& row : kCloseCodes) {
        if (static_cast<std::uint16_t>(row.code) == number) {
            return row.code;
        }
    }
    return std::nullopt;
}

bool is_terminal(CloseCode code) {
    return row_of(code).terminal == Terminal::yes;
}

}  // namespace workspace::core
