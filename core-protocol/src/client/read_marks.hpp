#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "outputs_queue.hpp"
#include "workspace/core/client/timeline.hpp"
#include "workspace/core/wire/client_messages.hpp"

namespace workspace::core::client {

/// How far this account has read in each room, and what waits there (H6). The marker is the larger of the server's and
/// of what was seen here; the counts are those of the log: of the events that are held where all that is unread is held,
/// else the server's last figures and what has come since. Where a change to a message that is not held may have made
/// these wrong, or a hole came between, the server is asked again, once a beat.
class ReadMarks {
public:
    explicit ReadMarks(Outputs& outputs) : outputs_(outputs) {}

    /// Whose log it is: their own messages are read, and their login is what is mentioned.
    void live(AccountId me, std::string login, const std::vector<wire::Room>& rooms);
    void link_lost() { live_ = false; }
    void clear();
    void added(const wire::Room& room);
    void gone(RoomId room);

    void mark(const RoomTimeline& timeline, MessageSeq seq);
    void on_markers(const std::vector<wire::ReadMarker>& markers,
                    const std::function<const RoomTimeline*(RoomId)>& timeline_of);
    /// The timeline was synced or has got a page.
    void recount(const RoomTimeline& timeline);
    /// A live event, after the timeline has taken it.
    void on_event(const RoomTimeline& timeline, const wire::EventMessage& message);
    void on_beat();

    void check(std::vector<std::string>& broken) const;
    [[nodiscard]] std::uint64_t digest() const;

private:
    struct Counts {
        std::int64_t unread = 0;
        std::int64_t mentions = 0;
        bool operator==(const Counts&) const = default;
    };
    struct Mark {
        RoomEpoch epoch;  ///< in which `read` was read
        MessageSeq read;
        MessageSeq stored;                     ///< as far as the server is known to have it
        int beats_left = 0;                    ///< that an unanswered `read` may still take
        std::optional<wire::ReadMarker> told;  ///< the server's last word for this `read`
        bool stale = false;
        std::optional<Counts> shown;
        MessageSeq shown_read;
        MessageSeq counted_to;  ///< the last event that `shown` knows of
    };
    static void begin_again(Mark& mark, const RoomEpoch& epoch);
    [[nodiscard]] std::optional<Counts> count(const Mark& mark, const RoomTimeline& timeline,
                                              MessageSeq& counted_to) const;
    [[nodiscard]] static bool is_cut_off(const Mark& mark, const RoomTimeline& timeline);
    [[nodiscard]] Counts counts_after(const RoomTimeline& timeline, MessageSeq seq) const;
    void ask_about_stale_ones();
    void say(RoomId room, Mark& mark);
    void add(Counts& counts, const wire::Event& event) const;
    void show(RoomId room, Mark& mark, std::optional<Counts> counts, MessageSeq counted_to);

    Outputs& outputs_;
    bool live_ = false;
    AccountId me_;
    std::string login_;
    std::map<RoomId, Mark> marks_;
};

}  // namespace workspace::core::client
