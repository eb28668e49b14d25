#pragma once

#include <gtkmm/builder.h>
#include <stdexcept>
#include <string>

namespace workspace::desktop {

/// A widget of a .ui file. One that is missing is a mistake in the program.
template <class Widget>
[[nodiscard]] Widget& find(const Glib::RefPtr<Gtk::Builder>& builder, const char* id) {
    auto* widget = builder->get_widget<Widget>(id);
    if (widget == nullptr) {
        throw std::logic_error(std::string("no widget ") + id);
    }
    return *widget;
}

[[nodiscard]] inline Glib::RefPtr<Gtk::Builder> load_ui(const char* file) {
    return Gtk::Builder::create_from_resource(std::string("/net/workspace/Desktop/") + file);
}

}  // namespace workspace::desktop
