#include "composer.hpp"

#include <gdk/gdkkeysyms.h>
#include <gtkmm/eventcontrollerkey.h>
#include <utility>

#include "find.hpp"

namespace workspace::desktop {
namespace {

constexpr double kPartOfPage = 0.85;

}  // namespace

Composer::Composer(const Glib::RefPtr<Gtk::Builder>& builder, Actions actions)
    : view_(find<Gtk::TextView>(builder, "text")),
      hint_(find<Gtk::Label>(builder, "hint")),
      button_(find<Gtk::Button>(builder, "send")),
      actions_(std::move(actions)) {
    const auto keys = Gtk::EventControllerKey::create();
    keys->set_propagation_phase(Gtk::PropagationPhase::CAPTURE);
    keys->signal_key_pressed().connect(
        [this, keys = keys.get()](guint key, guint /*code*/, Gdk::ModifierType state) {
            return pressed(key, state, std::const_pointer_cast<Gdk::Event>(keys->get_current_event()));
        },
        false);
    view_.add_controller(keys);
    view_.get_buffer()->signal_changed().connect([this] { changed(); });
    button_.signal_clicked().connect([this] {
        send();
        focus();
    });
    changed();
}

std::string Composer::text() const {
    return view_.get_buffer()->get_text().raw();
}

void Composer::set_text(const std::string& text) {
    view_.get_buffer()->set_text(text);
}

bool Composer::pressed(guint key, Gdk::ModifierType state, const Glib::RefPtr<Gdk::Event>& event) {
    const auto held =
        state & (Gdk::ModifierType::SHIFT_MASK | Gdk::ModifierType::CONTROL_MASK | Gdk::ModifierType::ALT_MASK);
    if (held != Gdk::ModifierType{}) {
        return false;
    }
    switch (key) {
        case GDK_KEY_Return:
        case GDK_KEY_KP_Enter:
        case GDK_KEY_ISO_Enter:
            // An input method that is composing takes Enter for itself.
            if (!view_.im_context_filter_keypress(event)) {
                send();
            }
            return true;
        case GDK_KEY_Page_Up:
        case GDK_KEY_KP_Page_Up: actions_.scroll_pages(-kPartOfPage); return true;
        case GDK_KEY_Page_Down:
        case GDK_KEY_KP_Page_Down: actions_.scroll_pages(kPartOfPage); return true;
        default: return false;
    }
}

void Composer::send() {
    if (actions_.send(text())) {
        set_text({});
    }
}

void Composer::changed() {
    const std::string now = text();
    hint_.set_visible(now.empty());
    button_.set_sensitive(now.find_first_not_of(" \t\r\n") != std::string::npos);
    actions_.edited(now);
}

}  // namespace workspace::desktop
