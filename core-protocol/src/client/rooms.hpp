#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "outputs_queue.hpp"
#include "workspace/core/client/timeline.hpp"

namespace workspace::core::client {

/// The rooms of this account: their timelines, and what keeps them equal to the server's logs (H1–H5, H7).
///
/// A room is asked for by `sync` when the link goes live or the account enters it, again when its head stays ahead of
/// what is held for more than a beat, and when a live event jumps: then something was shed (H2), and `sync` brings what
/// is missing together with the older messages that changed. What lies further back is fetched when somebody asks
/// (load_older).
class Rooms {
public:
    explicit Rooms(Outputs& outputs) : outputs_(outputs) {}

    void live(const std::vector<wire::Room>& rooms);
    void link_lost();
    /// Another account, or none: nothing that is held is for its eyes (M5).
    void clear();

    void on_synced(wire::Synced synced);
    void on_page(wire::PageResult page);
    void on_event(const wire::EventMessage& message);
    void on_added(const wire::Room& room);
    void on_gone(RoomId room);
    void on_beat(const std::vector<wire::RoomHead>& heads);
    /// The page with this number was refused. False if there is none.
    bool on_page_refused(std::int64_t req, Refusal why, const std::string& reason);

    void load_older(const LoadOlder& wish);

    [[nodiscard]] const RoomTimeline* timeline(RoomId room) const;
    [[nodiscard]] std::size_t count() const { return rooms_.size(); }
    [[nodiscard]] std::size_t events() const;
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] std::size_t pages_in_flight() const;

    void check(std::vector<std::string>& broken) const;
    [[nodiscard]] std::uint64_t digest() const;

private:
    /// A page that somebody asked for.
    struct Older {
        LoadOlder wish;
        std::optional<std::int64_t> req;  ///< once it was sent on this connection
        Interval asked;
    };
    struct State {
        RoomTimeline timeline;
        bool subscribed = false;  ///< `synced` came on this connection
        int sync_beats = 0;       ///< beats that an outstanding `sync` may still take; 0 when there is none
        MessageSeq announced;     ///< the largest head that was told
        MessageSeq announced_a_beat_ago;
        std::optional<Older> older;
        std::optional<LoadOlder> older_next;
    };

    void sync(const std::vector<RoomId>& rooms);
    void ask_older(State& state);
    void end_older(State& state);
    void on_older_page(State& state, const Interval& asked, wire::PageResult& page);
    void tell_rooms();
    void merge(State& state, Interval covered, std::vector<wire::Event>& events,
               const std::vector<wire::Event>& touched, bool dropped_before);
    void tell(const State& state, std::vector<wire::Event> events, bool live, bool dropped_before);
    template <class Change>
    void change(State& state, Change&& what);

    Outputs& outputs_;
    bool live_ = false;
    std::map<RoomId, State> rooms_;
    std::int64_t next_req_ = 1;
    std::size_t bytes_ = 0;
};

}  // namespace workspace::core::client
