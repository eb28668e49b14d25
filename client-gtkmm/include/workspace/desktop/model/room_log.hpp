#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "workspace/core/client/events.hpp"

namespace workspace::desktop {

using EventPtr = std::shared_ptr<const core::wire::Event>;

/// What the window holds of one room: events ascending by seq, what of them is complete (H1), and one's own posts that
/// are not in the log yet. Fed by the client's events; asks nothing of anyone.
class RoomLog {
public:
    /// More than this is let go of, the oldest first; the client's core has the same bound.
    static constexpr std::size_t kEventsMax = 50'000;

    struct Pending {
        core::ClientId cid;
        core::client::PostState state{};
        EventPtr event;  ///< as it will look; seq 0
        std::optional<core::MessageSeq> seq;
        std::optional<core::Refusal> why;
    };

    /// Merges events of the log: of two copies the one that was changed last wins.
    void add(const core::client::MessagesAdded& added);
    void post(const core::client::PostChanged& change, const core::wire::Person& me);

    [[nodiscard]] const std::vector<EventPtr>& events() const { return events_; }
    [[nodiscard]] const std::vector<Pending>& pending() const { return pending_; }
    [[nodiscard]] core::MessageSeq floor() const { return floor_; }
    [[nodiscard]] core::MessageSeq head() const { return head_; }
    /// Whether the server has told of this room's log yet.
    [[nodiscard]] bool synced() const { return synced_; }
    /// Seq of the last event held; 0 without one.
    [[nodiscard]] core::MessageSeq last() const;
    /// Index of the first event with a seq not below `seq`.
    [[nodiscard]] std::size_t index_of(core::MessageSeq seq) const;
    /// What is missing between the event at `index` and the one before it (or the log's beginning); none if nothing is.
    [[nodiscard]] std::optional<core::Interval> hole_before(std::size_t index) const;

private:
    void insert(const core::wire::Event& event);
    void settle(const std::vector<core::wire::Event>& added);
    [[nodiscard]] bool holds_lately(core::AccountId author, const core::ClientId& cid) const;

    std::vector<EventPtr> events_;
    std::vector<Pending> pending_;
    core::MessageSeq floor_;
    core::MessageSeq head_;
    bool synced_ = false;
};

}  // namespace workspace::desktop
