#include "workspace/desktop/model/words.hpp"

#include <glibmm/ustring.h>
#include <algorithm>

#include "workspace/desktop/model/translate.hpp"

namespace workspace::desktop {
namespace {

using core::CloseCode;
using core::Refusal;
using Glib::ustring;

std::string computer_of(const core::wire::Holder& holder) {
    return holder.workstation.empty() ? tr("another computer") : holder.workstation;
}

std::string counted(const char* one, const char* many, std::int64_t number) {
    return ustring::compose(trn(one, many, number), number);
}

Words superseded(const std::optional<core::wire::Holder>& holder) {
    if (!holder) {
        return explain(CloseCode::superseded);
    }
    return {ustring::compose(tr("This account is now used on “%1”"), computer_of(*holder)),
            explain(CloseCode::superseded).detail};
}

Words elsewhere(const core::client::Stop& stop) {
    Words words = explain(Refusal::session_elsewhere);
    if (stop.holder) {
        words.title = ustring::compose(tr("Already connected on “%1”"), computer_of(*stop.holder));
        words.detail = words_of_holder(*stop.holder);
    }
    return words;
}

Words busy(const core::client::Stop& stop) {
    Words words = explain(Refusal::workstation_busy);
    if (stop.holder) {
        words.detail =
            ustring::compose(tr("%1 is logged in on this computer. Once that person has logged out, try again."),
                             stop.holder->account_name);
    }
    return words;
}

Words evicted(const core::client::Stop& stop) {
    Words words = explain(CloseCode::evicted);
    if (stop.holder && !stop.holder->account_name.empty()) {
        words.detail = ustring::compose(tr("%1 logged in on this computer while your connection was down. To go on, "
                                           "type your password and press “Use Here”."),
                                        stop.holder->account_name);
    }
    return words;
}

}  // namespace

Words explain(Refusal refusal) {
    switch (refusal) {
        case Refusal::bad_credentials:
            return {tr("Name or password not right"), tr("Check both, and Caps Lock, then try again.")};
        case Refusal::session_ended:
            return {tr("Please log in again"), tr("Your session has ended. Type your password to start a new one.")};
        case Refusal::superseded: return explain(CloseCode::superseded);
        case Refusal::session_elsewhere:
            return {tr("Already connected elsewhere"),
                    tr("This account is connected on another computer. Disconnect it there, or continue here.")};
        case Refusal::workstation_busy:
            return {tr("Somebody else is connected on this computer"),
                    tr("One person at a time can be connected on a computer. Once that person has logged out, try "
                       "again.")};
        case Refusal::workstation_cloned:
            return {tr("This computer’s identity is in use on another one"),
                    tr("This happens when a disk was copied. Log in again: a new identity is made for this computer.")};
        case Refusal::account_locked:
            return {tr("This account is locked"), tr("Ask an administrator to open it again.")};
        case Refusal::not_a_member:
            return {tr("No such room"),
                    tr("The room does not exist, or you are not a member. Ask one of its members.")};
        case Refusal::too_long: return {tr("Too long"), tr("Shorten the message, or send it in parts.")};
        case Refusal::empty: return {tr("Nothing to send"), tr("Type something first.")};
        case Refusal::conflict:
            return {tr("Not sent"), tr("Another message was stored in its place. Copy the text and send it anew.")};
        case Refusal::held:
            return {tr("Waiting for an earlier message"), tr("Send or discard the message before it first.")};
        case Refusal::not_live:
            return {tr("Not connected"),
                    tr("The connection was replaced by a newer one. Wait for it, then try again.")};
        case Refusal::no_such_message: return {tr("No such message"), tr("It was deleted, or is not in this room.")};
        case Refusal::no_such_account: return {tr("Nobody has that name"), tr("Check how the login name is written.")};
        case Refusal::not_allowed: return {tr("Not allowed"), tr("Ask whoever wrote the message or made the room.")};
        case Refusal::no_change: return {tr("Nothing to do"), tr("It is so already.")};
        case Refusal::name_taken:
            return {tr("That name is taken"), tr("Choose another name, or join the room that has it.")};
        case Refusal::archived: return {tr("This room is archived"), tr("It can be read, and nothing can be added.")};
        case Refusal::too_many: return {tr("Too many of these"), tr("Take one away first.")};
        case Refusal::expired:
            return {tr("This has waited for more than a day"), tr("Look at it, then send it or throw it away.")};
        case Refusal::bad_request:
        case Refusal::unknown_type:
        case Refusal::out_of_state:
            return {tr("The server did not understand"),
                    tr("This program and the server may be of different versions. Install the newest version.")};
        case Refusal::rate_limited: return {tr("Too fast"), tr("Wait a moment, then try again.")};
        case Refusal::store_failed:
            return {tr("The server could not save"), tr("Try again later; if it stays so, tell an administrator.")};
        case Refusal::try_again: return {tr("The server is busy"), tr("Try again in a moment.")};
    }
    return {tr("Refused"), tr("Try again later.")};
}

Words explain(CloseCode code) {
    switch (code) {
        case CloseCode::normal: return {tr("Disconnected"), tr("Log in to go on.")};
        case CloseCode::going_away:
            return {tr("The server is restarting"), tr("Workspace reconnects by itself in a moment.")};
        case CloseCode::not_text:
        case CloseCode::not_utf8:
        case CloseCode::not_json:
        case CloseCode::too_big:
            return {tr("The server did not understand"),
                    tr("This program and the server may be of different versions. Install the newest version.")};
        case CloseCode::superseded:
            return {tr("This account is now used on another computer"),
                    tr("One person is connected from one computer at a time. To go on here, type your password and "
                       "press “Use "
                       "Here”: the other computer will be disconnected.")};
        case CloseCode::revoked:
            return {tr("You were logged out"),
                    tr("An administrator ended this session. Type your password to log in again.")};
        case CloseCode::password_changed:
            return {tr("Your password was changed"), tr("Type the new password to go on.")};
        case CloseCode::refused: return {tr("The server refused the connection"), tr("Log in again.")};
        case CloseCode::logged_out:
            return {tr("You logged out"), tr("This session was logged out from another place. Log in to go on.")};
        case CloseCode::evicted:
            return {
                tr("Somebody else logged in on this computer"),
                tr("It happened while your connection was down. To go on, type your password and press “Use Here”.")};
        case CloseCode::slow_reader:
            return {tr("Too much at once"), tr("Workspace reconnects by itself and fetches what is missing.")};
        case CloseCode::silent: return {tr("The connection was lost"), tr("Workspace reconnects by itself.")};
        case CloseCode::unauthenticated:
            return {tr("The login took too long"), tr("Check the network, then try again.")};
        case CloseCode::flooding: return {tr("Too fast"), tr("Wait a moment, then try again.")};
        case CloseCode::overloaded:
            return {tr("The server is full"), tr("Workspace tries again by itself; or come back later.")};
        case CloseCode::store_failed:
            return {tr("The server could not save"), tr("Try again later; if it stays so, tell an administrator.")};
    }
    return {tr("Disconnected"), tr("Log in to go on.")};
}

Words explain(const core::client::Stop& stop) {
    if (stop.refusal) {
        switch (*stop.refusal) {
            case Refusal::superseded: return superseded(stop.holder);
            case Refusal::session_elsewhere: return elsewhere(stop);
            case Refusal::workstation_busy: return busy(stop);
            default: return explain(*stop.refusal);
        }
    }
    if (stop.close) {
        switch (*stop.close) {
            case CloseCode::superseded: return superseded(stop.holder);
            case CloseCode::evicted: return evicted(stop);
            default: return explain(*stop.close);
        }
    }
    return {tr("The server cannot be reached"), tr("Check its address and the network, then try again.")};
}

Words explain(const host::UntrustedCertificate& found, const std::string& url) {
    if (found.why == host::Trust::changed) {
        return {
            tr("The server’s certificate has changed"),
            ustring::compose(tr("%1 now shows\n%2\nand accepted on this computer was\n%3\nSomebody may be in between: "
                                "nothing is sent. Ask who runs the server. Only if the certificate was renewed, forget "
                                "the old one: workspace-cli trust --forget --server %1"),
                             url, found.shown.fingerprint, found.accepted.value_or(std::string()))};
    }
    return {tr("Do you trust this server?"),
            ustring::compose(
                tr("Nobody vouches for the certificate of %1. Its fingerprint (SHA-256) is\n%2\nIt must be the "
                   "one that whoever runs the server tells you. Nothing has been sent yet."),
                url, found.shown.fingerprint)};
}

std::string words_of_failed_post(std::optional<Refusal> why) {
    if (!why) {
        return tr("It was not sent.");
    }
    const Words words = explain(*why);
    return words.title + ". " + words.detail;
}

std::string words_of_holder(const core::wire::Holder& holder) {
    const auto since = words_of_span(holder.since_ms);
    if (holder.idle_ms < 1000) {
        return ustring::compose(tr("%1 has been connected on “%2” for %3 and is active right now."),
                                holder.account_name, computer_of(holder), since);
    }
    return ustring::compose(tr("%1 has been connected on “%2” for %3, idle for %4."), holder.account_name,
                            computer_of(holder), since, words_of_span(holder.idle_ms));
}

std::string words_of_span(std::int64_t ms) {
    constexpr std::int64_t kMinute = 60'000;
    constexpr std::int64_t kHour = 60 * kMinute;
    constexpr std::int64_t kDay = 24 * kHour;
    if (ms < kMinute) {
        return counted("%1 second", "%1 seconds", std::max<std::int64_t>(1, ms / 1000));
    }
    if (ms < kHour) {
        return counted("%1 minute", "%1 minutes", ms / kMinute);
    }
    if (ms < kDay) {
        return counted("%1 hour", "%1 hours", ms / kHour);
    }
    return counted("%1 day", "%1 days", ms / kDay);
}

std::string words_of_count(std::optional<std::int64_t> count) {
    return count ? counted("%1 connected", "%1 connected", *count) : std::string("—");
}

std::string words_of_event(const core::wire::Event& event) {
    using core::wire::EventKind;
    switch (event.kind) {
        case EventKind::created: return tr("made this room.");
        case EventKind::joined: return tr("joined this room.");
        case EventKind::left: return tr("left this room.");
        case EventKind::archived: return tr("archived this room: it can only be read.");
        case EventKind::invited:
            // Translators: follows a name and a colon, in the conversation.
            return Glib::ustring::compose(tr("invited %1."), event.whom ? event.whom->name : std::string());
        default: break;
    }
    if (event.deleted) {
        return tr("Message deleted");
    }
    // Translators: %1 is a message that was changed after it was sent.
    return event.edited ? std::string(Glib::ustring::compose(tr("%1 (edited)"), event.body)) : event.body;
}

}  // namespace workspace::desktop
