#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <gtkmm/application.h>
#include <gtkmm/applicationwindow.h>
#include <gtkmm/stack.h>

#include "chat_page.hpp"
#include "login_page.hpp"
#include "stopped_page.hpp"
#include "workspace/desktop/model/desk.hpp"
#include "workspace/desktop/model/preferences.hpp"
#include "workspace/desktop/model/server_choice.hpp"

namespace workspace::desktop {

/// The one window: the page that the session asks for, dialogs, actions and keys.
class MainWindow {
public:
    struct Actions {
        std::function<void(const std::string& url, const std::string& name, const std::string& password)> log_in;
        std::function<void()> quit;
    };
    MainWindow(Gtk::Application& application, Desk& desk, const ServerChoice& choice, Preferences preferences,
               Actions actions);
    ~MainWindow();
    MainWindow(const MainWindow&) = delete;
    MainWindow& operator=(const MainWindow&) = delete;

    [[nodiscard]] Gtk::ApplicationWindow& window() { return window_; }
    void present();
    void show_server(const std::string& url);
    /// Words on the login page for what did not even reach a server.
    void show_problem(const Words& words);
    /// A certificate stopped the connection: a question whose yes is `accept`, or, where another certificate was accepted
    /// before, words alone. Asked once for each certificate and login.
    void show_untrusted(const host::UntrustedCertificate& found, std::function<void()> accept);
    /// How the window is left.
    [[nodiscard]] Preferences preferences() const;

private:
    void make_actions(Gtk::Application& application);
    void show_session();
    void ask_to_take_over();
    void log_in_again(const std::string& password);

    Gtk::ApplicationWindow& window_;
    Desk& desk_;
    Actions actions_;
    mutable Preferences preferences_;
    std::string url_;
    std::string last_login_;
    LoginPage login_;
    StoppedPage stopped_;
    ChatPage chat_;
    Gtk::Stack stack_;
    Gtk::Widget* toasts_ = nullptr;
    Gtk::Window* question_ = nullptr;
    std::string untrusted_;  ///< the fingerprint that was asked about
    std::optional<Screen> shown_;
};

}  // namespace workspace::desktop
