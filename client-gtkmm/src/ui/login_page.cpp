#include "login_page.hpp"

#include <gtkmm/box.h>
#include <gtkmm/button.h>
#include <gtkmm/label.h>
#include <gtkmm/spinner.h>
#include <gtkmm/window.h>
#include <utility>

#include "accessible.hpp"
#include "adw.hpp"
#include "find.hpp"
#include "workspace/desktop/model/translate.hpp"

namespace workspace::desktop {
namespace {

std::vector<std::string> names_of(const ServerChoice& choice) {
    std::vector<std::string> names;
    names.reserve(choice.named.size() + 1);
    for (const auto& one : choice.named) {
        names.push_back(one.name);
    }
    names.emplace_back(tr("Other address…"));
    return names;
}

/// What a failed login says. A stop that is answered by a dialog says nothing here.
std::optional<Words> problem_of(const SessionState& session) {
    if (!session.stop() || session.asks_to_take_over()) {
        return std::nullopt;
    }
    return explain(*session.stop());
}

}  // namespace

LoginPage::LoginPage(const ServerChoice& choice, Actions actions)
    : builder_(load_ui("login.ui")), choice_(choice), actions_(std::move(actions)) {
    auto& server = adw::widget(builder_, "server");
    auto& address = adw::widget(builder_, "address");
    const auto known = choice.index_of(choice.url);
    adw::set_choices(server, names_of(choice), known.value_or(choice.named.size()));
    adw::set_entry_text(address, known ? std::string{} : choice.url);
    adw::on_choice(server, [this] {
        update();
        if (other_address()) {
            adw::focus_entry(adw::widget(builder_, "address"));
        }
    });
    for (const char* entry : {"address", "name", "password"}) {
        auto& row = adw::widget(builder_, entry);
        adw::on_entry_changed(row, [this] { update(); });
        adw::on_entry_activated(row, [this] { submit(); });
    }
    adw::name_icon_buttons(adw::widget(builder_, "password"));
    find<Gtk::Button>(builder_, "log_in").signal_clicked().connect([this] { submit(); });
    find<Gtk::Button>(builder_, "cancel").signal_clicked().connect([this] { actions_.cancel(); });
    update();
}

Gtk::Widget& LoginPage::root() {
    return find<Gtk::Widget>(builder_, "root");
}

void LoginPage::show(const SessionState& session) {
    const bool was_busy = std::exchange(busy_, session.busy());
    if (!busy_) {
        show_problem(problem_of(session));
    } else if (!was_busy) {
        show_problem(std::nullopt);
        if (auto* window = dynamic_cast<Gtk::Window*>(root().get_root()); window != nullptr && root().get_mapped()) {
            window->unset_focus();  // an entry that is made insensitive with the focus in it complains
        }
    }
    const bool waits = session.phase() == core::client::Phase::waiting;
    find<Gtk::Label>(builder_, "progress_text")
        .set_text(waits ? tr("The server does not answer; still trying…") : tr("Connecting…"));
    if (was_busy && !busy_ && session.stop() && root().get_mapped()) {
        adw::set_entry_text(adw::widget(builder_, "password"), {});
        focus();
    }
    if (session.live()) {
        adw::set_entry_text(adw::widget(builder_, "password"), {});
    }
    update();
}

void LoginPage::show_problem(const std::optional<Words>& words) {
    auto& problem = find<Gtk::Box>(builder_, "problem");
    problem.set_visible(words.has_value());
    if (words) {
        set_accessible_label(problem, words->title + ". " + words->detail);
        find<Gtk::Label>(builder_, "problem_title").set_text(words->title);
        find<Gtk::Label>(builder_, "problem_detail").set_text(words->detail);
    }
}

void LoginPage::set_name(const std::string& name) {
    adw::set_entry_text(adw::widget(builder_, "name"), name);
}

void LoginPage::focus() {
    const bool named = !adw::entry_text(adw::widget(builder_, "name")).empty();
    adw::focus_entry(adw::widget(builder_, named ? "password" : "name"));
}

void LoginPage::submit() {
    const std::string name = adw::entry_text(adw::widget(builder_, "name"));
    const std::string password = adw::entry_text(adw::widget(builder_, "password"));
    if (busy_) {
        return;
    }
    if (name.empty() || password.empty()) {
        adw::focus_entry(adw::widget(builder_, name.empty() ? "name" : "password"));
        return;
    }
    actions_.log_in(url(), name, password);
}

void LoginPage::update() {
    const bool complete = !adw::entry_text(adw::widget(builder_, "name")).empty() &&
                          !adw::entry_text(adw::widget(builder_, "password")).empty() && !url().empty();
    adw::widget(builder_, "address").set_visible(other_address());
    for (const char* row : {"server", "address", "name", "password"}) {
        adw::widget(builder_, row).set_sensitive(!busy_);
    }
    find<Gtk::Button>(builder_, "log_in").set_sensitive(complete && !busy_);
    auto& spinner = find<Gtk::Spinner>(builder_, "spinner");
    auto& progress = find<Gtk::Box>(builder_, "progress");
    progress.set_opacity(busy_ ? 1.0 : 0.0);  // keeps its place, so that nothing moves
    progress.set_sensitive(busy_);
    if (busy_) {
        spinner.start();
    } else {
        spinner.stop();
    }
}

bool LoginPage::other_address() const {
    return adw::choice(adw::widget(builder_, "server")) >= choice_.named.size();
}

std::string LoginPage::url() const {
    const std::size_t chosen = adw::choice(adw::widget(builder_, "server"));
    return chosen < choice_.named.size() ? choice_.named[chosen].environment.url
                                         : adw::entry_text(adw::widget(builder_, "address"));
}

}  // namespace workspace::desktop
