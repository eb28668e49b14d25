#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <gtkmm/application.h>
#include <gtkmm/applicationwindow.h>
#include <gtkmm/builder.h>
#include <gtkmm/widget.h>

/// The parts of libadwaita that this program uses, in C++: Debian 12 has no libadwaitamm. The only place that calls its C
/// API. A widget of libadwaita is a Gtk::Widget here; what is passed to a function must be of the kind it names.
namespace workspace::desktop::adw {

void init();
/// "light", "dark", or else as the system has it.
void set_colours(const std::string& colours);

/// A window without a title bar of its own; GTK owns it until it is destroyed.
[[nodiscard]] Gtk::ApplicationWindow& new_window(Gtk::Application& application);
void set_content(Gtk::ApplicationWindow& window, Gtk::Widget& content);

[[nodiscard]] Gtk::Widget* new_avatar(int size);
/// Initials and a colour that stays the same for the name.
void set_avatar(Gtk::Widget& avatar, const std::string& name);

[[nodiscard]] Gtk::Widget* new_toast_overlay(Gtk::Widget& child);
void toast(Gtk::Widget& overlay, const std::string& text);

void set_window_title(Gtk::Widget& title, const std::string& text, const std::string& subtitle);
void set_status(Gtk::Widget& page, const std::string& icon, const std::string& title, const std::string& description);

// ---- leaflet: two panes side by side, or one at a time in a narrow window
[[nodiscard]] bool leaflet_folded(Gtk::Widget& leaflet);
void leaflet_show(Gtk::Widget& leaflet, Gtk::Widget& pane);

[[nodiscard]] bool flap_folded(Gtk::Widget& flap);
/// Its window became too narrow for both, or wide enough again.
void on_flap_folded(Gtk::Widget& flap, std::function<void()> folded);
/// A flap that is unfolded again does not close by itself, nor open.
void flap_lock(Gtk::Widget& flap);

// ---- rows of a form
[[nodiscard]] std::string entry_text(Gtk::Widget& row);
void set_entry_text(Gtk::Widget& row, const std::string& text);
void on_entry_changed(Gtk::Widget& row, std::function<void()> changed);
/// Enter was pressed.
void on_entry_activated(Gtk::Widget& row, std::function<void()> activated);
void focus_entry(Gtk::Widget& row);
/// Buttons with only an icon (a password’s eye) get their tooltip as their name: libadwaita 1.2 gives them none.
void name_icon_buttons(Gtk::Widget& row);
void set_choices(Gtk::Widget& combo_row, const std::vector<std::string>& choices, std::size_t selected);
[[nodiscard]] std::size_t choice(Gtk::Widget& combo_row);
void on_choice(Gtk::Widget& combo_row, std::function<void()> chosen);

/// A question with two answers; `answered` gets whether it was confirmed. Returns a dialog that dismiss() may close.
struct Question {
    std::string heading;
    std::string body;
    std::string confirm;
    std::string cancel;
};
[[nodiscard]] Gtk::Window& ask(Gtk::Window& parent, const Question& question, std::function<void(bool)> answered);
/// Something to read, with one button.
void tell(Gtk::Window* parent, const std::string& heading, const std::string& body, const std::string& button,
          std::function<void()> closed);
void about(Gtk::Window& parent, const std::string& version);

/// A widget of a .ui file that libadwaita made.
[[nodiscard]] Gtk::Widget& widget(const Glib::RefPtr<Gtk::Builder>& builder, const char* id);

}  // namespace workspace::desktop::adw
