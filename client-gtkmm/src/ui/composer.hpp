#pragma once

#include <functional>
#include <string>

#include <gtkmm/builder.h>
#include <gtkmm/button.h>
#include <gtkmm/label.h>
#include <gtkmm/textview.h>

namespace workspace::desktop {

/// Where one writes: Enter sends, Shift+Enter begins a line, Page Up and Down scroll the conversation.
class Composer {
public:
    struct Actions {
        std::function<bool(const std::string&)> send;  ///< true: it was taken
        std::function<void(double)> scroll_pages;
        std::function<void(const std::string&)> edited;
    };
    Composer(const Glib::RefPtr<Gtk::Builder>& builder, Actions actions);

    [[nodiscard]] std::string text() const;
    void set_text(const std::string& text);
    void focus() { view_.grab_focus(); }

private:
    bool pressed(guint key, Gdk::ModifierType state, const Glib::RefPtr<Gdk::Event>& event);
    void send();
    void changed();

    Gtk::TextView& view_;
    Gtk::Label& hint_;
    Gtk::Button& button_;
    Actions actions_;
};

}  // namespace workspace::desktop
