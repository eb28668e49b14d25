#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "checkers/checkers.hpp"
#include "world/world.hpp"

namespace workspace::sim {

using namespace core;

namespace {

class DeliveryChecker : public Checker {
public:
    explicit DeliveryChecker(const Ledger& ledger) : Checker("delivery", ledger) {}

    void disconnected(const World& /*world*/, ConnectionId connection) override { forget(connection); }
    void server_closed(const World& /*world*/, ConnectionId connection, CloseCode /*code*/) override {
        forget(connection);
    }
    void server_gone(const World& /*world*/) override {
        account_.clear();
        last_.clear();
        cursor_.clear();
        subscribed_.clear();
        due_.clear();
    }
    void carried_out(const World& /*world*/, const StoreOperation& /*operation*/, const StoreResult& result,
                     bool heard) override {
        const auto* answer = std::get_if<AppendResult>(&result);
        const auto* appended = answer == nullptr ? nullptr : std::get_if<Appended>(answer);
        if (heard && appended != nullptr && !appended->duplicate) {
            due_.emplace_back(appended->room, appended->event.seq);
        }
    }
    /// M4: without being asked, in the turn in which the hub heard that it is stored.
    void stepped(const World& world) override {
        for (const auto& [room, seq] : due_) {
            for (const ConnectionId connection : subscribed_[room]) {
                const auto account = account_.find(connection);
                const auto log = ledger().logs().find(room);
                const bool due = account != account_.end() && log != ledger().logs().end() &&
                                 log->second.members.contains(account->second);
                if (due && last_[connection][room] < seq) {
                    broken(world, "M4",
                           "message " + std::to_string(seq.value) + " is stored, and a live member is not told");
                }
            }
        }
        due_.clear();
    }

    void server_said(const World& world, const std::vector<ConnectionId>& to,
                     const wire::ServerMessage& message) override {
        if (const auto* welcome = std::get_if<wire::Welcome>(&message)) {
            for (const ConnectionId connection : to) {
                account_[connection] = welcome->account.id;
            }
        } else if (const auto* gone = std::get_if<wire::RoomGone>(&message)) {
            for (const ConnectionId connection : to) {
                subscribed_[gone->room].erase(connection);
                last_[connection].erase(gone->room);
            }
        } else if (const auto* event = std::get_if<wire::EventMessage>(&message)) {
            live(world, to, *event);
        } else if (const auto* page = std::get_if<wire::PageResult>(&message)) {
            members_only(world, to, page->room, page->events);
            if (page->events.size() > static_cast<std::size_t>(kPageLimitMax)) {
                broken(world, "H4", "a page of " + std::to_string(page->events.size()) + " events");
            }
            as_stored(world, page->room, page->events);
            covers(world, "H4", page->from, page->to, page->events);
        } else if (const auto* synced = std::get_if<wire::Synced>(&message)) {
            members_only(world, to, synced->room.id, synced->events);
            subscribed(to.front(), *synced);
            as_stored(world, synced->room.id, synced->events);
            covers(world, "H3", synced->from, synced->to, synced->events);
            nothing_left_out(world, to.front(), *synced);
        }
    }
    /// What each client says that it holds.
    void message_arrived(const World& /*world*/, const Program& /*program*/, ConnectionId connection,
                         const wire::ClientMessage& message) override {
        if (const auto* sync = std::get_if<wire::Sync>(&message)) {
            for (const wire::Cursor& cursor : sync->cursors) {
                cursor_[connection][cursor.room] = cursor.seq;
            }
        }
    }

