#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sigc++/signal.h>

#include "workspace/core/client/inputs.hpp"
#include "workspace/desktop/model/people_list.hpp"
#include "workspace/desktop/model/room_list.hpp"
#include "workspace/desktop/model/room_log.hpp"
#include "workspace/desktop/model/session_state.hpp"
#include "workspace/desktop/model/timeline_model.hpp"

namespace workspace::desktop {

/// What one window works on: takes the client's events, keeps the lists that are shown, and turns what the person does
/// into commands. Knows no widget.
class Desk {
public:
    using Submit = std::function<void(core::client::Command)>;
    using Events = std::vector<core::client::Event>;

    explicit Desk(Submit submit);

    void apply(const Events& events);

    // ---- what is shown
    [[nodiscard]] const SessionState& session() const { return session_; }
    [[nodiscard]] const RoomList& rooms() const { return rooms_; }
    [[nodiscard]] const PeopleList& people() const { return people_; }
    [[nodiscard]] TimelineModel& timeline() { return timeline_; }
    [[nodiscard]] std::optional<core::RoomId> room() const { return room_; }
    [[nodiscard]] std::string room_name() const;
    /// Whether the open room's log is known, and empty.
    [[nodiscard]] bool room_is_empty() const;
    [[nodiscard]] bool room_is_loading() const;
    /// Messages of the open room that the person has not seen.
    [[nodiscard]] std::int64_t unread() const;

    // ---- what the person does
    /// Opens a room at its newest message.
    void open(core::RoomId room);
    /// The room to open first, where there is one of this number.
    void prefer(core::RoomId room) { preferred_ = room; }
    /// Sends to the open room; false if there is nothing to send, too much, or no room.
    bool say(const std::string& body);
    void retry(const core::ClientId& cid) { submit_(core::client::RetryPost{cid}); }
    void discard(const core::ClientId& cid) { submit_(core::client::DiscardPost{cid}); }
    void submit(core::client::Command command) { submit_(std::move(command)); }
    /// Scrolled near the top: shows older messages, or fetches them.
    void older();
    /// Fetches the upper end of a hole.
    void fill(const core::Interval& missing);
    /// Whether the person sees the newest messages (at the bottom, with the window in front).
    void watch(bool sees_newest);
    /// Whether the view is at the bottom.
    void follow(bool at_bottom);
    [[nodiscard]] std::string draft() const;
    void set_draft(const std::string& text);

    // ---- what has changed; emitted once for each lot of events
    sigc::signal<void()>& signal_session() { return session_changed_; }
    sigc::signal<void()>& signal_people() { return people_changed_; }
    sigc::signal<void()>& signal_timeline() { return timeline_changed_; }
    /// Another room is open.
    sigc::signal<void()>& signal_room() { return room_changed_; }
    sigc::signal<void(core::Refusal)>& signal_failed() { return failed_; }
    sigc::signal<void()>& signal_ended() { return ended_; }

private:
    struct Room {
        RoomLog log;
        std::optional<core::MessageSeq> read;
        std::string draft;
    };

    void on(const core::client::PhaseChanged& change);
    void on(const core::client::PresenceChanged& change);
    void on(const core::client::RoomsChanged& change);
    void on(const core::client::MessagesAdded& added);
    void on(const core::client::PostChanged& change);
    void on(const core::client::RequestFailed& failed);
    void on(const core::client::Ended& ended);

    void forget_everything();
    void fetch(const core::Interval& missing);
    void stop_loading();
    void seen();
    void show_facts(core::RoomId id);
    [[nodiscard]] const Room* open_room() const;
    [[nodiscard]] core::AccountId me() const;

    Submit submit_;
    SessionState session_;
    RoomList rooms_;
    PeopleList people_;
    TimelineModel timeline_;
    std::map<core::RoomId, Room> held_;  ///< by room; addresses stay
    core::AccountId owner_;              ///< whose rooms these are
    std::optional<core::RoomId> room_;
    std::optional<core::RoomId> preferred_;
    bool watching_ = false;
    bool loading_ = false;

    struct Touched {
        bool session = false;
        bool people = false;
        bool timeline = false;
        bool room = false;
        bool ended = false;
    };
    Touched touched_;
    sigc::signal<void()> session_changed_;
    sigc::signal<void()> people_changed_;
    sigc::signal<void()> timeline_changed_;
    sigc::signal<void()> room_changed_;
    sigc::signal<void(core::Refusal)> failed_;
    sigc::signal<void()> ended_;
};

}  // namespace workspace::desktop
