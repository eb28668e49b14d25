#include "workspace/desktop/model/desk.hpp"

#include <glibmm/ustring.h>
#include <algorithm>
#include <utility>
#include <variant>

#include "workspace/core/base/limits.hpp"
#include "workspace/desktop/model/dates.hpp"
#include "workspace/desktop/model/translate.hpp"

namespace workspace::desktop {
namespace {

namespace client = core::client;

/// Messages fetched at once when the person scrolls up.
constexpr std::int64_t kFetch = 120;
constexpr std::size_t kPreviewBytesMax = 160;

bool blank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

/// The first line, cut between two characters.
std::string preview_of(const core::wire::Event& event, core::AccountId me) {
    std::string line = event.body.substr(0, event.body.find('\n'));
    if (line.size() > kPreviewBytesMax) {
        std::size_t end = kPreviewBytesMax;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) {
            --end;
        }
        line.resize(end);
    }
    // Translators: who says what, in the list of rooms.
    return Glib::ustring::compose(tr("%1: %2"), event.author == me ? std::string(tr("You")) : event.author_name, line);
}

/// A direct room is called after the other person.
std::vector<core::wire::Room> titled(std::vector<core::wire::Room> rooms, core::AccountId me) {
    for (auto& room : rooms) {
        for (const auto& person : room.people.value_or(std::vector<core::wire::Person>{})) {
            if (person.id != me) {
                room.name = person.name;
            }
        }
    }
    return rooms;
}

}  // namespace

Desk::Desk(Submit submit) : submit_(std::move(submit)) {}

void Desk::apply(const Events& events) {
    touched_ = {};
    for (const auto& event : events) {
        std::visit(
            [this](const auto& what) {
                if constexpr (requires { on(what); }) {  // who types and who is away is not shown yet
                    on(what);
                }
            },
            event);
    }
    if (touched_.timeline) {
        timeline_.refresh();
        if (watching_) {
            seen();
        }
    }
    const Touched touched = std::exchange(touched_, {});
    if (touched.session) {
        session_changed_.emit();
    }
    if (touched.people) {
        people_changed_.emit();
    }
    if (touched.room) {
        room_changed_.emit();
    }
    if (touched.timeline) {
        timeline_changed_.emit();
    }
    if (touched.ended) {
        ended_.emit();
    }
}

// ---- events --------------------------------------------------------------------------------------------------------

void Desk::on(const client::PhaseChanged& change) {
    session_.apply(change);
    touched_.session = touched_.people = true;
    const bool other = session_.account() && session_.account()->id != owner_;
    if (change.phase == client::Phase::signed_out || other) {
        forget_everything();
        owner_ = me();
    }
    if (!session_.live()) {
        stop_loading();
    }
}

void Desk::on(const client::PresenceChanged& change) {
    session_.apply(change);
    touched_.people = true;
    if (change.people) {  // while not live the people stay, dimmed, and the count is "—"
        people_.set(change.people, me());
    }
}

void Desk::on(const client::RoomsChanged& change) {
    rooms_.set(titled(change.rooms, me()));
    std::erase_if(held_, [&](const auto& held) {
        const bool gone = std::none_of(change.rooms.begin(), change.rooms.end(),
                                       [&](const auto& room) { return room.id == held.first; });
        if (gone && room_ == held.first) {
            room_.reset();
            timeline_.show(nullptr, me(), std::nullopt);
            touched_.room = true;
        }
        return gone;
    });
    for (const auto& room : change.rooms) {
        show_facts(room.id);
    }
    if (!room_ && !change.rooms.empty()) {
        const bool preferred = preferred_ && rooms_.find(*preferred_);
        open(preferred ? *preferred_ : change.rooms.front().id);
    }
    touched_.timeline = true;
}

void Desk::on(const client::MessagesAdded& added) {
    Room& room = held_[added.room];
    if (added.dropped_before || !room.read || *room.read > added.head) {
        room.read = added.live ? core::MessageSeq{added.head.value - 1} : added.head;
    }
    room.log.add(added);
    show_facts(added.room);
    if (added.room != room_) {
        return;
    }
    touched_.timeline = true;
    if (!added.live && loading_) {
        stop_loading();
        timeline_.refresh();
        timeline_.extend_older();
    }
}

void Desk::on(const client::PostChanged& change) {
    if (!session_.account()) {
        return;
    }
    held_[change.room].log.post(change, *session_.account());
    touched_.timeline = touched_.timeline || change.room == room_;
}

void Desk::on(const client::RequestFailed& failed) {
    stop_loading();
    failed_.emit(failed.why);
}

