#include "workspace/desktop/model/timeline_rows.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "workspace/desktop/model/dates.hpp"

namespace workspace::desktop {
namespace {

using core::client::PostState;

/// Messages of one author that are further apart than this stand for themselves.
constexpr std::int64_t kGroupWithinMs = 5LL * 60 * 1000;

/// A long outbox shows its end.
constexpr std::size_t kPendingShownMax = 40;

Echo echo_of(PostState state) {
    switch (state) {
        case PostState::saving:
        case PostState::sending: return Echo::sending;
        case PostState::queued: return Echo::waiting;
        case PostState::sent: return Echo::sent;
        case PostState::failed:
        case PostState::discarded: return Echo::failed;
    }
    return Echo::failed;
}

/// Changes show in the message that they changed.
bool is_shown(const core::wire::Event& event) {
    using core::wire::EventKind;
    return event.kind != EventKind::edit && event.kind != EventKind::deletion && event.kind != EventKind::reaction;
}

class Layout {
public:
    Layout(const RoomLog& log, const RowContext& context) : log_(log), context_(context) {}

    std::vector<Row> run(const RowSpan& span) {
        if (span.begin == 0 && log_.synced() && !log_.hole_before(0) && !log_.events().empty()) {
            rows_.push_back(plain(RowKey::Kind::beginning, 0));
        }
        for (std::size_t i = span.begin; i < span.end; ++i) {
            stored(i, i == span.begin);
        }
        if (span.with_pending) {
            const auto& pending = log_.pending();
            for (std::size_t i = pending.size() - std::min(pending.size(), kPendingShownMax); i < pending.size(); ++i) {
                waiting(pending[i]);
            }
        }
        return std::move(rows_);
    }

private:
    static Row plain(RowKey::Kind kind, std::int64_t number) {
        Row row;
        row.key.kind = kind;
        row.key.number = number;
        return row;
    }

    void stored(std::size_t index, bool topmost) {
        const EventPtr& event = log_.events()[index];
        const EventPtr before = index == 0 ? nullptr : log_.events()[index - 1];
        if (last_ == nullptr) {
            last_ = before;
        }
        const auto missing = log_.hole_before(index);
        if (missing) {
            Row row = plain(RowKey::Kind::hole, missing->from.value);
            row.missing = *missing;
            row.loading = topmost && context_.loading;
            rows_.push_back(std::move(row));
        }
        if (!is_shown(*event)) {
            return;
        }
        const bool new_day = separate(last_, event);
        const bool new_since = context_.unread_after && event->seq > *context_.unread_after &&
                               (before == nullptr || before->seq <= *context_.unread_after);
        if (new_since) {
            rows_.push_back(plain(RowKey::Kind::unread, 0));
        }
        Row row = message(event, new_day || new_since || missing || starts_group(last_, event));
        row.echo = row.own ? Echo::sent : Echo::none;
        rows_.push_back(std::move(row));
        last_ = event;
    }

    void waiting(const RoomLog::Pending& pending) {
        const EventPtr before = last_ ? last_ : (log_.events().empty() ? nullptr : log_.events().back());
        const bool new_day = separate(before, pending.event);
        Row row = message(pending.event, new_day || starts_group(before, pending.event));
        row.echo = echo_of(pending.state);
        row.why = pending.why;
        rows_.push_back(std::move(row));
        last_ = pending.event;
    }

    bool separate(const EventPtr& before, const EventPtr& event) {
        const std::int64_t day = local_day(event->at);
        if (before && local_day(before->at) == day) {
            return false;
        }
        Row row = plain(RowKey::Kind::day, day);
        row.label = day_label(event->at, context_.now);
        if (!days_.insert(day).second) {
            row.key.cid = event->cid;  // clocks may go back: a day may come twice
        }
        rows_.push_back(std::move(row));
        return true;
    }

    [[nodiscard]] static bool starts_group(const EventPtr& before, const EventPtr& event) {
        return !before || before->author != event->author || event->at.ms - before->at.ms > kGroupWithinMs;
    }

    [[nodiscard]] Row message(const EventPtr& event, bool starts_group) const {
        Row row = plain(RowKey::Kind::message, 0);
        row.key.author = event->author;
        row.key.cid = event->cid;
        row.event = event;
        row.own = event->author == context_.me;
        row.starts_group = starts_group;
        return row;
    }

    const RoomLog& log_;
    const RowContext& context_;
    std::vector<Row> rows_;
    std::set<std::int64_t> days_;
    EventPtr last_;
};

}  // namespace

std::vector<Row> lay_out(const RoomLog& log, const RowSpan& span, const RowContext& context) {
    return Layout(log, context).run(span);
}

}  // namespace workspace::desktop
