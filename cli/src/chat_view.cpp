#include "workspace/cli/chat_view.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include "overloaded.hpp"
#include "workspace/cli/texts.hpp"

namespace workspace::cli {
namespace {

namespace client = core::client;

constexpr std::int64_t kShownOnJoin = 20;

std::string clock_of(core::WallTime at) {
    const std::time_t seconds = at.ms / 1000;
    std::tm parts{};
    std::array<char, 16> text{};
    if (::localtime_r(&seconds, &parts) == nullptr || std::strftime(text.data(), text.size(), "%H:%M", &parts) == 0) {
        return "--:--";
    }
    return text.data();
}

core::MessageSeq shifted(core::MessageSeq seq, std::int64_t by) {
    return {seq.value + by};
}

}  // namespace

ChatView::ChatView(Palette palette, std::string room, std::string server)
    : palette_(palette), wanted_(std::move(room)), server_(std::move(server)) {}

std::string ChatView::take(const client::Event& event, core::MonotonicTime now) {
    return std::visit(Overloaded{[&](const client::PhaseChanged& change) { return take_phase(change, now); },
                                 [&](const client::PresenceChanged& change) { return take_presence(change); },
                                 [&](const client::RoomsChanged& change) { return take_rooms(change); },
                                 [&](const client::MessagesAdded& added) { return take_messages(added); },
                                 [&](const client::PostChanged& change) { return take_post(change); },
                                 [&](const client::UnreadChanged& change) { return take_unread(change); },
                                 [&](const client::RoomsFound& found) { return take_found(found); },
                                 [&](const client::MembersListed& members) { return take_members(members); },
                                 [&](const client::TypingChanged&) { return std::string(); },
                                 [&](const client::StatusesChanged& change) { return take_statuses(change); },
                                 [&](const client::RequestFailed& failed) { return warning(printable(failed.reason)); },
                                 [&](const client::Ended&) { return std::string(); }},
                      event);
}

std::string ChatView::take_phase(const client::PhaseChanged& change, core::MonotonicTime now) {
    const bool news = change.phase != phase_ || change.stop.has_value();
    phase_ = change.phase;
    stop_ = change.stop;
    me_ = change.account ? std::optional{change.account->id} : std::nullopt;
    switch (change.phase) {
        case client::Phase::live:
            return change.account && news ? note(texts::logged_in(*change.account, change.login, server_)) : "";
        case client::Phase::waiting:
            // The very first state of a client that is about to connect says nothing yet.
            return change.reason.empty()
                       ? ""
                       : warning(texts::waiting(change.reason,
                                                change.retry_at ? *change.retry_at - now : core::Duration::zero()));
        case client::Phase::stopped:
            return warning(texts::stopped(change.stop.value_or(client::Stop{})) +
                           (change.stop && change.stop->may_use_here ? " " + std::string(texts::kHowToUseHere) : ""));
        case client::Phase::signed_out:
            forget();
            return (change.stop ? warning(texts::stopped(*change.stop)) : "") + note(texts::kLogInFirst);
        case client::Phase::connecting: break;
    }
    return "";
}

/// What belonged to the session; the room that was open opens again with the next.
void ChatView::forget() {
    if (current_) {
        wanted_ = std::to_string(current_->value);
    }
    current_.reset();
    rooms_.clear();
    logs_.clear();
    presence_ = {};
    told_count_.reset();
}

std::string ChatView::take_presence(const client::PresenceChanged& change) {
    const bool news = change.count != presence_.count ||
                      (change.people != nullptr && presence_.people != nullptr && *change.people != *presence_.people);
    presence_ = change;
    // While the link is down the line about that says enough.
    if (!news || !change.count || told_count_ == change.count) {
        return "";
    }
    told_count_ = change.count;
    return note(texts::connected(presence_));
}

std::string ChatView::take_rooms(const client::RoomsChanged& change) {
    rooms_ = change.rooms;
    if (current_ || rooms_.empty()) {
        return "";
    }
    const core::wire::Room* room = wanted_.empty() ? &rooms_.front() : find(wanted_);
    std::string text;
    if (room == nullptr) {
        text = warning(texts::unknown_room(wanted_));
        room = &rooms_.front();
    }
    current_ = room->id;
    return text + note("# " + title(*room)) + newest(logs_[room->id]);
}

std::string ChatView::take_unread(const client::UnreadChanged& change) {
    unread_[change.room] = change;
    return "";
}

std::string ChatView::take_found(const client::RoomsFound& found) {
    std::string text = found.rooms.empty() ? note("There is no other public room.") : note("Public rooms to /enter:");
    for (const auto& room : found.rooms) {
        text += note("  " + printable(room.name) + " (" + std::to_string(room.id.value) + ")");
    }
    return text;
}

std::string ChatView::take_members(const client::MembersListed& members) {
    std::string names;
    for (const auto& person : members.people) {
        names += (names.empty() ? "" : ", ") + printable(person.name);
    }
    return note(std::to_string(members.people.size()) + " in this room: " + names);
}

std::string ChatView::take_statuses(const client::StatusesChanged& change) {
    statuses_ = change.statuses;
    return "";
}

std::string ChatView::take_messages(client::MessagesAdded added) {
    Log& log = logs_[added.room];
    if (added.dropped_before) {
        log = {};
    }
    log.floor = added.floor;
    log.head = std::max(log.head, added.head);
    std::erase_if(added.events, [&](const core::wire::Event& event) {
        const auto held = log.events.find(event.seq);
        return held != log.events.end() && event.changed <= held->second.changed;
    });
    for (const auto& event : added.events) {
        log.events.insert_or_assign(event.seq, event);
    }
    if (added.events.empty() || current_ != added.room) {
        return "";
    }
    if (!log.shown_from) {
        return newest(log);
    }
    if (added.live) {
        return take_live(log, added);
    }
    const core::MessageSeq first = added.events.front().seq;
    const core::MessageSeq last = added.events.back().seq;
    if (last < *log.shown_from) {
        log.shown_from = first;
        return note("--- earlier ---") + stretch(log, first, last) + note("--- end of earlier ---");
    }
    const core::MessageSeq from = std::max(first, shifted(log.shown_to, 1));
    if (last < from) {
        return "";
    }
    std::string gap = from == shifted(log.shown_to, 1) ? "" : note("... some messages are not shown here ...");
    log.shown_to = last;
    return gap + stretch(log, from, last);
}

/// What was shown and has changed since is said again, with what became of it (M8).
std::string ChatView::take_live(Log& log, const client::MessagesAdded& added) const {
    std::string text;
    for (const auto& event : added.events) {
        if (event.seq <= log.shown_to) {
            text += event.seq < *log.shown_from ? "" : note("changed:") + line_of(event);
        } else {
            text += event.seq == shifted(log.shown_to, 1) ? "" : note("... some messages are not shown here ...");
            text += line_of(event);
            log.shown_to = event.seq;
        }
    }
    return text;
}

std::string ChatView::take_post(const client::PostChanged& change) {
    begun_posts_ += change.state == client::PostState::saving ? 1U : 0U;
    std::erase(unsettled_, change.cid);
    std::erase(failed_, std::pair{change.room, change.cid});
    switch (change.state) {
        case client::PostState::sent:
        case client::PostState::discarded: return "";
        case client::PostState::failed:
            failed_.emplace_back(change.room, change.cid);
            return warning("Not sent: \"" + printable(core::wire::text_of(change.post)) + "\". " +
                           std::string(change.why ? core::words_of(*change.why) : "") + " /retry or /discard.");
        default: unsettled_.push_back(change.cid); return "";
    }
}

std::string ChatView::who() const {
    std::string text = note(texts::connected(presence_));
    if (presence_.people == nullptr) {
        return text;
    }
    for (const auto& status : statuses_) {
        const auto person = std::find_if(presence_.people->begin(), presence_.people->end(),
                                         [&](const auto& who) { return who.id == status.account; });
        if (person != presence_.people->end()) {
            text += note("  " + printable(person->name) + " is " + std::string(texts::name_of(status.availability)) +
                         (status.text.empty() ? "" : ": " + printable(status.text)));
        }
    }
    return text;
}

std::string ChatView::title(const core::wire::Room& room) const {
    if (!room.people) {
        return printable(room.name);
    }
    for (const auto& person : *room.people) {
        if (person.id != me_) {
            return "@" + printable(person.name);
        }
    }
    return "@";
}

std::optional<core::MessageSeq> ChatView::message(bool own) const {
    const auto log = current_ ? logs_.find(*current_) : logs_.end();
    if (log == logs_.end()) {
        return std::nullopt;
    }
    const auto& events = log->second.events;
    const auto found = std::find_if(events.rbegin(), events.rend(), [&](const auto& entry) {
        const core::wire::Event& event = entry.second;
        return event.kind == core::wire::EventKind::message && !event.deleted && (!own || event.author == me_);
    });
    return found == events.rend() ? std::nullopt : std::optional{found->first};
}

core::MessageSeq ChatView::last_seen() const {
    const auto log = current_ ? logs_.find(*current_) : logs_.end();
    return log == logs_.end() ? core::MessageSeq{} : log->second.shown_to;
}

std::string ChatView::room_list() const {
    std::string text;
    for (const auto& room : rooms_) {
        const auto unread = unread_.find(room.id);
        const std::string waiting = unread == unread_.end() || unread->second.unread.value_or(0) == 0
                                        ? ""
                                        : ", " + std::to_string(*unread->second.unread) + " unread, " +
                                              std::to_string(unread->second.mentions.value_or(0)) + " for you";
        text += note((room.id == current_ ? "* " : "  ") + title(room) + " (" + std::to_string(room.id.value) + ")" +
                     (room.archived ? ", archived" : "") + waiting);
    }
    return rooms_.empty() ? note(texts::kNoRoom) : text;
}

std::string ChatView::join(std::string_view room) {
    const core::wire::Room* found = find(room);
    if (found == nullptr) {
        return warning(texts::unknown_room(room));
    }
    current_ = found->id;
    Log& log = logs_[found->id];
    log.shown_from.reset();
    return note("# " + title(*found)) + newest(log);
}

std::optional<core::MessageSeq> ChatView::oldest_shown() const {
    const auto log = current_ ? logs_.find(*current_) : logs_.end();
    return log == logs_.end() ? std::nullopt : log->second.shown_from;
}

bool ChatView::at_beginning() const {
    const auto log = current_ ? logs_.find(*current_) : logs_.end();
    if (log == logs_.end()) {
        return false;
    }
    return log->second.shown_from ? *log->second.shown_from <= shifted(log->second.floor, 1)
                                  : log->second.head <= log->second.floor;
}

std::optional<core::ClientId> ChatView::failed_post() const {
    const auto found =
        std::find_if(failed_.rbegin(), failed_.rend(), [this](const auto& post) { return current_ == post.first; });
    return found == failed_.rend() ? std::nullopt : std::optional(found->second);
}

bool ChatView::ready() const {
    return phase_ == client::Phase::live && current_.has_value();
}

std::string ChatView::note(std::string_view text) const {
    return std::string(palette_.dim) + std::string(text) + std::string(palette_.reset) + "\n";
}

std::string ChatView::warning(std::string_view text) const {
    return std::string(palette_.warn) + std::string(text) + std::string(palette_.reset) + "\n";
}

std::string ChatView::line_of(const core::wire::Event& event) const {
    using core::wire::EventKind;
    const std::string begin = std::string(palette_.dim) + clock_of(event.at) + std::string(palette_.reset) + " " +
                              std::string(palette_.accent) + printable(event.author_name) + std::string(palette_.reset);
    switch (event.kind) {
        case EventKind::message: break;
        case EventKind::edit:
        case EventKind::deletion:
        case EventKind::reaction: return "";  // their message shows what they did
        default:
            return begin + " " + texts::what_happened(event.kind, event.whom ? printable(event.whom->name) : "") + "\n";
    }
    if (event.deleted) {
        return begin + ": " + note("(deleted)");
    }
    std::string reactions;
    for (const auto& reaction : event.reactions.value_or(std::vector<core::wire::Reaction>{})) {
        reactions += "  " + printable(reaction.emoji) + " " + std::to_string(reaction.by.size());
    }
    return begin + ": " + printable(event.body) + (event.edited ? " (edited)" : "") + reactions + "\n";
}

std::string ChatView::stretch(Log& log, core::MessageSeq from, core::MessageSeq to) const {
    std::string text;
    const auto end = log.events.upper_bound(to);
    for (auto at = log.events.lower_bound(from); at != end; ++at) {
        text += line_of(at->second);
    }
    return text;
}

std::string ChatView::newest(Log& log) const {
    if (log.events.empty()) {
        return "";
    }
    log.shown_to = log.events.rbegin()->first;
    auto first = log.shown_to;
    // Back from the newest as far as nothing is missing.
    while (log.shown_to.value - first.value + 1 < kShownOnJoin && log.events.contains(shifted(first, -1))) {
        first = shifted(first, -1);
    }
    log.shown_from = first;
    return stretch(log, first, log.shown_to);
}

const core::wire::Room* ChatView::find(std::string_view room) const {
    const auto found = std::find_if(rooms_.begin(), rooms_.end(), [&](const core::wire::Room& candidate) {
        return candidate.name == room || std::to_string(candidate.id.value) == room || title(candidate) == room;
    });
    return found == rooms_.end() ? nullptr : &*found;
}

}  // namespace workspace::cli
