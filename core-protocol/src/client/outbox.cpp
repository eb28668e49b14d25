#include "outbox.hpp"

#include <algorithm>
#include <utility>

#include "digest.hpp"
#include "post_rule.hpp"
#include "workspace/core/base/sometimes.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core::client {

Outbox::Outbox(Outputs& outputs, Entropy& entropy, std::vector<OutboxEntry> restored, std::optional<AccountId> owner)
    : outputs_(outputs), entropy_(entropy) {
    for (OutboxEntry& data : restored) {
        if (!room_of_.emplace(data.cid(), data.room()).second) {
            continue;
        }
        Entry entry;
        entry.data = std::move(data);
        entry.state = State::queued;
        entry.tried = true;
        if (entry.data.author == AccountId{}) {
            entry.data.author = owner.value_or(AccountId{});
        }
        const RoomId room = entry.data.room();
        lanes_[room].entries.push_back(std::move(entry));
    }
    bound_ = std::max(bound_, room_of_.size());
}

// ---- what a person wants -------------------------------------------------------------------------------------------

void Outbox::submit(Now now, wire::AnyPost post, AccountId author) {
    if (const auto why = why_not_posted(post)) {
        return reject(why->code, why->reason);
    }
    if (room_of_.size() >= bound_) {
        return reject(Refusal::try_again, "the outbox is full: wait until something was sent, or discard something");
    }
    const ClientId cid = wire::cid_of(post) == ClientId{} ? make_id(now) : wire::cid_of(post);
    wire::set_cid(post, cid);
    wire::set_prev(post, std::nullopt);
    const RoomId room = wire::room_of(post);
    if (!room_of_.emplace(cid, room).second) {
        return reject(Refusal::conflict, "a post with this id is in the outbox already");
    }
    Entry entry;
    entry.data = OutboxEntry{std::move(post), now.wall, author};
    tell(entry, PostState::saving);
    if (zoo::has(zoo::Bug::outbox_is_not_saved)) {
        enter(entry, State::queued);
    } else {
        outputs_.push(SaveOutbox{entry.data});
    }
    lanes_[room].entries.push_back(std::move(entry));
}

void Outbox::saved(const ClientId& cid) {
    if (const Found found = find(cid); found.lane != nullptr && found.place->state == State::saving) {
        enter(*found.place, State::queued);
        tell(*found.place, PostState::queued);
    }
}

void Outbox::retry(const ClientId& cid) {
    const Found found = find(cid);
    if (found.lane == nullptr || found.place->state != State::failed || asleep(*found.place)) {
        return reject(Refusal::out_of_state, "there is no failed post of this id");
    }
    // At the end: those that were behind it have gone past it.
    Entry entry = std::move(*found.place);
    found.lane->entries.erase(found.place);
    entry.why.reset();
    entry.confirmed = true;
    enter(entry, State::queued);
    tell(entry, PostState::queued);
    found.lane->entries.push_back(std::move(entry));
}

void Outbox::discard(const ClientId& cid) {
    const Found found = find(cid);
    // One that was tried may be in the log: it is not for this client to say that it was thrown away.
    if (found.lane == nullptr || asleep(*found.place) || (found.place->state != State::failed && found.place->tried)) {
        return reject(Refusal::out_of_state, "there is no post of this id that can be thrown away");
    }
    tell(*found.place, PostState::discarded);
    outputs_.push(ForgetOutbox{cid});
    remove(found);
}

// ---- what the link brings ------------------------------------------------------------------------------------------

void Outbox::belongs_to(AccountId me) {
    if (me_ == me) {
        return;
    }
    me_ = me;
    for (auto& [room, lane] : lanes_) {
        for (Entry& entry : lane.entries) {
            if (entry.data.author == AccountId{}) {
                entry.data.author = me;
                entry.why = Refusal::session_ended;
                enter(entry, State::failed);  // told below, with the others
            }
            if (!asleep(entry)) {
                tell(entry, entry.state == State::failed ? PostState::failed : PostState::queued);
            }
        }
    }
}

void Outbox::link_lost() {
    ask_again_.reset();
    for (auto& [room, lane] : lanes_) {
        lane.retry_at.reset();
        for (Entry& entry : lane.entries) {
            if (entry.state == State::in_flight || entry.state == State::asking) {
                enter(entry, State::queued);
                tell(entry, PostState::queued);
            }
        }
    }
}

bool Outbox::acknowledged(const ClientId& cid, RoomId room, MessageSeq seq) {
    const Found found = find(cid);
    if (found.lane == nullptr || !found.place->tried || asleep(*found.place)) {
        return false;
    }
    Lane& lane = *found.lane;
    lane.backoff.reset();
    lane.window = std::min(lane.window * 2, kPostsInFlightMax);
    tell_sent(*found.place, room, seq);
    outputs_.push(ForgetOutbox{cid});
    remove(found);
    return true;
}

