#include "workspace/core/history/page.hpp"

#include <algorithm>
#include <iterator>

#include "workspace/core/base/limits.hpp"
#include "workspace/core/base/zoo.hpp"

namespace workspace::core {
namespace {

/// `from`..`to` cut to the log; where nothing is left, the empty stretch at the
/// end that was overstepped.
Interval clamp(std::int64_t from, std::int64_t to, std::int64_t first, std::int64_t last) {
    const std::int64_t low = std::clamp(from, first, last + 1);
    return {MessageSeq{low}, MessageSeq{std::clamp(to, low - 1, last)}};
}

}  // namespace

Interval resolve(const PageQuery& query, MessageSeq floor, MessageSeq head) {
    const std::int64_t first = floor.value + 1;
    const std::int64_t last = std::max(head.value, floor.value);
    const std::int64_t limit = std::clamp<std::int64_t>(query.limit, 1, kPageLimitMax);
    switch (query.anchor) {
        case PageAnchor::before: {
            const std::int64_t to = std::min(query.seq.value - 1, last);
            return clamp(to - limit + 1, to, first, last);
        }
        case PageAnchor::after: {
            const std::int64_t from = std::max(query.seq.value + 1, first);
            return clamp(from, from + limit - 1, first, last);
        }
        case PageAnchor::around: {
            const std::int64_t middle = std::clamp(query.seq.value, first, last + 1);
            return clamp(middle - limit / 2, middle - limit / 2 + limit - 1, first, last);
        }
    }
    return clamp(last + 1, last, first, last);
}

std::size_t text_bytes(const wire::Event& event) {
    constexpr std::size_t kAccountDigits = 8;
    std::size_t bytes = event.body.size() + event.author_name.size();
    if (event.reactions) {
        for (const wire::Reaction& reaction : *event.reactions) {
            bytes += reaction.emoji.size() + kAccountDigits * reaction.by.size();
        }
    }
    return bytes;
}

void cut_to_fit(const PageQuery& query, Interval& covered, std::vector<wire::Event>& events, std::size_t bytes_max) {
    std::size_t bytes = 0;
    for (const wire::Event& event : events) {
        bytes += text_bytes(event);
    }
    auto first = events.begin();
    auto last = events.end();
    while (bytes > bytes_max && last - first > 1) {
        const auto newest = std::prev(last);
        const bool from_the_front = query.seq.value - first->seq.value > newest->seq.value - query.seq.value;
        bytes -= text_bytes(from_the_front ? *first : *newest);
        if (from_the_front) {
            ++first;
        } else {
            --last;
        }
    }
    if (static_cast<std::size_t>(last - first) == events.size()) {
        return;
    }
    events = std::vector<wire::Event>(std::make_move_iterator(first), std::make_move_iterator(last));
    covered = {events.front().seq, events.back().seq};
}

SyncPlan newest_page(bool reset, MessageSeq floor, MessageSeq head) {
    return {false, reset, resolve({PageAnchor::before, MessageSeq{head.value + 1}, kNewestPage}, floor, head)};
}

SyncPlan plan_sync(CursorStanding standing, MessageSeq held, MessageSeq floor, MessageSeq head) {
    if (standing != CursorStanding::matches || head < held) {
        return newest_page(true, floor, head);
    }
    if (zoo::has(zoo::Bug::gap_too_long_is_no_gap) && head.value - held.value > kResumeEventsMax) {
        return {true, false, Interval{MessageSeq{head.value - kNewestPage + 1}, head}};
    }
    if (held < floor || head.value - held.value > kResumeEventsMax) {
        return newest_page(false, floor, head);
    }
    const std::int64_t newest = head.value - (zoo::has(zoo::Bug::sync_misses_the_last) && head > held ? 1 : 0);
    return {true, false, Interval{MessageSeq{held.value + 1}, MessageSeq{newest}}};
}

}  // namespace workspace::core
