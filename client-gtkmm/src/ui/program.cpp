#include "program.hpp"

#include <glib-unix.h>
#include <glibmm/main.h>
#include <gtkmm/cssprovider.h>
#include <gtkmm/icontheme.h>
#include <gtkmm/stylecontext.h>
#include <csignal>
#include <exception>
#include <iostream>
#include <utility>

#include "adw.hpp"
#include "workspace/desktop/model/translate.hpp"
#include "workspace/desktop/net/runner_backend.hpp"
#include "workspace/host/paths.hpp"
#include "workspace/host/server_url.hpp"
#include "workspace/host/workstation.hpp"

extern "C" GResource* workspace_desktop_get_resource();

namespace workspace::desktop {
namespace {

constexpr const char* kApplicationId = "net.workspace.Desktop";
constexpr const char* kResources = "/net/workspace/Desktop";
/// How long the server has to answer `bye`; the window is gone already.
constexpr unsigned kLeaveWithinMs = 2000;

std::filesystem::path preferences_file() {
    return host::config_folder() / "desktop.ini";
}

int on_signal(gpointer quit) {
    (*static_cast<std::function<void()>*>(quit))();
    return G_SOURCE_CONTINUE;
}

}  // namespace

void prepare_looks() {
    g_resources_register(workspace_desktop_get_resource());
    adw::init();
    const auto display = Gdk::Display::get_default();
    Gtk::IconTheme::get_for_display(display)->add_resource_path(std::string(kResources) + "/icons");
    const auto style = Gtk::CssProvider::create();
    style->load_from_resource(std::string(kResources) + "/style.css");
    Gtk::StyleContext::add_provider_for_display(display, style, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
    Gtk::Window::set_default_icon_name("workspace-desktop");
}

Program::Program(Options options, SingleInstance& instance)
    : options_(std::move(options)),
      instance_(instance),
      // Uniqueness is the kernel's lock and not the session bus's business, of which there may be none.
      application_(Gtk::Application::create(kApplicationId, Gio::Application::Flags::NON_UNIQUE)),
      desk_([this](core::client::Command command) {
          if (backend_) {
              backend_->submit(std::move(command));
          }
      }) {
    if (options_.data_dir.empty()) {
        options_.data_dir = host::default_data_dir();
    }
    choice_ = choose_server(host::load_connection_settings(host::connection_files()), options_.server,
                            options_.environment, options_.data_dir);
    url_ = choice_.url;
}

Program::~Program() = default;

ExitCode Program::run() {
    application_->signal_activate().connect([this] { activate(); });
    desk_.signal_ended().connect([this] { end(); });
    desk_.signal_session().connect([this] {
        if (desk_.session().live() && remembered_ != url_) {
            remembered_ = url_;
            try {
                remember_server(options_.data_dir, url_);
            } catch (const std::exception& error) {
                std::cerr << error.what() << "\n";  // only the next start's first suggestion
            }
        }
    });
    std::function<void()> leave = [this] { quit(); };
    g_unix_signal_add(SIGTERM, &on_signal, &leave);
    g_unix_signal_add(SIGINT, &on_signal, &leave);
    g_unix_signal_add(SIGHUP, &on_signal, &leave);
    const int status = application_->run();
    return status == 0 ? code_ : ExitCode::failed;
}

void Program::activate() {
    if (window_) {
        window_->present();
        return;
    }
    prepare_looks();
    const Preferences preferences = load_preferences(preferences_file());
    if (preferences.room != 0) {
        desk_.prefer(core::RoomId{preferences.room});
    }
    window_ = std::make_unique<MainWindow>(
        *application_, desk_, choice_, preferences,
        MainWindow::Actions{[this](const std::string& url, const std::string& name, const std::string& password) {
                                log_in(url, name, password);
                            },
                            [this] { quit(); }});
    instance_.listener().serve([this](const std::string& token) {
        if (!token.empty()) {
            window_->window().set_startup_id(token);
        }
        window_->window().unminimize();
        window_->present();
    });
    window_->present();
    try {
        connect_to(url_, false);
    } catch (const std::exception& error) {
        window_->show_problem({tr("Workspace cannot start here"), error.what()});
    }
}

/// Addresses of environments come with their own `ws`.
std::string Program::socket_url(const std::string& url) const {
    const auto named = choice_.index_of(url);
    return named ? choice_.named[*named].environment.ws : host::environment_of(url).ws;
}

void Program::connect_to(const std::string& url, bool new_identity) {
    const std::string ws = socket_url(url);
    backend_.reset();  // it holds the data folder
    if (new_identity && options_.workstation.empty()) {
        (void)host::replace_workstation_key(options_.data_dir, {});
    }
    auto backend = std::make_unique<RunnerBackend>(host::RunnerConfig{.ws_url = ws,
                                                                      .data_dir = options_.data_dir,
                                                                      .workstation_label = {},
                                                                      .workstation_override = options_.workstation});
    for (const auto& warning : backend->warnings()) {
        std::cerr << warning << "\n";
    }
    url_ = url;
    window_->show_server(url);
    backend->on_untrusted([this, ws](const host::UntrustedCertificate& found) {
        window_->show_untrusted(found, [this, ws, fingerprint = found.shown.fingerprint] { trust(ws, fingerprint); });
    });
    backend_ = std::move(backend);
    backend_->start([this](const Desk::Events& events) { desk_.apply(events); });
}

void Program::trust(const std::string& ws, const std::string& fingerprint) {
    try {
        host::TrustedServers(options_.data_dir).remember(host::parse_server_url(ws), fingerprint);
        desk_.submit(core::client::ReconnectNow{});
    } catch (const std::exception& error) {
        window_->show_problem({tr("This does not work"), error.what()});
    }
}

void Program::log_in(const std::string& url, const std::string& name, const std::string& password) {
    const auto& stop = desk_.session().stop();
    const bool cloned = stop && stop->refusal == core::Refusal::workstation_cloned;
    try {
        const std::string plain = choice_.index_of(url) ? url : host::environment_of(url).url;
        if (!backend_ || plain != url_ || cloned) {
            connect_to(plain, cloned);
        }
        backend_->submit(core::client::SignIn{.name = name, .password = core::SecretText(password)});
    } catch (const std::exception& error) {
        window_->show_problem({tr("This does not work"), error.what()});
    }
}

void Program::quit() {
    if (std::exchange(quitting_, true)) {
        end();  // asked twice: at once
        return;
    }
    if (window_) {
        save_preferences(window_->preferences(), preferences_file());
        window_->window().set_visible(false);
    }
    if (!backend_) {
        end();
        return;
    }
    backend_->submit(core::client::Quit{});
    Glib::signal_timeout().connect_once([this] { end(); }, kLeaveWithinMs);
}

void Program::end() {
    backend_.reset();
    application_->quit();
}

}  // namespace workspace::desktop