void Desk::on(const client::Ended& /*ended*/) {
    touched_.ended = true;
}

// ---- what the person does ------------------------------------------------------------------------------------------

void Desk::open(core::RoomId id) {
    const auto place = held_.try_emplace(id).first;
    room_ = id;
    preferred_ = id;
    loading_ = false;
    Room& room = place->second;
    const bool unread = room.read && *room.read < room.log.last();
    timeline_.show(&room.log, me(), unread ? room.read : std::nullopt);
    touched_.room = true;
    room_changed_.emit();
}

bool Desk::say(const std::string& body) {
    if (!room_ || blank(body)) {
        return false;
    }
    std::string text = body.substr(0, body.find_last_not_of(" \t\r\n") + 1);
    if (text.size() > core::kBodyBytesMax) {
        failed_.emit(core::Refusal::too_long);  // said here, where the text can still be kept to be shortened
        return false;
    }
    submit_(client::Say{.room = *room_, .body = std::move(text), .cid = std::nullopt});
    if (!timeline_.at_newest()) {
        timeline_.jump_to_newest();
    }
    return true;
}

void Desk::older() {
    if (timeline_.extend_older()) {
        return;
    }
    if (const auto missing = timeline_.hole_above()) {
        fetch(*missing);
    }
}

void Desk::fill(const core::Interval& missing) {
    fetch(missing);
}

void Desk::fetch(const core::Interval& missing) {
    if (!room_ || loading_ || !session_.live()) {
        return;
    }
    loading_ = true;
    timeline_.set_loading(true);
    submit_(client::LoadOlder{.room = *room_, .before = core::MessageSeq{missing.to.value + 1}, .limit = kFetch});
}

void Desk::watch(bool sees_newest) {
    watching_ = sees_newest;
    if (watching_) {
        seen();
    }
}

void Desk::follow(bool at_bottom) {
    timeline_.follow(at_bottom);
}

std::string Desk::draft() const {
    const Room* room = open_room();
    return room == nullptr ? std::string{} : room->draft;
}

void Desk::set_draft(const std::string& text) {
    if (room_) {
        held_.at(*room_).draft = text;
    }
}

// ---- the books -----------------------------------------------------------------------------------------------------

std::string Desk::room_name() const {
    const auto item = room_ ? rooms_.find(*room_) : Glib::RefPtr<RoomItem>{};
    return item ? item->facts().name : std::string{};
}

bool Desk::room_is_empty() const {
    const Room* room = open_room();
    return room != nullptr && room->log.synced() && room->log.events().empty() && room->log.pending().empty();
}

bool Desk::room_is_loading() const {
    const Room* room = open_room();
    return room == nullptr || (!room->log.synced() && room->log.pending().empty());
}

std::int64_t Desk::unread() const {
    const Room* room = open_room();
    return room == nullptr || !room->read ? 0 : std::max<std::int64_t>(0, room->log.last().value - room->read->value);
}

void Desk::forget_everything() {
    timeline_.show(nullptr, me(), std::nullopt);
    room_.reset();
    held_.clear();
    rooms_.clear();
    people_.set(nullptr, me());
    touched_.room = touched_.timeline = true;
}

void Desk::stop_loading() {
    loading_ = false;
    timeline_.set_loading(false);
}

void Desk::seen() {
    if (room_ && timeline_.at_newest()) {
        Room& room = held_.at(*room_);
        room.read = std::max(room.read.value_or(core::MessageSeq{0}), room.log.last());
        show_facts(*room_);
    }
}

void Desk::show_facts(core::RoomId id) {
    const auto item = rooms_.find(id);
    const auto held = held_.find(id);
    if (!item || held == held_.end()) {
        return;
    }
    const Room& room = held->second;
    RoomItem::Facts facts = item->facts();
    facts.unread = room.read ? std::max<std::int64_t>(0, room.log.last().value - room.read->value) : 0;
    if (!room.log.events().empty()) {
        const auto& event = *room.log.events().back();
        facts.preview = preview_of(event, me());
        facts.time = local_day(event.at) == local_day(wall_now()) ? clock_label(event.at) : short_day_label(event.at);
    }
    item->update(std::move(facts));
}

const Desk::Room* Desk::open_room() const {
    const auto place = room_ ? held_.find(*room_) : held_.end();
    return place == held_.end() ? nullptr : &place->second;
}

core::AccountId Desk::me() const {
    return session_.account() ? session_.account()->id : core::AccountId{};
}

}  // namespace workspace::desktop
