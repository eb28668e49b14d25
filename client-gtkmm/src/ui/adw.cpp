#include "adw.hpp"

#include <adwaita.h>
#include <glibmm/markup.h>
#include <memory>
#include <utility>

#include "workspace/desktop/model/translate.hpp"

// The macros of GObject are C casts.
#pragma GCC diagnostic ignored "-Wold-style-cast"

namespace workspace::desktop::adw {
namespace {

/// Keeps a callback as long as the object lives, and calls it when `signal` comes, whatever its other arguments.
void connect(gpointer object, const char* signal, std::function<void()> callback) {
    auto* kept = new std::function<void()>(std::move(callback));
    const auto call = +[](gpointer data) { (*static_cast<std::function<void()>*>(data))(); };
    const auto free = +[](gpointer data, GClosure* /*closure*/) { delete static_cast<std::function<void()>*>(data); };
    g_signal_connect_data(object, signal, G_CALLBACK(call), kept, free, G_CONNECT_SWAPPED);
}

using Answered = std::function<void(bool)>;

void answer(AdwMessageDialog* /*dialog*/, const char* response, gpointer data) {
    const std::unique_ptr<Answered> answered(static_cast<Answered*>(data));
    if (*answered) {
        (*answered)(g_strcmp0(response, "confirm") == 0);
    }
}

AdwMessageDialog* new_dialog(Gtk::Window* parent, const std::string& heading, const std::string& body,
                             Answered answered) {
    auto* dialog = ADW_MESSAGE_DIALOG(
        adw_message_dialog_new(parent != nullptr ? parent->gobj() : nullptr, heading.c_str(), nullptr));
    adw_message_dialog_set_body(dialog, body.c_str());
    g_signal_connect(dialog, "response", G_CALLBACK(&answer), new Answered(std::move(answered)));
    return dialog;
}

}  // namespace

void init() {
    adw_init();
}

void set_colours(const std::string& colours) {
    AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;
    if (colours == "dark") {
        scheme = ADW_COLOR_SCHEME_FORCE_DARK;
    } else if (colours == "light") {
        scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
    }
    adw_style_manager_set_color_scheme(adw_style_manager_get_default(), scheme);
}

Gtk::ApplicationWindow& new_window(Gtk::Application& application) {
    return *Glib::wrap(GTK_APPLICATION_WINDOW(adw_application_window_new(application.gobj())));
}

void set_content(Gtk::ApplicationWindow& window, Gtk::Widget& content) {
    adw_application_window_set_content(ADW_APPLICATION_WINDOW(window.gobj()), content.gobj());
}

Gtk::Widget* new_avatar(int size) {
    // Its initials say nothing that the name beside it does not say.
    auto* avatar = Glib::wrap(GTK_WIDGET(g_object_new(ADW_TYPE_AVATAR, "size", size, "show-initials", TRUE,
                                                      "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, nullptr)));
    avatar->set_valign(Gtk::Align::START);
    return avatar;
}

void set_avatar(Gtk::Widget& avatar, const std::string& name) {
    adw_avatar_set_text(ADW_AVATAR(avatar.gobj()), name.c_str());
}

Gtk::Widget* new_toast_overlay(Gtk::Widget& child) {
    auto* overlay = adw_toast_overlay_new();
    adw_toast_overlay_set_child(ADW_TOAST_OVERLAY(overlay), child.gobj());
    return Glib::wrap(overlay);
}

void toast(Gtk::Widget& overlay, const std::string& text) {
    auto* toast = adw_toast_new("");
    gchar* escaped = g_markup_escape_text(text.c_str(), -1);
    adw_toast_set_title(toast, escaped);
    g_free(escaped);
    adw_toast_overlay_add_toast(ADW_TOAST_OVERLAY(overlay.gobj()), toast);
}

void set_window_title(Gtk::Widget& title, const std::string& text, const std::string& subtitle) {
    adw_window_title_set_title(ADW_WINDOW_TITLE(title.gobj()), text.c_str());
    adw_window_title_set_subtitle(ADW_WINDOW_TITLE(title.gobj()), subtitle.c_str());
}

void set_status(Gtk::Widget& page, const std::string& icon, const std::string& title, const std::string& description) {
    auto* status = ADW_STATUS_PAGE(page.gobj());
    const auto escaped = [](const std::string& text) { return Glib::Markup::escape_text(text); };
    adw_status_page_set_icon_name(status, icon.c_str());
    adw_status_page_set_title(status, escaped(title).c_str());
    adw_status_page_set_description(status, escaped(description).c_str());
}

bool leaflet_folded(Gtk::Widget& leaflet) {
    return adw_leaflet_get_folded(ADW_LEAFLET(leaflet.gobj())) != FALSE;
}

void leaflet_show(Gtk::Widget& leaflet, Gtk::Widget& pane) {
    adw_leaflet_set_visible_child(ADW_LEAFLET(leaflet.gobj()), pane.gobj());
}

bool flap_folded(Gtk::Widget& flap) {
    return adw_flap_get_folded(ADW_FLAP(flap.gobj())) != FALSE;
}

void on_flap_folded(Gtk::Widget& flap, std::function<void()> folded) {
    connect(flap.gobj(), "notify::folded", std::move(folded));
}

void flap_lock(Gtk::Widget& flap) {
    adw_flap_set_locked(ADW_FLAP(flap.gobj()), TRUE);
}

std::string entry_text(Gtk::Widget& row) {
    return gtk_editable_get_text(GTK_EDITABLE(row.gobj()));
}

void set_entry_text(Gtk::Widget& row, const std::string& text) {
    gtk_editable_set_text(GTK_EDITABLE(row.gobj()), text.c_str());
}

void on_entry_changed(Gtk::Widget& row, std::function<void()> changed) {
    connect(row.gobj(), "changed", std::move(changed));
}

void on_entry_activated(Gtk::Widget& row, std::function<void()> activated) {
    connect(row.gobj(), "entry-activated", std::move(activated));
}

void focus_entry(Gtk::Widget& row) {
    auto* text = gtk_editable_get_delegate(GTK_EDITABLE(row.gobj()));
    gtk_widget_grab_focus(GTK_WIDGET(text));
}

void name_icon_buttons(Gtk::Widget& widget) {
    auto* itself = widget.gobj();
    if (GTK_IS_BUTTON(itself) && gtk_widget_get_tooltip_text(itself) != nullptr) {
        gtk_accessible_update_property(GTK_ACCESSIBLE(itself), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       gtk_widget_get_tooltip_text(itself), -1);
    }
    for (auto* child = widget.get_first_child(); child != nullptr; child = child->get_next_sibling()) {
        name_icon_buttons(*child);
    }
}

void set_choices(Gtk::Widget& combo_row, const std::vector<std::string>& choices, std::size_t selected) {
    auto* list = gtk_string_list_new(nullptr);
    for (const auto& one : choices) {
        gtk_string_list_append(list, one.c_str());
    }
    auto* row = ADW_COMBO_ROW(combo_row.gobj());
    adw_combo_row_set_model(row, G_LIST_MODEL(list));
    adw_combo_row_set_selected(row, static_cast<guint>(selected));
    g_object_unref(list);
}

std::size_t choice(Gtk::Widget& combo_row) {
    return adw_combo_row_get_selected(ADW_COMBO_ROW(combo_row.gobj()));
}

void on_choice(Gtk::Widget& combo_row, std::function<void()> chosen) {
    connect(combo_row.gobj(), "notify::selected", std::move(chosen));
}

Gtk::Window& ask(Gtk::Window& parent, const Question& question, Answered answered) {
    auto* dialog = new_dialog(&parent, question.heading, question.body, std::move(answered));
    adw_message_dialog_add_response(dialog, "cancel", question.cancel.c_str());
    adw_message_dialog_add_response(dialog, "confirm", question.confirm.c_str());
    adw_message_dialog_set_response_appearance(dialog, "confirm", ADW_RESPONSE_SUGGESTED);
    adw_message_dialog_set_default_response(dialog, "confirm");
    adw_message_dialog_set_close_response(dialog, "cancel");
    auto& window = *Glib::wrap(GTK_WINDOW(dialog));
    window.present();
    return window;
}

void tell(Gtk::Window* parent, const std::string& heading, const std::string& body, const std::string& button,
          std::function<void()> closed) {
    auto* dialog = new_dialog(parent, heading, body, [closed = std::move(closed)](bool) {
        if (closed) {
            closed();
        }
    });
    adw_message_dialog_add_response(dialog, "close", button.c_str());
    adw_message_dialog_set_close_response(dialog, "close");
    adw_message_dialog_set_default_response(dialog, "close");
    gtk_window_present(GTK_WINDOW(dialog));
}

void about(Gtk::Window& parent, const std::string& version) {
    adw_show_about_window(parent.gobj(), "application-name", "Workspace", "application-icon", "workspace-desktop",
                          "version", version.c_str(), "license-type", GTK_LICENSE_MIT_X11, "comments",
                          tr("Talk with the people you work with."), nullptr);
}

Gtk::Widget& widget(const Glib::RefPtr<Gtk::Builder>& builder, const char* id) {
    auto* object = gtk_builder_get_object(builder->gobj(), id);
    g_assert(GTK_IS_WIDGET(object));
    return *Glib::wrap(GTK_WIDGET(object));
}

}  // namespace workspace::desktop::adw
