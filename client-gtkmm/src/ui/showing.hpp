#pragma once

#include <gtkmm/revealer.h>
#include <gtkmm/stack.h>

namespace workspace::desktop {

// GTK 4.8 tells a screen reader of all that is visible, also of what lies under another page or in a closed revealer:
// what a person does not see is hidden here, not only covered.

inline void show_page(Gtk::Stack& stack, const char* name) {
    Gtk::Widget* shown = stack.get_child_by_name(name);
    shown->set_visible(true);
    stack.set_visible_child(*shown);
    for (auto* page = stack.get_first_child(); page != nullptr; page = page->get_next_sibling()) {
        page->set_visible(page == shown);
    }
}

inline void reveal(Gtk::Revealer& revealer, bool shown) {
    revealer.set_visible(shown);
    revealer.set_reveal_child(shown);
}

}  // namespace workspace::desktop
