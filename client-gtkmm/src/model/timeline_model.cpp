#include "workspace/desktop/model/timeline_model.hpp"

#include <algorithm>
#include <utility>

#include "workspace/desktop/model/dates.hpp"

namespace workspace::desktop {
namespace {

constexpr std::size_t kMessagesAtFirst = 60;
/// Following what comes, more is trimmed than has to be, so that it is rare.
constexpr std::size_t kSpare = 40;

static_assert(kMessagesAtFirst + TimelineModel::kPage < TimelineModel::kRowsMax);

std::size_t less(std::size_t a, std::size_t b) {
    return a > b ? a - b : 0;
}

}  // namespace

void TimelineModel::show(const RoomLog* log, core::AccountId me, std::optional<core::MessageSeq> unread_after) {
    log_ = log;
    context_.me = me;
    context_.unread_after = unread_after;
    context_.loading = false;
    list_.set({});
    jump_to_newest();
}

void TimelineModel::jump_to_newest() {
    following_ = true;
    end_.reset();
    if (log_ != nullptr) {
        const std::size_t count = log_->events().size();
        set_span(less(count, kMessagesAtFirst), count);
    }
    lay_out_again();
}

void TimelineModel::refresh() {
    const RowSpan now = span();
    if (log_ != nullptr && now.begin >= now.end && !log_->events().empty()) {
        jump_to_newest();  // the first page, or another log (H3)
        return;
    }
    trim_at_ = following_ ? Side::top : Side::bottom;
    lay_out_again();
}

void TimelineModel::follow(bool at_bottom) {
    following_ = at_bottom;
}

bool TimelineModel::extend_older() {
    const RowSpan now = span();
    if (log_ == nullptr || now.begin == 0 || log_->hole_before(now.begin)) {
        return false;
    }
    const std::size_t begin = less(now.begin, kPage);
    set_span(begin, now.end);
    trim_at_ = Side::bottom;
    lay_out_again();
    return true;
}

bool TimelineModel::extend_newer() {
    if (log_ == nullptr || at_newest()) {
        return false;
    }
    const RowSpan now = span();
    const std::size_t end = std::min(now.end + kPage, log_->events().size());
    set_span(now.begin, end);
    trim_at_ = Side::top;
    lay_out_again();
    return true;
}

void TimelineModel::set_loading(bool loading) {
    if (context_.loading != loading) {
        context_.loading = loading;
        lay_out_again();
    }
}

std::optional<core::Interval> TimelineModel::hole_above() const {
    if (log_ == nullptr || log_->events().empty()) {
        return std::nullopt;
    }
    return log_->hole_before(span().begin);
}

RowSpan TimelineModel::span() const {
    if (log_ == nullptr) {
        return {};
    }
    const std::size_t count = log_->events().size();
    const std::size_t end = end_ ? log_->index_of(*end_) : count;
    return {std::min(log_->index_of(begin_), end), end, at_newest()};
}

void TimelineModel::set_span(std::size_t begin, std::size_t end) {
    const auto& events = log_->events();
    begin_ = begin < events.size() ? events[begin]->seq : core::MessageSeq{0};
    end_ = end < events.size() ? std::optional{events[end]->seq} : std::nullopt;
}

/// Leaves `count` messages out, on the side where the person is not.
void TimelineModel::trim(std::size_t count) {
    const RowSpan now = span();
    if (trim_at_ == Side::top) {
        set_span(now.begin + count, now.end);
    } else {
        set_span(now.begin, now.end - count);
    }
}

void TimelineModel::lay_out_again() {
    if (log_ == nullptr) {
        list_.set({});
        return;
    }
    context_.now = wall_now();
    std::vector<Row> rows = lay_out(*log_, span(), context_);
    // A message takes one row, or more with a separator: what is too much is found by trying.
    for (bool first = true; rows.size() > kRowsMax && span().end - span().begin > 1; first = false) {
        const std::size_t excess = rows.size() - kRowsMax;
        const std::size_t spare = first && trim_at_ == Side::top && at_newest() ? kSpare : 0;
        trim(std::min(std::max<std::size_t>(1, excess / 2) + spare, span().end - span().begin - 1));
        rows = lay_out(*log_, span(), context_);
    }
    list_.set(std::move(rows));
}

}  // namespace workspace::desktop
