#include "explain/words.hpp"

#include <string_view>
#include <variant>

#include "explain/printable.hpp"
#include "workspace/core/wire/messages.hpp"

namespace workspace::sim {

namespace {

namespace client = core::client;

constexpr std::size_t kBodyCharactersMax = 32;

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};

std::string of(std::string_view what, std::int64_t number) {
    return std::string{what} + " " + std::to_string(number);
}

std::string in_quotes(std::string_view text) {
    return "“" + shortened(printable(text), kBodyCharactersMax) + "”";
}

std::string type_of(const core::wire::AnyPost& post) {
    return std::string{std::visit([](const auto& p) { return std::decay_t<decltype(p)>::kType; }, post)};
}

/// Its type, and what it says, if anything.
std::string what_of(const core::wire::AnyPost& post) {
    const std::string_view text = core::wire::text_of(post);
    return type_of(post) + (text.empty() ? "" : " " + in_quotes(text));
}

std::string in_room(const core::wire::AnyPost& post, const Names& names) {
    const auto room = core::wire::room_of(post);
    return room.value == 0 ? "" : " in " + printable(names.of(room));
}

std::string verb_of(client::PostState state) {
    switch (state) {
        case client::PostState::saving: return "is saved";
        case client::PostState::queued: return "waits";
        case client::PostState::sending: return "is sent";
        case client::PostState::sent: return "is stored";
        case client::PostState::failed: return "failed";
        case client::PostState::discarded: return "is thrown away";
    }
    return {};
}

std::string why(const client::Stop& stop) {
    if (stop.refusal) {
        return std::string{core::name_of(*stop.refusal)};
    }
    return stop.close ? std::string{core::name_of(*stop.close)} : "";
}

Words told_phase(const client::PhaseChanged& event) {
    std::string text = "is " + name_of(event.phase);
    if (event.account) {
        text += " as " + printable(event.account->name);
    }
    if (event.stop && !why(*event.stop).empty()) {
        text += ": " + why(*event.stop);
    } else if (!event.reason.empty()) {
        text += ": " + printable(event.reason);
    }
    return {std::move(text)};
}

/// `message 7 of general`, `messages 5 to 7 of general`
Words told_messages(const client::MessagesAdded& event, const Names& names) {
    const std::string room = printable(names.of(event.room));
    const std::string forgets = event.dropped_before ? ", forgets what it had" : "";
    if (event.events.empty()) {
        return {"has nothing new of " + room + forgets, true};
    }
    const std::int64_t first = event.events.front().seq.value;
    const std::int64_t last = event.events.back().seq.value;
    const std::string which = first == last ? of("message", last) : of("messages", first) + of(" to", last);
    return {"shows " + which + " of " + room + forgets};
}

Words told_post(const client::PostChanged& event) {
    std::string text = what_of(event.post) + " " + verb_of(event.state);
    if (event.seq) {
        text += of(" as message", event.seq->value);
    }
    if (event.why) {
        text += ": " + std::string{core::name_of(*event.why)};
    }
    return {std::move(text), event.state == client::PostState::saving || event.state == client::PostState::queued};
}

std::string outcome(const core::StoreResult& result) {
    if (const auto* changed = std::get_if<core::LeaseChanged>(&result)) {
        return changed->applied ? "" : " (it was another by then)";
    }
    if (const auto* failed = std::get_if<core::StoreFailed>(&result)) {
        return ": fails, " + printable(failed->reason);
    }
    return "";
}

std::string outcome_of_claim(const core::StoreResult& result) {
    const auto* admitted = std::get_if<core::Admitted>(&result);
    if (admitted == nullptr) {
        return outcome(result);
    }
    return std::visit(
        Overloaded{[](const core::Granted& granted) {
                       std::string text =
                           ": granted to " + printable(granted.account.name) + of(", epoch", granted.epoch.value);
                       for (const auto& displaced : granted.ends) {
                           text += "; " + printable(displaced.lease.account_name) +
                                   of("'s epoch", displaced.lease.epoch.value) + " ends (" +
                                   std::string{core::name_of(displaced.cause)} + ")";
                       }
                       return text;
                   },
                   [](const core::Refuse& refuse) { return ": refused, " + std::string{core::name_of(refuse.code)}; },
                   [](const core::ProbeFirst& probe) {
                       return of(": probe", static_cast<std::int64_t>(probe.leases.size())) + " first";
                   }},
        *admitted);
}

std::string outcome_of_append(const core::StoreResult& result, const Names& names) {
    const auto* appended = std::get_if<core::AppendResult>(&result);
    if (appended == nullptr) {
        return outcome(result);
    }
    if (const auto* refusal = std::get_if<core::Refusal>(appended)) {
        return ": refused, " + std::string{core::name_of(*refusal)};
    }
    const auto& stored = std::get<core::Appended>(*appended);
    return of(": message", stored.event.seq.value) + " of " + printable(names.of(stored.room)) +
           (stored.duplicate ? ", a repeat" : "");
}

std::string lease_of(const std::string& account, core::Epoch epoch) {
    return "lease of " + account + of(", epoch", epoch.value) + ",";
}

}  // namespace

