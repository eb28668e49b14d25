#pragma once

#include <gtkmm/accessible.h>
#include <gtkmm/widget.h>
#include <string>

namespace workspace::desktop {

/// What a screen reader calls this widget.
inline void set_accessible_label(Gtk::Widget& widget, const std::string& text) {
    Glib::Value<Glib::ustring> value;
    value.init(Glib::Value<Glib::ustring>::value_type());
    value.set(text);
    widget.update_property(Gtk::Accessible::Property::LABEL, value);
}

}  // namespace workspace::desktop
