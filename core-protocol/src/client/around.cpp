#include "around.hpp"

#include <algorithm>
#include <utility>

#include "workspace/core/wire/client_messages.hpp"

namespace workspace::core::client {

namespace {

/// Bounds of what a server can make a client hold.
constexpr std::size_t kTypistsMax = 100;
constexpr std::size_t kStatusesMax = 100'000;

}  // namespace

void Around::live(AccountId me) {
    me_ = me;
    if (wish_ == wire::PresenceWish::people) {
        outputs_.send(wire::StatusesGet{});
    }
}

void Around::link_lost() {
    typed_.clear();
    for (const auto& [room, typists] : std::exchange(typing_, {})) {
        tell_typing(room);
    }
}

void Around::type(Now now, RoomId room) {
    const auto typed = typed_.find(room);
    if (typed == typed_.end() || typed->second + kTypingEvery <= now.mono) {
        typed_[room] = now.mono;
        outputs_.send(wire::Typing{room});
    }
}

void Around::on_typing(Now now, const wire::TypingNow& typing) {
    auto& typists = typing_[typing.room];
    const bool known = typists.contains(typing.who.id);
    if (typing.who.id != me_ && (known || typists.size() < kTypistsMax)) {
        typists[typing.who.id] = {typing.who, now.mono + kTypingLasts};
    }
    if (typists.empty()) {
        typing_.erase(typing.room);
    } else if (!known) {
        tell_typing(typing.room);
    }
}

void Around::on_event(const wire::EventMessage& message) {
    const auto place = typing_.find(message.room);
    if (message.event.author == me_) {
        typed_.erase(message.room);
    }
    if (place == typing_.end() || place->second.erase(message.event.author) == 0) {
        return;
    }
    if (place->second.empty()) {
        typing_.erase(place);
    }
    tell_typing(message.room);
}

void Around::on_gone(RoomId room) {
    typed_.erase(room);
    typing_.erase(room);
}

void Around::expire(Now now) {
    std::vector<RoomId> changed;
    for (auto& [room, typists] : typing_) {
        if (std::erase_if(typists, [&](const auto& entry) { return entry.second.until <= now.mono; }) > 0) {
            changed.push_back(room);
        }
    }
    std::erase_if(typing_, [](const auto& entry) { return entry.second.empty(); });
    for (const RoomId room : changed) {
        tell_typing(room);
    }
}

MonotonicTime Around::deadline() const {
    MonotonicTime first = MonotonicTime::never();
    for (const auto& [room, typists] : typing_) {
        for (const auto& [account, typist] : typists) {
            first = std::min(first, typist.until);
        }
    }
    return first;
}

void Around::tell_typing(RoomId room) {
    TypingChanged changed{room, {}};
    if (const auto place = typing_.find(room); place != typing_.end()) {
        for (const auto& [account, typist] : place->second) {
            changed.people.push_back(typist.person);
        }
    }
    outputs_.tell(std::move(changed));
}

void Around::on_statuses(const std::vector<wire::Status>& all) {
    statuses_.clear();
    for (const wire::Status& status : all) {
        statuses_.insert_or_assign(status.account, status);
    }
    tell_statuses();
}

void Around::on_status(const wire::Status& status) {
    if (status.plain()) {
        statuses_.erase(status.account);
    } else if (statuses_.size() < kStatusesMax) {
        statuses_.insert_or_assign(status.account, status);
    }
    tell_statuses();
}

void Around::on_joined(const wire::PresenceChange& change) {
    if (!change.statuses) {
        return;
    }
    for (const wire::Status& status : *change.statuses) {
        if (statuses_.size() < kStatusesMax) {
            statuses_.insert_or_assign(status.account, status);
        }
    }
    tell_statuses();
}

void Around::tell_statuses() {
    StatusesChanged changed;
    for (const auto& [account, status] : statuses_) {
        changed.statuses.push_back(status);
    }
    outputs_.tell(std::move(changed));
}

void Around::check(std::vector<std::string>& broken) const {
    for (const auto& [room, typists] : typing_) {
        if (typists.empty() || typists.size() > kTypistsMax || typists.contains(me_)) {
            broken.emplace_back("H7: who types is kept wrongly");
        }
    }
}

}  // namespace workspace::core::client
