#include "workspace/core/client/timeline.hpp"

#include <algorithm>
#include <utility>

#include "tuning.hpp"
#include "workspace/core/history/page.hpp"

namespace workspace::core::client {
namespace {

std::size_t size_of(const wire::Event& event) {
    return kEventOverheadBytes + text_bytes(event);
}

}  // namespace

std::vector<wire::Event> RoomTimeline::merge(Interval covered, std::vector<wire::Event> events) {
    std::vector<wire::Event> news;
    for (wire::Event& event : events) {
        if (take(event)) {
            news.push_back(std::move(event));
        }
    }
    if (!covered.empty()) {
        complete_.add(covered);
        room_.head = std::max(room_.head, covered.to);
    }
    return news;
}

bool RoomTimeline::add_live(const wire::Event& event) {
    const bool news = take(event);
    complete_.add({event.seq, event.seq});
    room_.head = std::max(room_.head, event.seq);
    return news;
}

bool RoomTimeline::refresh(const wire::Event& event) {
    return events_.contains(event.seq) && take(event);
}

bool RoomTimeline::take(wire::Event event) {
    // What is live comes last, and needs no search.
    const bool last = events_.empty() || events_.rbegin()->first < event.seq;
    const auto held = last ? events_.end() : events_.lower_bound(event.seq);
    if (held == events_.end() || held->first != event.seq) {
        bytes_ += size_of(event);
        const MessageSeq seq = event.seq;
        events_.emplace_hint(held, seq, std::move(event));
        return true;
    }
    if (event.changed <= held->second.changed) {
        return false;
    }
    bytes_ += size_of(event);
    bytes_ -= size_of(held->second);
    held->second = std::move(event);
    return true;
}

void RoomTimeline::drop() {
    complete_.clear();
    events_.clear();
    bytes_ = 0;
}

void RoomTimeline::forget_below(MessageSeq seq) {
    const auto end = events_.lower_bound(seq);
    for (auto event = events_.begin(); event != end; ++event) {
        bytes_ -= size_of(event->second);
    }
    events_.erase(events_.begin(), end);
    IntervalSet kept;
    for (const Interval& interval : complete_.intervals()) {
        kept.add({std::max(interval.from, seq), interval.to});
    }
    complete_ = std::move(kept);
}

MessageSeq RoomTimeline::last() const {
    return complete_.intervals().empty() ? MessageSeq{0} : complete_.intervals().back().to;
}

std::optional<wire::Cursor> RoomTimeline::cursor() const {
    const auto event = events_.find(last());
    if (event == events_.end()) {
        return std::nullopt;
    }
    return wire::Cursor{room_.id, room_.epoch, event->first, event->second.cid};
}

std::optional<Interval> RoomTimeline::next_hole(std::optional<MessageSeq> before, std::int64_t limit) const {
    const MessageSeq top = before ? std::min(room_.head, MessageSeq{before->value - 1}) : room_.head;
    auto hole = complete_.last_hole({MessageSeq{room_.floor.value + 1}, top});
    if (hole && hole->size() > limit) {
        hole->from = MessageSeq{hole->to.value - limit + 1};
    }
    return hole;
}

void RoomTimeline::check(std::vector<std::string>& broken) const {
    std::int64_t covered = 0;
    for (const Interval& interval : complete_.intervals()) {
        covered += interval.size();
        if (!events_.contains(interval.from) || !events_.contains(interval.to)) {
            broken.emplace_back("H1: an interval that counts as complete lacks an event at its end");
        }
    }
    if (static_cast<std::int64_t>(events_.size()) < covered) {
        broken.emplace_back("H1: fewer events are held than are counted as complete");
    }
    if (!complete_.intervals().empty() && last() > room_.head) {
        broken.emplace_back("H1: events beyond the head are counted as complete");
    }
}

}  // namespace workspace::core::client
