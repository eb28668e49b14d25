#include "workspace/cli/texts.hpp"

#include <algorithm>

#include "workspace/cli/terminal_text.hpp"

namespace workspace::cli::texts {
namespace {

constexpr std::size_t kNamesShownMax = 20;

std::string counted(std::int64_t number, std::string_view one) {
    return std::to_string(number) + " " + std::string(one) + (number == 1 ? "" : "s");
}

std::string held_by(const core::wire::Holder& holder) {
    std::string words = printable(holder.account_name) + " is connected on \"" + printable(holder.workstation) +
                        "\", since " + span(holder.since_ms);
    if (holder.idle_ms > 0) {
        words += ", idle for " + span(holder.idle_ms);
    }
    return words + ".";
}

std::string closed(core::CloseCode code, const std::optional<core::wire::Holder>& by) {
    const std::string where = by && !by->workstation.empty() ? " on \"" + printable(by->workstation) + "\"" : "";
    switch (code) {
        case core::CloseCode::superseded: return "This account is used elsewhere now" + where + ".";
        case core::CloseCode::evicted:
            return (by ? printable(by->account_name) : "Another person") +
                   " logged in on this workstation while the link was down.";
        case core::CloseCode::revoked: return "This session was ended from another place.";
        case core::CloseCode::password_changed: return "The password was changed: log in with the new one.";
        case core::CloseCode::logged_out: return "This session was logged out from another place.";
        default: return "The server closed the connection: " + std::string(core::name_of(code)) + ".";
    }
}

}  // namespace

std::string_view name_of(core::wire::Availability availability) {
    switch (availability) {
        case core::wire::Availability::available: return "available";
        case core::wire::Availability::away: return "away";
        case core::wire::Availability::busy: return "busy";
    }
    return "";
}

std::string what_happened(core::wire::EventKind kind, const std::string& whom) {
    switch (kind) {
        case core::wire::EventKind::created: return "made this room";
        case core::wire::EventKind::joined: return "joined this room";
        case core::wire::EventKind::left: return "left this room";
        case core::wire::EventKind::invited: return "invited " + whom;
        case core::wire::EventKind::archived: return "archived this room: it can only be read";
        default: return "";
    }
}

std::string password_prompt(std::string_view login) {
    return "Password of " + printable(login) + ": ";
}

std::string unknown_command(std::string_view command) {
    return "There is no command " + printable(command) + "; /help lists them.";
}

std::string unknown_room(std::string_view room) {
    return "There is no room " + printable(room) + "; /rooms lists them.";
}

std::string logged_in(const core::wire::Person& account, std::string_view login, std::string_view server) {
    return "Logged in as " + printable(account.name) + " (" + printable(login) + ") on " + std::string(server) + ".";
}

std::string connected(const core::client::PresenceChanged& presence) {
    std::string words = (presence.count ? std::to_string(*presence.count) : "—") + std::string(" connected");
    if (!presence.count || presence.people == nullptr || presence.people->empty()) {
        return words;
    }
    std::size_t shown = 0;
    for (const auto& person : *presence.people) {
        if (shown == kNamesShownMax) {
            return words + " and others";
        }
        words += (shown == 0 ? ": " : ", ") + printable(person.name);
        ++shown;
    }
    return words;
}

std::string waiting(std::string_view reason, core::Duration wait) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(wait).count();
    return "No connection" + (reason.empty() ? std::string() : " (" + printable(reason) + ")") + "; next try in " +
           span(std::max<std::int64_t>(ms, 0)) + ".";
}

std::string unreachable(std::string_view server, std::string_view reason) {
    return "No connection to " + std::string(server) + (reason.empty() ? std::string() : ": " + printable(reason)) +
           ".";
}

std::string untrusted(std::string_view server, std::string_view why) {
    return "Nothing was sent to " + std::string(server) + ": " + std::string(why) + ".";
}

std::string trust_question(std::string_view server, std::string_view fingerprint) {
    return "The certificate of " + std::string(server) + " is not known here. Its SHA-256 is\n  " +
           std::string(fingerprint) +
           "\nIt must be what `workspace-server certificate` prints there: ask who runs the server.\n"
           "Trust it from now on? [yes/no] ";
}

std::string trusted(std::string_view server, std::string_view fingerprint, bool vouched) {
    return std::string(server) + " is trusted, " +
           (vouched ? "an authority vouches for it" : "its certificate was accepted here") + ": SHA-256 " +
           std::string(fingerprint) + "\n";
}

std::string forgotten(std::string_view server) {
    return "Forgotten: the next certificate of " + std::string(server) + " is looked at anew.\n";
}

std::string nothing_accepted(std::string_view server) {
    return "No certificate of " + std::string(server) + " was accepted here.\n";
}

std::string not_encrypted(std::string_view server) {
    return "The connection to " + std::string(server) + " is not encrypted: it has no certificate.\n";
}

std::string stopped(const core::client::Stop& stop) {
    if (stop.close && !stop.refusal) {
        return closed(*stop.close, stop.holder);
    }
    std::string words(stop.refusal ? core::words_of(*stop.refusal) : "The server refused.");
    if (stop.holder) {
        words += " " + held_by(*stop.holder);
    }
    return words;
}

std::string span(std::int64_t ms) {
    constexpr std::int64_t kMinute = 60'000;
    constexpr std::int64_t kHour = 60 * kMinute;
    constexpr std::int64_t kDay = 24 * kHour;
    if (ms < kMinute) {
        return std::to_string((ms + 999) / 1000) + " s";
    }
    if (ms < kHour) {
        return counted(ms / kMinute, "minute");
    }
    return ms < kDay ? counted(ms / kHour, "hour") : counted(ms / kDay, "day");
}

}  // namespace workspace::cli::texts
