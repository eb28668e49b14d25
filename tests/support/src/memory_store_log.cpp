#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

#include "workspace/testing/memory_store.hpp"

namespace workspace::testing {

using namespace core;

namespace {

/// Stands in for the keyed hash of a real store.
BodyFingerprint fingerprint_of(std::string_view body) {
    BodyFingerprint result{};
    std::uint64_t state = 0xcbf29ce484222325ULL;
    for (std::size_t round = 0; round < result.size(); ++round) {
        for (const char c : body) {
            state = (state ^ static_cast<std::uint8_t>(c)) * 0x100000001b3ULL;
        }
        state = (state ^ round) * 0x100000001b3ULL;
        result.at(round) = static_cast<std::uint8_t>(state >> 32);
    }
    return result;
}

CursorStanding cursor_standing(const StoredLog& log, const std::optional<wire::Cursor>& cursor) {
    if (!cursor) {
        return CursorStanding::none;
    }
    if (cursor->epoch != log.room.epoch || cursor->seq.value < 1 || log.room.head < cursor->seq) {
        return CursorStanding::mismatch;
    }
    const wire::Event& event = log.events.at(static_cast<std::size_t>(cursor->seq.value - 1));
    return event.cid == cursor->cid ? CursorStanding::matches : CursorStanding::mismatch;
}

std::size_t bytes_of(const std::vector<wire::Event>& events) {
    std::size_t bytes = 0;
    for (const wire::Event& event : events) {
        bytes += event.body.size();
    }
    return bytes;
}

}  // namespace

StoreResult MemoryStore::run(const Append& append) {
    const BodyFingerprint fingerprint = fingerprint_of(append.body);
    const AppendDecision decision = decide_append(facts_of(append), append.room, fingerprint);
    if (const auto* refusal = std::get_if<Refusal>(&decision)) {
        return AppendResult{*refusal};
    }
    if (const auto* duplicate = std::get_if<AppendDuplicate>(&decision)) {
        wire::Event event;
        event.seq = duplicate->seq;
        event.cid = append.cid;
        event.at = duplicate->at;
        return AppendResult{Appended{true, event}};
    }
    StoredLog& log = logs_.at(append.room);
    ++log.room.head.value;
    wire::Event event{log.room.head, append.cid,    append.author, accounts_.at(append.author).name,
                      append.at,     log.room.head, append.body};
    posts_.insert_or_assign({append.author, append.cid}, PostPlace{append.room, event.seq, fingerprint});
    log.events.push_back(event);
    return AppendResult{Appended{false, std::move(event)}};
}

AppendFacts MemoryStore::facts_of(const Append& append) const {
    AppendFacts facts;
    facts.author_live = accounts_.contains(append.author) && stands(append.fence, append.author);
    facts.member = logs_.contains(append.room);
    if (append.prev) {
        const auto before = posts_.find({append.author, *append.prev});
        facts.predecessor_stored = before != posts_.end() && before->second.room == append.room;
    }
    if (const auto earlier = posts_.find({append.author, append.cid}); earlier != posts_.end()) {
        const PostPlace& place = earlier->second;
        const wire::Event& event = logs_.at(place.room).events.at(static_cast<std::size_t>(place.seq.value - 1));
        facts.earlier = EarlierPost{place.room, place.seq, event.at, place.fingerprint};
    }
    return facts;
}

bool MemoryStore::stands(const Fence& fence, AccountId author) const {
    if (const auto* lease = std::get_if<LeaseFence>(&fence)) {
        const auto found = leases_.find(author);
        return found != leases_.end() && found->second.epoch == lease->epoch && found->second.state == LeaseState::live;
    }
    if (const auto* rest = std::get_if<RestFence>(&fence)) {
        return rest_sessions_.contains(rest->session);
    }
    return api_tokens_.contains(std::get<ApiTokenFence>(fence).token);
}

StoreResult MemoryStore::run(const ReadSync& read) {
    const auto found = logs_.find(read.room);
    if (found == logs_.end()) {
        return ReadResult{Refusal::not_a_member};
    }
    const StoredLog& log = found->second;
    const MessageSeq held = read.cursor ? read.cursor->seq : MessageSeq{};
    const SyncPlan plan = plan_sync(cursor_standing(log, read.cursor), held, log.room.floor, log.room.head);
    LogSlice result = slice(log, plan);
    if (plan.complete && bytes_of(result.events) > kResumeBytesMax) {
        result = slice(log, newest_page(plan.reset, log.room.floor, log.room.head));
    }
    return ReadResult{std::move(result)};
}

StoreResult MemoryStore::run(const ReadPage& read) {
    const auto found = logs_.find(read.room);
    if (found == logs_.end()) {
        return ReadResult{Refusal::not_a_member};
    }
    const StoredLog& log = found->second;
    return ReadResult{slice(log, SyncPlan{false, false, resolve(read.query, log.room.floor, log.room.head)})};
}

LogSlice MemoryStore::slice(const StoredLog& log, SyncPlan plan) {
    LogSlice result{log.room, plan, {}};
    for (std::int64_t seq = plan.interval.from.value; seq <= plan.interval.to.value; ++seq) {
        result.events.push_back(log.events.at(static_cast<std::size_t>(seq - 1)));
    }
    return result;
}

}  // namespace workspace::testing
