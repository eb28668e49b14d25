#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "checkers/at_rest.hpp"
#include "checkers/checkers.hpp"
#include "world/world.hpp"

namespace workspace::sim {

using namespace core;

namespace {

class PostingChecker : public Checker {
public:
    explicit PostingChecker(const Ledger& ledger) : Checker("posting", ledger) {}

    void carried_out(const World& world, const StoreOperation& operation, const StoreResult& result,
                     bool /*heard*/) override {
        const auto* append = std::get_if<Append>(&operation);
        const auto* answer = std::get_if<AppendResult>(&result);
        const auto* appended = answer == nullptr ? nullptr : std::get_if<Appended>(answer);
        if (append == nullptr || appended == nullptr) {
            return;
        }
        const Key key{append->author, wire::cid_of(append->post)};
        const auto known = stored_.find(key);
        const bool direct = is_direct(append->post);
        if (appended->duplicate) {
            repeated(world, known == stored_.end() ? nullptr : &known->second, *appended, direct);
            return;
        }
        if (known != stored_.end()) {
            broken(world, "M3", "what an author posted once is stored twice");
        }
        stored_[key] = {appended->room, appended->event.seq};
        const auto log = ledger().logs().find(appended->room);
        const std::int64_t head = log == ledger().logs().end() ? 0 : log->second.room.head.value;
        if (appended->event.seq.value != head + 1) {
            broken(world, "M2",
                   "after " + std::to_string(head) + " comes " + std::to_string(appended->event.seq.value));
        }
        if (log != ledger().logs().end() && log->second.room.archived &&
            appended->event.kind != wire::EventKind::left) {
            broken(world, "M8", "something is written in a room that is archived");
        }
        in_order(world, *append, appended->event.seq);
    }

    void server_said(const World& world, const std::vector<ConnectionId>& /*to*/,
                     const wire::ServerMessage& message) override {
        if (const auto* posted = std::get_if<wire::Posted>(&message)) {
            durable(world, posted->room, posted->seq, posted->cid);
        } else if (const auto* event = std::get_if<wire::EventMessage>(&message)) {
            durable(world, event->room, event->event.seq, event->event.cid);
        }
    }

    /// M7: on its disk before the first try.
    void message_said(const World& world, const Program& program, const wire::ClientMessage& message) override {
        const auto* post = std::get_if<wire::Post>(&message);
        if (post == nullptr) {
            return;
        }
        const bool kept = std::any_of(program.outbox.begin(), program.outbox.end(),
                                      [&](const client::OutboxEntry& entry) { return entry.cid() == post->cid; });
        if (!kept) {
            broken(world, "M7", program.name + " sends what is not in its outbox on disk");
        }
    }
    /// What is not on its disk any more (it became a copy, was reinstalled) is not its own: a copy may still send it (W1).
    void program_started(const World& /*world*/, const Program& program) override {
        std::erase_if(made_, [&](const auto& made) {
            return made.second.program == program.name &&
                   std::none_of(program.outbox.begin(), program.outbox.end(),
                                [&](const client::OutboxEntry& entry) { return entry.cid() == made.first; });
        });
    }
    /// M6: the order in which a program's person said things.
    void told(const World& /*world*/, const Program& program, const client::Event& event) override {
        const auto* post = std::get_if<client::PostChanged>(&event);
        if (post == nullptr) {
            return;
        }
        if (post->state == client::PostState::saving) {
            made_.try_emplace(post->cid, Made{program.name, ++last_made_});
        }
        if (post->state == client::PostState::failed) {
            made_.erase(post->cid);  // sent again, it goes to the end
        }
    }

    void settled(const World& world) override { judge_outboxes(world, complains(world)); }

private:
    using Key = std::pair<AccountId, ClientId>;
    struct Place {
        RoomId room;
        MessageSeq seq;
    };
    struct Made {
        std::string program;
        std::uint64_t number = 0;
    };

    [[nodiscard]] static bool is_direct(const wire::AnyPost& post) {
        const auto* create = std::get_if<wire::CreateRoom>(&post);
        return create != nullptr && create->kind == wire::RoomKind::direct;
    }

    void repeated(const World& world, const Place* known, const Appended& appended, bool direct) {
        if (known == nullptr && !direct) {
            broken(world, "M3", "a post is called a repeat, and was never stored");
        } else if (known != nullptr && (known->room != appended.room || known->seq != appended.event.seq)) {
            broken(world, "M3", "a repeat gets another place than the first");
        }
    }

    /// M1: what is shown or acknowledged is in the ledger, at that very place.
    void durable(const World& world, RoomId room, MessageSeq seq, const ClientId& cid) {
        const auto log = ledger().logs().find(room);
        const auto at = static_cast<std::size_t>(seq.value);
        const bool there = log != ledger().logs().end() && at >= 1 && at <= log->second.events.size();
        if (!there || (log->second.events[at - 1].cid != cid && log->second.room.kind != wire::RoomKind::direct)) {
            broken(world, "M1", "the server tells of a message that its disk does not have");
        }
    }

    void in_order(const World& world, const Append& append, MessageSeq seq) {
        const auto made = made_.find(wire::cid_of(append.post));
        if (made == made_.end() || !std::holds_alternative<wire::Post>(append.post)) {
            return;
        }
        auto& last = last_stored_[{made->second.program, append.author, wire::room_of(append.post)}];
        if (made->second.number < last.first && seq > last.second) {
            broken(world, "M6", "what " + made->second.program + " said first is stored after what it said later");
        }
        last = std::max(last, std::pair{made->second.number, seq});
    }

    std::map<Key, Place> stored_;
    std::map<ClientId, Made> made_;
    std::map<std::tuple<std::string, AccountId, RoomId>, std::pair<std::uint64_t, MessageSeq>> last_stored_;
    std::uint64_t last_made_ = 0;
};

}  // namespace

std::unique_ptr<Checker> make_posting_checker(const Ledger& ledger) {
    return std::make_unique<PostingChecker>(ledger);
}

}  // namespace workspace::sim
