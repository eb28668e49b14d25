#include "workspace/testing/promises.hpp"

#include <algorithm>
#include <variant>

#include "workspace/core/wire/codec.hpp"

namespace workspace::testing {

using namespace core;

namespace {

/// What the log holds at `seq`; none where it does not reach so far.
const wire::Event* find(const StoredLog& log, MessageSeq seq) {
    const bool there = seq.value >= 1 && static_cast<std::size_t>(seq.value) <= log.events.size();
    return there ? &log.events[static_cast<std::size_t>(seq.value - 1)] : nullptr;
}

const StoredLog* find(const MemoryStore& store, RoomId room) {
    const auto found = store.logs().find(room);
    return found == store.logs().end() ? nullptr : &found->second;
}

std::string naming(RoomId room, MessageSeq seq) {
    return "entry " + std::to_string(seq.value) + " of room " + std::to_string(room.value);
}

}  // namespace

void Promises::told(std::string_view text, const MemoryStore& store) {
    for (const std::string_view line : wire::lines_of(text)) {
        if (const auto message = wire::decode_server_message(line)) {
            look_at(message.value(), store);
        } else {
            broken_.push_back("the server says what a client cannot read: " + message.error().reason);
        }
    }
}

void Promises::told(const hub::ApiResult& result, const MemoryStore& store) {
    if (const auto* appended = std::get_if<Appended>(&result)) {
        const bool kept = std::any_of(store.logs().begin(), store.logs().end(), [&](const auto& log) {
            const wire::Event* event = find(log.second, appended->event.seq);
            return event != nullptr && event->cid == appended->event.cid;
        });
        if (!kept) {
            broken_.emplace_back("M1: a post over REST was acknowledged that is not in the store");
        }
    }
}

/// The client id that was acknowledged. A direct room that was there already is acknowledged under its first one.
template <class Told>
ClientId id_told(const Told& told, const MemoryStore& store) {
    if constexpr (requires { told.duplicate; }) {
        const StoredLog* log = find(store, told.room);
        const wire::Event* event = log == nullptr ? nullptr : find(*log, told.seq);
        const bool direct =
            event != nullptr && event->kind == wire::EventKind::created && log->room.kind == wire::RoomKind::direct;
        return told.duplicate && direct ? event->cid : told.cid;
    } else {
        return told.cid;
    }
}

/// Whatever a message has with the shape of an acknowledgement, of events or of a binding is a promise; so a kind of
/// message that is added later is held to it, too.
void Promises::look_at(const wire::ServerMessage& message, const MemoryStore& store) {
    std::visit(
        [&](const auto& told) {
            if constexpr (requires { told.cid, told.room, told.seq; }) {
                shown(told.room, told.seq, id_told(told, store), store);
            }
            if constexpr (requires { told.event.cid, told.room; }) {
                shown(told.room, told.event.seq, told.event.cid, store);
            }
            if constexpr (requires { told.events, told.room; }) {
                for (const wire::Event& event : told.events) {
                    if constexpr (requires { told.room.id; }) {
                        shown(told.room.id, event.seq, event.cid, store);
                    } else {
                        shown(told.room, event.seq, event.cid, store);
                    }
                }
            }
            if constexpr (requires { told.account.id, told.epoch; }) {
                if (store.accounts().at(told.account.id).epoch < told.epoch) {
                    broken_.emplace_back("S3: an epoch was told that the store has not given out");
                }
            }
        },
        message);
}

void Promises::shown(RoomId room, MessageSeq seq, const ClientId& cid, const MemoryStore& store) {
    const StoredLog* log = find(store, room);
    const wire::Event* event = log == nullptr ? nullptr : find(*log, seq);
    if (event == nullptr || event->cid != cid) {
        broken_.push_back("M1: " + naming(room, seq) + " was told, but is not in the store");
        return;
    }
    const auto [known, fresh] = entries_.try_emplace({room, seq}, Entry{cid, log->room.epoch});
    if (!fresh && known->second.epoch == log->room.epoch && known->second.cid != cid) {
        broken_.push_back("M2: " + naming(room, seq) + " was told in two ways");
    }
    known->second = {cid, log->room.epoch};
}

std::vector<std::string> Promises::lost(const MemoryStore& store) const {
    std::vector<std::string> result;
    for (const auto& [place, entry] : entries_) {
        const StoredLog* log = find(store, place.room);
        const bool same_log = log != nullptr && log->room.epoch == entry.epoch;
        const wire::Event* event = same_log ? find(*log, place.seq) : nullptr;
        if (log == nullptr || (same_log && (event == nullptr || event->cid != entry.cid))) {
            result.push_back("M1: " + naming(place.room, place.seq) + " was told, and is lost");
        }
    }
    return result;
}

}  // namespace workspace::testing
