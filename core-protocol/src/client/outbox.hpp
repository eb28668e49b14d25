#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backoff.hpp"
#include "outputs_queue.hpp"
#include "tuning.hpp"
#include "workspace/core/wire/server_messages.hpp"

namespace workspace::core::client {

/// What was said and is not known to be stored (M3, M6, M7): one lane a room, first in, first out.
///
///   saving --OutboxSaved--> queued --sent--> in_flight --posted, or its own event--> (gone: `sent`)
///                             ^                | |
///                             +-- link lost, --+ +--refused for good--> failed --RetryPost--> queued (at the end)
///                                 refused for now                          +----DiscardPost--> (gone: `discarded`)
///
/// One that has waited for kOutboxFresh is not sent by itself (M7): if it may have been sent before, the server is asked
/// first what became of it (`asking`), then it fails as `expired` and waits for the person.
///
/// A post names the nearest one before it in its lane that is not acknowledged, so the server keeps the order whatever
/// is lost (M6). A refusal that may be retried stops the lane: when all that was under way has been answered it starts
/// again after a pause, from the first, one post at a time and then more. Entries of another account sleep.
class Outbox {
public:
    /// `owner` is who restored entries belong to that do not say so themselves.
    Outbox(Outputs& outputs, Entropy& entropy, std::vector<OutboxEntry> restored, std::optional<AccountId> owner);

    void submit(Now now, wire::AnyPost post, AccountId author);
    void saved(const ClientId& cid);
    void retry(const ClientId& cid);
    void discard(const ClientId& cid);

    /// Who is signed in: the entries that wake up are shown.
    void belongs_to(AccountId me);
    void link_lost();
    /// It is in the log at `seq`: `posted`, or the event itself came first. False if it is not ours to end.
    bool acknowledged(const ClientId& cid, RoomId room, MessageSeq seq);
    /// The answer to what was asked about old entries.
    void known(const wire::PostsKnown& known);
    void refused(Now now, const ClientId& cid, Refusal why);
    /// Sends all that may be sent. Only while live.
    void pump(Now now);
    [[nodiscard]] MonotonicTime deadline() const;

    [[nodiscard]] std::vector<OutboxEntry> entries() const;
    [[nodiscard]] std::size_t size() const { return room_of_.size(); }
    [[nodiscard]] std::size_t in_flight() const { return in_flight_; }

    void check(std::vector<std::string>& broken) const;
    [[nodiscard]] std::uint64_t digest() const;

private:
    enum class State : std::uint8_t { saving, queued, asking, in_flight, failed };
    struct Entry {
        OutboxEntry data;
        State state = State::saving;
        bool tried = false;      ///< the server may know it
        bool confirmed = false;  ///< a person wants it sent, however old it is
        std::optional<ClientId> sent_prev;
        std::optional<Refusal> why;
    };
    struct Lane {
        std::deque<Entry> entries;
        std::size_t window = kPostsInFlightMax;
        std::optional<MonotonicTime> retry_at;
        Backoff backoff{kPostRetryFirst, kPostRetryMax};
    };

    using Place = std::deque<Entry>::iterator;
    /// Where an entry is; `lane` is null when it is not there.
    struct Found {
        Lane* lane = nullptr;
        Place place;
    };
    [[nodiscard]] Found find(const ClientId& cid);
    void remove(const Found& found);
    [[nodiscard]] bool asleep(const Entry& entry) const { return entry.data.author != me_; }
    void set_old_ones_aside(Now now);
    void pump_lane(Lane& lane, Now now);
    void transmit(Entry& entry, const std::optional<ClientId>& prev);
    [[nodiscard]] const Entry* predecessor(const Lane& lane, const Entry& entry) const;
    [[nodiscard]] bool follows_another(const Lane& lane, const Entry& entry) const;
    void enter(Entry& entry, State state);
    void fail(Entry& entry, Refusal why);
    void tell(const Entry& entry, PostState state);
    void tell_sent(const Entry& entry, RoomId room, MessageSeq seq);
    [[nodiscard]] ClientId make_id(Now now);
    void reject(Refusal why, std::string reason);

    Outputs& outputs_;
    Entropy& entropy_;
    std::optional<AccountId> me_;
    std::map<RoomId, Lane> lanes_;
    std::map<ClientId, RoomId> room_of_;
    std::size_t in_flight_ = 0;
    std::optional<MonotonicTime> ask_again_;  ///< while entries are `asking`
    std::size_t bound_ = kOutboxEntriesMax;
};

}  // namespace workspace::core::client
