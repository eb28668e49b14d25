#pragma once

#include <memory>
#include <optional>
#include <string>

#include <gtkmm/builder.h>
#include <gtkmm/singleselection.h>

#include "composer.hpp"
#include "timeline_view.hpp"
#include "workspace/desktop/model/desk.hpp"
#include "workspace/desktop/model/preferences.hpp"

namespace workspace::desktop {

/// The main page: rooms, the conversation, who is connected.
class ChatPage {
public:
    ChatPage(Desk& desk, const Preferences& preferences);
    ~ChatPage();
    ChatPage(const ChatPage&) = delete;
    ChatPage& operator=(const ChatPage&) = delete;

    [[nodiscard]] Gtk::Widget& root();
    void show_server(const std::string& server);
    void focus();
    /// Whether the window is in front: then what is at the bottom counts as seen.
    void set_active(bool active);
    /// The next room (+1) or the one before (-1).
    void step_room(int by);
    [[nodiscard]] bool people_shown() const;
    void toggle_people();

private:
    void make_rooms();
    void make_people(bool shown);
    void show_session();
    void show_people_count();
    void show_room();
    void show_timeline();
    void show_banner();
    void show_jump();
    void select_open_room();

    Glib::RefPtr<Gtk::Builder> builder_;
    Desk& desk_;
    TimelineView timeline_;
    Composer composer_;
    Glib::RefPtr<Gtk::SingleSelection> room_selection_;
    std::optional<core::RoomId> shown_room_;
    bool active_ = false;
    bool people_when_wide_ = true;  ///< in a narrow window the people would cover the conversation
    sigc::connection banner_tick_;
    bool banner_due_ = false;
    sigc::connection banner_delay_;
};

}  // namespace workspace::desktop