std::string name_of(client::Phase phase) {
    switch (phase) {
        case client::Phase::signed_out: return "signed out";
        case client::Phase::connecting: return "connecting";
        case client::Phase::live: return "live";
        case client::Phase::waiting: return "waiting";
        case client::Phase::stopped: return "stopped";
    }
    return {};
}

Words describe(const client::Event& event, const Names& names) {
    const auto room = [&](core::RoomId id) { return printable(names.of(id)); };
    return std::visit(
        Overloaded{[](const client::PhaseChanged& e) { return told_phase(e); },
                   [](const client::PresenceChanged& e) {
                       return Words{e.count ? of("shows a count of", *e.count) : "shows no count"};
                   },
                   [](const client::RoomsChanged& e) {
                       return Words{of("shows rooms:", static_cast<std::int64_t>(e.rooms.size())), true};
                   },
                   [&](const client::MessagesAdded& e) { return told_messages(e, names); },
                   [](const client::PostChanged& e) { return told_post(e); },
                   [&](const client::UnreadChanged& e) {
                       return Words{
                           "unread in " + room(e.room) + (e.unread ? ": " + std::to_string(*e.unread) : " not known"),
                           true};
                   },
                   [&](const client::TypingChanged& e) { return Words{"sees who types in " + room(e.room), true}; },
                   [](const client::StatusesChanged&) { return Words{"shows statuses", true}; },
                   [](const client::RoomsFound&) { return Words{"shows rooms to join", true}; },
                   [&](const client::MembersListed& e) { return Words{"shows the members of " + room(e.room), true}; },
                   [](const client::RequestFailed& e) {
                       return Words{"a request failed: " + std::string{core::name_of(e.why)}};
                   },
                   [](const client::Ended&) { return Words{"has ended"}; }},
        event);
}

Words describe(const client::Command& wish, const Names& names) {
    const auto room = [&](core::RoomId id) { return printable(names.of(id)); };
    return std::visit(
        Overloaded{
            [](const client::SignIn& w) { return Words{"sign in as " + printable(w.name)}; },
            [](const client::UseHere&) { return Words{"use here"}; },
            [](const client::SignOut&) { return Words{"sign out"}; }, [](const client::Quit&) { return Words{"quit"}; },
            [](const client::ReconnectNow&) { return Words{"reconnect now"}; },
            [&](const client::Say& w) { return Words{"say " + in_quotes(w.body) + " in " + room(w.room)}; },
            [&](const client::Submit& w) { return Words{what_of(w.post) + in_room(w.post, names)}; },
            [](const client::RetryPost&) { return Words{"send it again"}; },
            [](const client::DiscardPost&) { return Words{"throw it away"}; },
            [&](const client::LoadOlder& w) { return Words{"older messages of " + room(w.room)}; },
            [&](const client::MarkRead& w) { return Words{"read " + room(w.room) + of(" to message", w.seq.value)}; },
            [&](const client::Type& w) { return Words{"type in " + room(w.room), true}; },
            [](const client::SetStatus& w) { return Words{"set status " + in_quotes(w.text)}; },
            [](const client::FindRooms&) { return Words{"find rooms"}; },
            [&](const client::ListMembers& w) { return Words{"list the members of " + room(w.room)}; }},
        wish);
}

Words describe(const core::StoreOperation& operation, const core::StoreResult& result, const Names& names) {
    const auto room = [&](core::RoomId id) { return printable(names.of(id)); };
    const auto account = [&](core::AccountId id) { return printable(names.of(id)); };
    return std::visit(
        Overloaded{
            [&](const core::Admit& o) {
                return Words{"claim from " + printable(o.workstation_label) + outcome_of_claim(result)};
            },
            [&](const core::Detach& o) {
                return Words{lease_of(account(o.account), o.epoch) +
                             " detached: " + std::string{core::name_of(o.cause)} + outcome(result)};
            },
            [&](const core::EndLease& o) {
                return Words{lease_of(account(o.account), o.epoch) + " ends: " + std::string{core::name_of(o.cause)} +
                             outcome(result)};
            },
            [&](const core::EndAccount& o) {
                return Words{"all of " + account(o.account) + " ends: " + std::string{core::name_of(o.cause)} +
                             outcome(result)};
            },
            [&](const core::Append& o) {
                return Words{account(o.author) + ", " + what_of(o.post) + outcome_of_append(result, names)};
            },
            [&](const core::MarkRead& o) {
                return Words{
                    account(o.reader) + " has read " + room(o.room) + of(" to message", o.seq.value) + outcome(result),
                    true};
            },
            [&](const core::SetStatus& o) {
                return Words{"status of " + account(o.status.account) + outcome(result), true};
            },
            [&](const core::ReadSync& o) { return Words{"reads " + room(o.room) + outcome(result), true}; },
            [&](const core::ReadPage& o) { return Words{"reads a page of " + room(o.room) + outcome(result), true}; },
            [&](const core::FindPosts& o) {
                return Words{"finds posts of " + account(o.author) + outcome(result), true};
            },
            [&](const core::ReadMarkers& o) {
                return Words{"reads markers of " + account(o.reader) + outcome(result), true};
            },
            [&](const core::ReadMembers& o) {
                return Words{"reads members of " + room(o.room) + outcome(result), true};
            }},
        operation);
}

}  // namespace workspace::sim
