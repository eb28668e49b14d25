#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workspace/cli/terminal_text.hpp"
#include "workspace/core/client/events.hpp"

namespace workspace::cli {

/// What the interactive chat shows: events in, lines for a terminal out. Knows no terminal and no clock.
class ChatView {
public:
    /// Opens `room` (a name or a number) once the rooms are known; empty: the first.
    ChatView(Palette palette, std::string room, std::string server);

    /// The lines to print, each ended by a newline; often none.
    [[nodiscard]] std::string take(const core::client::Event& event, core::MonotonicTime now);

    [[nodiscard]] std::string who() const;
    [[nodiscard]] std::string room_list() const;
    /// Opens another room and shows its newest messages.
    [[nodiscard]] std::string join(std::string_view room);

    [[nodiscard]] std::optional<core::RoomId> room() const { return current_; }
    /// The newest message of this room, or the newest of one's own, that is not deleted.
    [[nodiscard]] std::optional<core::MessageSeq> message(bool own) const;
    /// The newest seq that the terminal has of this room; 0 when none.
    [[nodiscard]] core::MessageSeq last_seen() const;
    /// The oldest seq that was shown of this room: /older continues below it.
    [[nodiscard]] std::optional<core::MessageSeq> oldest_shown() const;
    [[nodiscard]] bool at_beginning() const;
    [[nodiscard]] core::client::Phase phase() const { return phase_; }
    [[nodiscard]] const std::optional<core::client::Stop>& stop() const { return stop_; }
    /// The last post of this room that was refused for good.
    [[nodiscard]] std::optional<core::ClientId> failed_post() const;
    /// Posts that are neither stored nor refused yet.
    [[nodiscard]] std::size_t unsettled_posts() const { return unsettled_.size(); }
    /// Posts that ever began; each accepted one does once.
    [[nodiscard]] std::size_t begun_posts() const { return begun_posts_; }
    /// The room that was asked for is known, and its newest messages were shown.
    [[nodiscard]] bool ready() const;

private:
    struct Log {
        std::map<core::MessageSeq, core::wire::Event> events;
        core::MessageSeq floor;
        core::MessageSeq head;
        std::optional<core::MessageSeq> shown_from;  ///< what the terminal has of this room
        core::MessageSeq shown_to;
    };

    std::string take_phase(const core::client::PhaseChanged& change, core::MonotonicTime now);
    std::string take_presence(const core::client::PresenceChanged& change);
    std::string take_rooms(const core::client::RoomsChanged& change);
    std::string take_messages(core::client::MessagesAdded added);
    std::string take_post(const core::client::PostChanged& change);
    std::string take_unread(const core::client::UnreadChanged& change);
    std::string take_found(const core::client::RoomsFound& found);
    std::string take_members(const core::client::MembersListed& members);
    std::string take_statuses(const core::client::StatusesChanged& change);

    std::string take_live(Log& log, const core::client::MessagesAdded& added) const;
    [[nodiscard]] std::string title(const core::wire::Room& room) const;
    void forget();
    std::string note(std::string_view text) const;
    std::string warning(std::string_view text) const;
    std::string line_of(const core::wire::Event& event) const;
    /// Lines of `from`..`to`, as far as they are held.
    std::string stretch(Log& log, core::MessageSeq from, core::MessageSeq to) const;
    std::string newest(Log& log) const;
    [[nodiscard]] const core::wire::Room* find(std::string_view room) const;

    Palette palette_;
    std::string wanted_;
    std::string server_;
    core::client::Phase phase_ = core::client::Phase::connecting;
    std::optional<core::client::Stop> stop_;
    core::client::PresenceChanged presence_;
    std::optional<std::int64_t> told_count_;
    std::vector<core::wire::Room> rooms_;
    std::optional<core::RoomId> current_;
    std::optional<core::AccountId> me_;
    std::map<core::RoomId, core::client::UnreadChanged> unread_;
    std::vector<core::wire::Status> statuses_;
    std::map<core::RoomId, Log> logs_;
    std::vector<std::pair<core::RoomId, core::ClientId>> failed_;
    std::vector<core::ClientId> unsettled_;
    std::size_t begun_posts_ = 0;
};

}  // namespace workspace::cli
