#include "chat_page.hpp"

#include <glibmm/main.h>
#include <gtkmm/box.h>
#include <gtkmm/button.h>
#include <gtkmm/label.h>
#include <gtkmm/listview.h>
#include <gtkmm/revealer.h>
#include <gtkmm/scrolledwindow.h>
#include <gtkmm/spinner.h>
#include <gtkmm/stack.h>
#include <gtkmm/togglebutton.h>
#include <algorithm>

#include "accessible.hpp"
#include "adw.hpp"
#include "find.hpp"
#include "showing.hpp"
#include "side_lists.hpp"
#include "workspace/desktop/model/translate.hpp"
#include "workspace/desktop/model/words.hpp"
#include "workspace/host/boot_clock.hpp"

namespace workspace::desktop {
namespace {

constexpr unsigned kTickMs = 250;
/// A blip shorter than this shows no banner: it would only make the page jump.
constexpr unsigned kBannerAfterMs = 700;

}  // namespace

ChatPage::ChatPage(Desk& desk, const Preferences& preferences)
    : builder_(load_ui("chat.ui")),
      desk_(desk),
      timeline_(find<Gtk::ScrolledWindow>(builder_, "scroller"), find<Gtk::ListView>(builder_, "timeline"), desk),
      composer_(builder_, {[this](const std::string& body) {
                               const bool taken = desk_.say(body);
                               if (taken) {
                                   timeline_.restart();
                               }
                               return taken;
                           },
                           [this](double pages) { timeline_.scroll_by_page(pages); },
                           [this](const std::string& text) { desk_.set_draft(text); }}) {
    make_rooms();
    make_people(preferences.people_pane);
    adw::leaflet_show(root(), find<Gtk::Widget>(builder_, "content"));
    find<Gtk::Button>(builder_, "back").signal_clicked().connect([this] {
        adw::leaflet_show(root(), find<Gtk::Widget>(builder_, "sidebar"));
    });
    find<Gtk::Button>(builder_, "banner_now").signal_clicked().connect([this] {
        desk_.submit(core::client::ReconnectNow{});
    });
    find<Gtk::Button>(builder_, "jump").signal_clicked().connect([this] {
        timeline_.jump_to_newest();
        composer_.focus();
    });
    desk.signal_session().connect([this] { show_session(); });
    desk.signal_people().connect([this] { show_people_count(); });
    desk.signal_room().connect([this] { show_room(); });
    desk.signal_timeline().connect([this] { show_timeline(); });
    timeline_.signal_stuck().connect([this] {
        desk_.watch(active_ && timeline_.stuck());
        show_jump();
    });
    show_session();
    show_people_count();
    show_room();
}

ChatPage::~ChatPage() {
    banner_tick_.disconnect();
    banner_delay_.disconnect();
}

Gtk::Widget& ChatPage::root() {
    return adw::widget(builder_, "root");
}

void ChatPage::make_rooms() {
    auto& list = find<Gtk::ListView>(builder_, "rooms");
    show_rooms(list);
    room_selection_ = Gtk::SingleSelection::create(desk_.rooms().store());
    room_selection_->set_autoselect(false);
    list.set_model(room_selection_);
    list.set_single_click_activate(true);
    list.signal_activate().connect([this](guint position) {
        const auto item = desk_.rooms().store()->get_item(position);
        if (item && desk_.room() != item->facts().id) {
            desk_.open(item->facts().id);
        }
        adw::leaflet_show(root(), find<Gtk::Widget>(builder_, "content"));
        composer_.focus();
    });
}

void ChatPage::make_people(bool shown) {
    show_people(find<Gtk::ListView>(builder_, "people"), desk_.people());
    people_when_wide_ = shown;
    auto& button = find<Gtk::ToggleButton>(builder_, "people_button");
    button.set_active(shown);
    auto& flap = adw::widget(builder_, "flap");
    adw::flap_lock(flap);
    adw::on_flap_folded(flap, [this, &flap, &button] {
        if (adw::flap_folded(flap)) {
            people_when_wide_ = button.get_active();
            button.set_active(false);
        } else {
            button.set_active(people_when_wide_);
        }
    });
}

void ChatPage::show_server(const std::string& server) {
    find<Gtk::Label>(builder_, "my_server").set_text(server);
}

void ChatPage::focus() {
    composer_.focus();
}

void ChatPage::set_active(bool active) {
    active_ = active;
    desk_.watch(active_ && timeline_.stuck());
    show_jump();
}

void ChatPage::step_room(int by) {
    const auto store = desk_.rooms().store();
    const int count = static_cast<int>(store->get_n_items());
    for (int i = 0; i < count; ++i) {
        if (store->get_item(static_cast<guint>(i))->facts().id == desk_.room()) {
            const int next = std::clamp(i + by, 0, count - 1);
            if (next != i) {
                desk_.open(store->get_item(static_cast<guint>(next))->facts().id);
            }
            return;
        }
    }
}

bool ChatPage::people_shown() const {
    return adw::flap_folded(adw::widget(builder_, "flap"))
               ? people_when_wide_
               : find<Gtk::ToggleButton>(builder_, "people_button").get_active();
}

void ChatPage::toggle_people() {
    auto& button = find<Gtk::ToggleButton>(builder_, "people_button");
    button.set_active(!button.get_active());
}

// ---- showing -------------------------------------------------------------------------------------------------------

void ChatPage::show_session() {
    const auto& session = desk_.session();
    const std::string name = session.account() ? session.account()->name : session.login();
    find<Gtk::Label>(builder_, "my_name").set_text(name);
    adw::set_avatar(adw::widget(builder_, "my_avatar"), name);
    banner_tick_.disconnect();
    if (session.live() || session.screen() != Screen::chat) {
        banner_delay_.disconnect();
        banner_due_ = false;
    } else {
        if (!banner_due_ && !banner_delay_.connected()) {
            banner_delay_ = Glib::signal_timeout().connect(
                [this] {
                    banner_due_ = true;
                    banner_delay_.disconnect();
                    show_banner();
                    return false;
                },
                kBannerAfterMs);
        }
        banner_tick_ = Glib::signal_timeout().connect(
            [this] {
                show_banner();
                return true;
            },
            kTickMs);
    }
    show_banner();
}

void ChatPage::show_banner() {
    const auto banner = banner_due_ ? banner_of(desk_.session(), host::read_clock().mono) : std::nullopt;
    if (banner) {
        find<Gtk::Label>(builder_, "banner_text").set_text(banner->text);
        auto& now = find<Gtk::Button>(builder_, "banner_now");
        now.set_opacity(banner->can_hurry ? 1.0 : 0.0);
        now.set_sensitive(banner->can_hurry);
    }
    reveal(find<Gtk::Revealer>(builder_, "banner"), banner.has_value());
}

void ChatPage::show_people_count() {
    const auto& session = desk_.session();
    const std::string words = words_of_count(session.count());
    find<Gtk::Label>(builder_, "count").set_text(words);
    set_accessible_label(find<Gtk::ToggleButton>(builder_, "people_button"),
                         session.count() ? words : std::string(tr("The number of connected people is not known now")));
    auto& people = find<Gtk::ListView>(builder_, "people");
    if (session.live()) {
        people.remove_css_class("stale");
    } else {
        people.add_css_class("stale");
    }
}

void ChatPage::show_room() {
    if (shown_room_ != desk_.room() || !desk_.room()) {
        shown_room_ = desk_.room();
        composer_.set_text(desk_.draft());
        timeline_.restart();
    }
    select_open_room();
    adw::set_window_title(adw::widget(builder_, "title"), desk_.room_name(), {});
    show_timeline();
}

void ChatPage::show_timeline() {
    auto& stack = find<Gtk::Stack>(builder_, "timeline_stack");
    auto& spinner = find<Gtk::Spinner>(builder_, "loading_spinner");
    if (desk_.room_is_empty()) {
        show_page(stack, "empty");
        spinner.stop();
    } else if (desk_.room_is_loading()) {
        show_page(stack, "loading");
        spinner.start();
    } else {
        show_page(stack, "messages");
        spinner.stop();
    }
    show_jump();
}

void ChatPage::show_jump() {
    const bool shown = !timeline_.stuck();
    auto& revealer = find<Gtk::Revealer>(builder_, "jump_revealer");
    reveal(revealer, shown);
    auto& button = find<Gtk::Button>(builder_, "jump");
    button.set_sensitive(shown);
    const std::int64_t unread = desk_.unread();
    auto& count = find<Gtk::Label>(builder_, "jump_count");
    count.set_text(std::to_string(unread));
    count.set_visible(unread > 0);
    set_accessible_label(
        button,
        unread == 0
            ? std::string(tr("Jump to the newest message"))
            : std::string(Glib::ustring::compose(
                  trn("Jump to the newest message, %1 new", "Jump to the newest message, %1 new", unread), unread)));
}

void ChatPage::select_open_room() {
    const auto store = desk_.rooms().store();
    for (guint i = 0; i < store->get_n_items(); ++i) {
        if (store->get_item(i)->facts().id == desk_.room()) {
            room_selection_->set_selected(i);
            return;
        }
    }
}

}  // namespace workspace::desktop
