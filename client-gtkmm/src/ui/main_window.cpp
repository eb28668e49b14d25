#include "main_window.hpp"

#include <giomm/simpleactiongroup.h>
#include <glibmm/main.h>
#include <utility>

#include "adw.hpp"
#include "showing.hpp"
#include "workspace/desktop/model/translate.hpp"

namespace workspace::desktop {
namespace {

constexpr int kWidthMin = 360;
constexpr int kHeightMin = 480;

const char* page_of(Screen screen) {
    switch (screen) {
        case Screen::login: return "login";
        case Screen::chat: return "chat";
        case Screen::stopped: return "stopped";
    }
    return "login";
}

}  // namespace

MainWindow::MainWindow(Gtk::Application& application, Desk& desk, const ServerChoice& choice, Preferences preferences,
                       Actions actions)
    : window_(adw::new_window(application)),
      desk_(desk),
      actions_(std::move(actions)),
      preferences_(std::move(preferences)),
      url_(choice.url),
      login_(choice, {[this](const std::string& url, const std::string& name, const std::string& password) {
                          untrusted_.clear();
                          actions_.log_in(url, name, password);
                      },
                      [this] { desk_.submit(core::client::SignOut{}); }}),
      stopped_({[this] { desk_.submit(core::client::UseHere{}); },
                [this](const std::string& password) { log_in_again(password); },
                [this] { desk_.submit(core::client::SignOut{}); }}),
      chat_(desk, preferences_) {
    stack_.add(login_.root(), "login");
    stack_.add(chat_.root(), "chat");
    stack_.add(stopped_.root(), "stopped");
    stack_.set_hhomogeneous(false);
    stack_.set_vhomogeneous(false);
    stack_.set_transition_type(Gtk::StackTransitionType::CROSSFADE);
    stack_.set_transition_duration(150);
    toasts_ = adw::new_toast_overlay(stack_);
    adw::set_content(window_, *toasts_);
    window_.set_title("Workspace");
    window_.set_icon_name("workspace-desktop");
    window_.set_size_request(kWidthMin, kHeightMin);
    window_.set_default_size(preferences_.width, preferences_.height);
    if (preferences_.maximized) {
        window_.maximize();
    }
    adw::set_colours(preferences_.colours);
    make_actions(application);
    window_.signal_close_request().connect(
        [this] {
            actions_.quit();
            return true;
        },
        false);
    window_.property_is_active().signal_changed().connect([this] { chat_.set_active(window_.is_active()); });
    desk.signal_session().connect([this] { show_session(); });
    desk.signal_failed().connect([this](core::Refusal why) {
        const Words words = explain(why);
        adw::toast(*toasts_, words.title + ". " + words.detail);
    });
    desk.signal_room().connect([this] {
        const std::string room = desk_.room_name();
        window_.set_title(room.empty() ? std::string("Workspace") : room + " — Workspace");
    });
    show_server(url_);
    show_session();
}

MainWindow::~MainWindow() {
    window_.destroy();
}

void MainWindow::present() {
    window_.present();
}

void MainWindow::show_server(const std::string& url) {
    url_ = url;
    chat_.show_server(url.substr(std::min(url.size(), url.find("://") + 3)));
}

void MainWindow::show_problem(const Words& words) {
    login_.show_problem(words);
    show_page(stack_, "login");
}

void MainWindow::show_untrusted(const host::UntrustedCertificate& found, std::function<void()> accept) {
    if (std::exchange(untrusted_, found.shown.fingerprint) == found.shown.fingerprint) {
        return;
    }
    const Words words = explain(found, url_);
    const auto give_up = [this] {
        if (shown_ == Screen::login) {
            desk_.submit(core::client::SignOut{});
        }
    };
    if (found.why == host::Trust::changed) {
        adw::tell(&window_, words.title, words.detail, tr("Close"), give_up);
        return;
    }
    static_cast<void>(adw::ask(
        window_,
        {.heading = words.title, .body = words.detail, .confirm = tr("Trust This Server"), .cancel = tr("Cancel")},
        [give_up, accept = std::move(accept)](bool confirmed) { confirmed ? accept() : give_up(); }));
}

Preferences MainWindow::preferences() const {
    Preferences now = preferences_;
    now.maximized = window_.is_maximized();
    int width = 0;
    int height = 0;
    window_.get_default_size(width, height);  // as it is now, without its shadow and borders
    if (!now.maximized && width > 0 && height > 0) {
        now.width = width;
        now.height = height;
    }
    now.people_pane = chat_.people_shown();
    now.room = desk_.room() ? desk_.room()->value : now.room;
    return now;
}

void MainWindow::make_actions(Gtk::Application& application) {
    const auto colours = window_.add_action_radio_string("colours", preferences_.colours);
    colours->signal_activate().connect([this, colours = colours.get()](const Glib::VariantBase& value) {
        preferences_.colours = Glib::VariantBase::cast_dynamic<Glib::Variant<Glib::ustring>>(value).get().raw();
        colours->change_state(Glib::ustring(preferences_.colours));
        adw::set_colours(preferences_.colours);
    });
    window_.add_action("log-out", [this] { desk_.submit(core::client::SignOut{}); });
    window_.add_action("about", [this] { adw::about(window_, WORKSPACE_VERSION); });
    window_.add_action("quit", [this] { actions_.quit(); });
    window_.add_action("people", [this] { chat_.toggle_people(); });
    window_.add_action("next-room", [this] { chat_.step_room(1); });
    window_.add_action("previous-room", [this] { chat_.step_room(-1); });
    application.set_accel_for_action("win.quit", "<Control>q");
    application.set_accel_for_action("win.people", "F9");
    application.set_accel_for_action("win.next-room", "<Alt>Down");
    application.set_accel_for_action("win.previous-room", "<Alt>Up");
}

void MainWindow::show_session() {
    const auto& session = desk_.session();
    const Screen screen = session.screen();
    if (!session.login().empty()) {
        last_login_ = session.login();
    }
    login_.show(session);
    stopped_.show(session);
    if (shown_ != screen) {
        const bool from_chat = shown_ == Screen::chat || shown_ == Screen::stopped;
        shown_ = screen;
        show_page(stack_, page_of(screen));
        switch (screen) {
            case Screen::login:
                if (from_chat) {
                    login_.set_name(last_login_);
                }
                login_.focus();
                break;
            case Screen::chat: chat_.focus(); break;
            case Screen::stopped: stopped_.focus(); break;
        }
    }
    if (session.asks_to_take_over()) {
        ask_to_take_over();
    } else if (question_ != nullptr) {
        std::exchange(question_, nullptr)->destroy();
    }
}

void MainWindow::ask_to_take_over() {
    if (question_ != nullptr) {
        return;
    }
    const Words words = explain(*desk_.session().stop());
    question_ = &adw::ask(window_,
                          {.heading = words.title,
                           .body = words.detail,
                           .confirm = tr("Disconnect It and Continue Here"),
                           .cancel = tr("Cancel")},
                          [this](bool confirmed) {
                              question_ = nullptr;
                              if (confirmed) {
                                  desk_.submit(core::client::UseHere{});
                              } else {
                                  desk_.submit(core::client::SignOut{});
                              }
                          });
}

void MainWindow::log_in_again(const std::string& password) {
    actions_.log_in(url_, desk_.session().login(), password);
}

}  // namespace workspace::desktop