void Outbox::refused(Now now, const ClientId& cid, Refusal why) {
    const Found found = find(cid);
    if (found.lane == nullptr || found.place->state != State::in_flight) {
        return;
    }
    Lane& lane = *found.lane;
    Entry& entry = *found.place;
    if (!may_be_retried(why)) {
        fail(entry, why);
        return;
    }
    enter(entry, State::queued);
    tell(entry, PostState::queued);
    if (!lane.retry_at && !(why == Refusal::held && follows_another(lane, entry))) {
        lane.window = 1;
        lane.retry_at = now.mono + lane.backoff.next(entropy_);
    }
}

/// Whether `held` is explained by what this client knows: what it was chained to has failed for good or was stored
/// since, or goes again itself. Then there is nothing to pause for. Each such case ends, whatever a server answers.
bool Outbox::follows_another(const Lane& lane, const Entry& entry) const {
    const Entry* prev = predecessor(lane, entry);
    const std::optional<ClientId> now_behind = prev == nullptr ? std::nullopt : std::optional{prev->data.cid()};
    return entry.sent_prev != now_behind || (prev != nullptr && prev->state == State::queued);
}

// ---- sending -------------------------------------------------------------------------------------------------------

void Outbox::pump(Now now) {
    set_old_ones_aside(now);
    for (auto& [room, lane] : lanes_) {
        pump_lane(lane, now);
    }
}

/// M7: asks about those that may be in the log, offers the others to the person.
void Outbox::set_old_ones_aside(Now now) {
    constexpr std::size_t kAskedAtOnce = 1000;
    const std::int64_t fresh_ms = std::chrono::duration_cast<milliseconds>(kOutboxFresh).count();
    const bool again = ask_again_ && *ask_again_ <= now.mono;
    wire::PostsGet question;
    for (auto& [room, lane] : lanes_) {
        for (Entry& entry : lane.entries) {
            const bool old = entry.state == State::queued && !entry.confirmed && !asleep(entry) &&
                             now.wall.ms - entry.data.made.ms >= fresh_ms;
            if (old && !entry.tried) {
                fail(entry, Refusal::expired);
            } else if ((old || (again && entry.state == State::asking)) && question.cids.size() < kAskedAtOnce) {
                enter(entry, State::asking);
                question.cids.push_back(entry.data.cid());
            }
        }
    }
    if (again) {
        ask_again_.reset();
    }
    if (!question.cids.empty()) {
        outputs_.send(question);
        ask_again_ = now.mono + kPostRetryMax;
    }
}

void Outbox::known(const wire::PostsKnown& known) {
    for (const wire::StoredPost& post : known.stored) {
        acknowledged(post.cid, post.room, post.seq);
    }
    for (const ClientId& cid : known.asked) {
        if (const Found found = find(cid); found.lane != nullptr && found.place->state == State::asking) {
            fail(*found.place, Refusal::expired);
        }
    }
}

void Outbox::pump_lane(Lane& lane, Now now) {
    if (lane.retry_at) {
        if (now.mono < *lane.retry_at) {
            return;
        }
        lane.retry_at.reset();
    }
    std::size_t under_way = 0;
    std::ptrdiff_t last_under_way = -1;
    for (std::size_t i = 0; i < lane.entries.size(); ++i) {
        if (lane.entries[i].state == State::in_flight) {
            ++under_way;
            last_under_way = static_cast<std::ptrdiff_t>(i);
        }
    }
    std::optional<ClientId> prev;
    for (std::size_t i = 0; i < lane.entries.size(); ++i) {
        Entry& entry = lane.entries[i];
        if (entry.state == State::failed || asleep(entry)) {
            continue;
        }
        if (entry.state == State::queued) {
            // Behind a refusal, first all that was under way is answered: none of it may overtake (M6).
            if (static_cast<std::ptrdiff_t>(i) < last_under_way || under_way >= lane.window ||
                in_flight_ >= kPostsInFlightInAllMax) {
                return;
            }
            transmit(entry, prev);
            ++under_way;
        } else if (entry.state == State::saving || entry.state == State::asking) {
            return;
        }
        prev = entry.data.cid();
    }
}

void Outbox::transmit(Entry& entry, const std::optional<ClientId>& prev) {
    entry.sent_prev = prev;
    if (entry.tried) {
        sometimes::reached(sometimes::Mark::outbox_tried_again);
    }
    if (zoo::has(zoo::Bug::outbox_forgets_when_sent)) {
        outputs_.push(ForgetOutbox{entry.data.cid()});
    }
    if (entry.tried && zoo::has(zoo::Bug::resend_under_a_new_id)) {
        room_of_.erase(entry.data.cid());
        wire::set_cid(entry.data.post, draw_secret<ClientId>(entropy_));
        room_of_.emplace(entry.data.cid(), entry.data.room());
    }
    entry.tried = true;
    enter(entry, State::in_flight);
    wire::AnyPost post = entry.data.post;
    wire::set_prev(post, prev);
    std::visit([this](auto& known) { outputs_.send(std::move(known)); }, post);
    tell(entry, PostState::sending);
}