    /// M4: what a person is told is told once, in each state that it had (M8), unless it is all told anew (H3).
    void told(const World& world, const Program& program, const client::Event& event) override {
        if (const auto* added = std::get_if<client::MessagesAdded>(&event)) {
            auto& told = told_[{&program, added->room}];
            if (added->dropped_before) {
                told.clear();
            }
            for (const wire::Event& one : added->events) {
                const auto place = static_cast<std::size_t>(one.seq.value);
                if (told.size() <= place) {
                    told.resize(place + 1);
                }
                if (one.changed <= told[place]) {
                    broken(world, "M4", program.name + " is told the same message twice");
                }
                told[place] = one.changed;
            }
        } else if (const auto* rooms = std::get_if<client::RoomsChanged>(&event)) {
            std::erase_if(told_, [&](const auto& entry) {
                return entry.first.first == &program &&
                       std::none_of(rooms->rooms.begin(), rooms->rooms.end(),
                                    [&](const wire::Room& room) { return room.id == entry.first.second; });
            });
        }
    }
    void program_started(const World& /*world*/, const Program& program) override {
        std::erase_if(told_, [&](const auto& entry) { return entry.first.first == &program; });
    }

private:
    /// What counts as covered is there, each event once.
    void covers(const World& world, const char* rule, MessageSeq from, MessageSeq to,
                const std::vector<wire::Event>& events) {
        std::int64_t expected = from.value;
        for (const wire::Event& event : events) {
            if (event.seq.value != expected++) {
                broken(world, rule, "an answer lacks a message of what it covers");
                return;
            }
        }
        if (expected != to.value + 1) {
            broken(world, rule, "an answer says that it covers more than it has");
        }
    }
    /// H3: to the head; and with `complete`, from what the client holds on.
    void nothing_left_out(const World& world, ConnectionId connection, const wire::Synced& synced) {
        const auto& cursors = cursor_[connection];
        const auto held = cursors.find(synced.room.id);
        if (synced.to != synced.room.head) {
            broken(world, "H3", "who comes back is not told of the newest message");
        }
        if (synced.result == wire::SyncResult::complete && held != cursors.end() &&
            synced.from.value > held->second.value + 1) {
            broken(world, "H3", "an answer that leaves messages out says that it is complete");
        }
    }

    void forget(ConnectionId connection) {
        cursor_.erase(connection);
        account_.erase(connection);
        last_.erase(connection);
        for (auto& [room, connections] : subscribed_) {
            connections.erase(connection);
        }
    }
    /// What comes before the answer is in it.
    void subscribed(ConnectionId connection, const wire::Synced& synced) {
        subscribed_[synced.room.id].insert(connection);
        MessageSeq& last = last_[connection][synced.room.id];
        last = std::max(last, synced.room.head);
    }

    /// M5, M4: to members, each once, ascending.
    void live(const World& world, const std::vector<ConnectionId>& to, const wire::EventMessage& event) {
        const auto log = ledger().logs().find(event.room);
        for (const ConnectionId connection : to) {
            const auto account = account_.find(connection);
            const bool member = log != ledger().logs().end() && account != account_.end() &&
                                log->second.may_hear(account->second, event.event.seq);
            if (!member) {
                broken(world, "M5", "a message goes to somebody who is not in its room");
            }
            MessageSeq& last = last_[connection][event.room];
            if (event.event.seq <= last) {
                broken(world, "M4",
                       "a connection gets message " + std::to_string(event.event.seq.value) + " after " +
                           std::to_string(last.value));
            }
            last = event.event.seq;
        }
    }

    void members_only(const World& world, const std::vector<ConnectionId>& to, RoomId room,
                      const std::vector<wire::Event>& events) {
        const auto log = ledger().logs().find(room);
        for (const ConnectionId connection : to) {
            const auto account = account_.find(connection);
            const bool member = log != ledger().logs().end() && account != account_.end() &&
                                log->second.may_read(account->second, world.time());
            if (!member && !events.empty()) {
                broken(world, "M5", "a page goes to somebody who is not in its room");
            }
        }
    }

    /// What is told of the past is what is stored (M8), but for what has changed since the store was read.
    void as_stored(const World& world, RoomId room, const std::vector<wire::Event>& events) {
        const auto log = ledger().logs().find(room);
        for (const wire::Event& event : events) {
            const auto at = static_cast<std::size_t>(event.seq.value);
            const bool there = log != ledger().logs().end() && at >= 1 && at <= log->second.events.size();
            if (!there || log->second.events[at - 1].cid != event.cid) {
                broken(world, "M2", "the past is told otherwise than it is stored");
            }
        }
    }

    std::map<ConnectionId, AccountId> account_;
    std::map<ConnectionId, std::map<RoomId, MessageSeq>> cursor_;
    std::map<RoomId, std::set<ConnectionId>> subscribed_;
    std::vector<std::pair<RoomId, MessageSeq>> due_;  ///< stored in this step
    std::map<ConnectionId, std::map<RoomId, MessageSeq>> last_;
    std::map<std::pair<const Program*, RoomId>, std::vector<MessageSeq>> told_;  ///< by seq: in which state
};

}  // namespace

std::unique_ptr<Checker> make_delivery_checker(const Ledger& ledger) {
    return std::make_unique<DeliveryChecker>(ledger);
}

}  // namespace workspace::sim
