#include "stopped_page.hpp"

#include <gtkmm/button.h>
#include <gtkmm/spinner.h>
#include <utility>

#include "adw.hpp"
#include "find.hpp"
#include "workspace/desktop/model/translate.hpp"
#include "workspace/desktop/model/words.hpp"

namespace workspace::desktop {
namespace {

using core::CloseCode;
using core::Refusal;

struct Look {
    const char* icon;
    const char* button;
};

Look look_of(const core::client::Stop& stop) {
    if (stop.close == CloseCode::superseded || stop.close == CloseCode::evicted ||
        stop.refusal == Refusal::superseded || stop.refusal == Refusal::session_elsewhere) {
        return {"computer-symbolic", tr("Use Here")};
    }
    if (stop.refusal == Refusal::account_locked) {
        return {"changes-prevent-symbolic", tr("Try Again")};
    }
    if (stop.refusal == Refusal::workstation_busy) {
        return {"system-users-symbolic", tr("Try Again")};
    }
    if (stop.needs_password) {
        return {"changes-prevent-symbolic", tr("Log In")};
    }
    return {"network-offline-symbolic", tr("Try Again")};
}

}  // namespace

StoppedPage::StoppedPage(Actions actions) : builder_(load_ui("stopped.ui")), actions_(std::move(actions)) {
    auto& password = adw::widget(builder_, "password");
    adw::on_entry_changed(password, [this] { update(); });
    adw::on_entry_activated(password, [this] { submit(); });
    adw::name_icon_buttons(password);
    find<Gtk::Button>(builder_, "use_here").signal_clicked().connect([this] { submit(); });
    find<Gtk::Button>(builder_, "somebody_else").signal_clicked().connect([this] { actions_.somebody_else(); });
}

Gtk::Widget& StoppedPage::root() {
    return find<Gtk::Widget>(builder_, "root");
}

void StoppedPage::show(const SessionState& session) {
    const bool was_busy = std::exchange(busy_, session.busy());
    if (session.stop()) {
        const Words words = explain(*session.stop());
        const Look look = look_of(*session.stop());
        adw::set_status(adw::widget(builder_, "page"), look.icon, words.title, words.detail);
        find<Gtk::Button>(builder_, "use_here").set_label(look.button);
        needs_password_ = session.stop()->needs_password;
    }
    if (was_busy && !busy_) {
        adw::set_entry_text(adw::widget(builder_, "password"), {});
    }
    adw::widget(builder_, "password_group").set_visible(needs_password_);
    update();
    if (was_busy && !busy_ && root().get_mapped()) {
        focus();  // what had it may be hidden now
    }
}

void StoppedPage::focus() {
    if (needs_password_) {
        adw::focus_entry(adw::widget(builder_, "password"));
    } else {
        find<Gtk::Button>(builder_, "use_here").grab_focus();
    }
}

void StoppedPage::submit() {
    const std::string password = adw::entry_text(adw::widget(builder_, "password"));
    if (busy_ || (needs_password_ && password.empty())) {
        return;
    }
    if (needs_password_) {
        actions_.use_here_with_password(password);
    } else {
        actions_.use_here();
    }
}

void StoppedPage::update() {
    const bool ready = !needs_password_ || !adw::entry_text(adw::widget(builder_, "password")).empty();
    find<Gtk::Button>(builder_, "use_here").set_sensitive(ready && !busy_);
    auto& spinner = find<Gtk::Spinner>(builder_, "spinner");
    if (busy_) {
        spinner.start();
    } else {
        spinner.stop();
    }
}

}  // namespace workspace::desktop