/// The nearest one before it that is not acknowledged and may still be stored.
const Outbox::Entry* Outbox::predecessor(const Lane& lane, const Entry& entry) const {
    const Entry* prev = nullptr;
    for (const Entry& other : lane.entries) {
        if (&other == &entry) {
            break;
        }
        if (other.state != State::failed && !asleep(other)) {
            prev = &other;
        }
    }
    return prev;
}

MonotonicTime Outbox::deadline() const {
    MonotonicTime first = ask_again_.value_or(MonotonicTime::never());
    for (const auto& [room, lane] : lanes_) {
        first = std::min(first, lane.retry_at.value_or(MonotonicTime::never()));
    }
    return first;
}

// ---- the books -----------------------------------------------------------------------------------------------------

Outbox::Found Outbox::find(const ClientId& cid) {
    const auto room = room_of_.find(cid);
    if (room == room_of_.end()) {
        return {};
    }
    Lane& lane = lanes_.at(room->second);
    const auto place = std::find_if(lane.entries.begin(), lane.entries.end(),
                                    [&](const Entry& entry) { return entry.data.cid() == cid; });
    return {&lane, place};
}

void Outbox::remove(const Found& found) {
    if (found.place->state == State::in_flight) {
        --in_flight_;
    }
    const RoomId room = found.place->data.room();
    room_of_.erase(found.place->data.cid());
    found.lane->entries.erase(found.place);
    if (found.lane->entries.empty()) {
        lanes_.erase(room);
    }
}

void Outbox::enter(Entry& entry, State state) {
    in_flight_ -= entry.state == State::in_flight ? 1U : 0U;
    in_flight_ += state == State::in_flight ? 1U : 0U;
    entry.state = state;
}

void Outbox::fail(Entry& entry, Refusal why) {
    sometimes::reached(sometimes::Mark::outbox_gave_up);
    entry.why = why;
    enter(entry, State::failed);
    tell(entry, PostState::failed);
}

void Outbox::tell(const Entry& entry, PostState state) {
    const OutboxEntry& data = entry.data;
    outputs_.tell(PostChanged{data.room(), data.cid(), state, data.post, data.made, std::nullopt, entry.why});
}

void Outbox::tell_sent(const Entry& entry, RoomId room, MessageSeq seq) {
    const OutboxEntry& data = entry.data;
    outputs_.tell(PostChanged{room, data.cid(), PostState::sent, data.post, data.made, seq, entry.why});
}

ClientId Outbox::make_id(Now now) {
    auto cid = draw_secret<ClientId>(entropy_);
    constexpr std::size_t kTimeBytes = 6;
    const auto ms = static_cast<std::uint64_t>(now.wall.ms);
    for (std::size_t i = 0; i < kTimeBytes; ++i) {
        cid.value[i] = static_cast<std::uint8_t>(ms >> (8 * (kTimeBytes - 1 - i)));
    }
    return cid;
}

void Outbox::reject(Refusal why, std::string reason) {
    outputs_.tell(RequestFailed{why, std::move(reason)});
}

std::vector<OutboxEntry> Outbox::entries() const {
    std::vector<OutboxEntry> all;
    for (const auto& [room, lane] : lanes_) {
        for (const Entry& entry : lane.entries) {
            all.push_back(entry.data);
        }
    }
    return all;
}

void Outbox::check(std::vector<std::string>& broken) const {
    std::size_t entries = 0;
    std::size_t in_flight = 0;
    bool asking = false;
    for (const auto& [room, lane] : lanes_) {
        entries += lane.entries.size();
        std::size_t here = 0;
        bool saving = false;
        for (const Entry& entry : lane.entries) {
            here += entry.state == State::in_flight ? 1U : 0U;
            saving = saving || entry.state == State::saving;
            asking = asking || entry.state == State::asking;
            if (saving && entry.state == State::in_flight) {
                broken.emplace_back("M7: a post is under way before it, or one in front of it, is on disk");
            }
            if (entry.state == State::in_flight && asleep(entry)) {
                broken.emplace_back("M5: a post of another account is under way");
            }
        }
        in_flight += here;
        if (here > kPostsInFlightMax) {
            broken.emplace_back("M6: more posts of a room are under way than its bound");
        }
    }
    if (asking && !ask_again_) {
        broken.emplace_back("M7: nothing will ever ask again what became of an old post");
    }
    if (entries != room_of_.size() || in_flight != in_flight_ || entries > bound_) {
        broken.emplace_back("M7: the outbox's books do not agree, or it is over its bound");
    }
}

std::uint64_t Outbox::digest() const {
    Digest digest;
    for (const auto& [room, lane] : lanes_) {
        digest.add(room).add(static_cast<std::uint64_t>(lane.window));
        digest.add(lane.retry_at.value_or(MonotonicTime::never()));
        for (const Entry& entry : lane.entries) {
            digest.add(entry.data.cid()).add(static_cast<std::uint64_t>(entry.state));
        }
    }
    return digest.value();
}

}  // namespace workspace::core::client
