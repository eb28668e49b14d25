#pragma once

#include <memory>
#include <string>

#include <gtkmm/application.h>

#include "main_window.hpp"
#include "workspace/desktop/app/options.hpp"
#include "workspace/desktop/instance/single_instance.hpp"
#include "workspace/desktop/net/backend.hpp"

namespace workspace::desktop {

/// Resources, icons, style: once, before the first window.
void prepare_looks();

/// The program from the first window to the last `bye`. Made once the computer is ours (W2).
class Program {
public:
    Program(Options options, SingleInstance& instance);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    ExitCode run();

private:
    void activate();
    void connect_to(const std::string& url, bool new_identity);
    void log_in(const std::string& url, const std::string& name, const std::string& password);
    /// The person has compared the fingerprint.
    void trust(const std::string& ws, const std::string& fingerprint);
    void quit();
    void end();
    [[nodiscard]] std::string socket_url(const std::string& url) const;

    Options options_;
    SingleInstance& instance_;
    Glib::RefPtr<Gtk::Application> application_;
    ServerChoice choice_;
    std::string url_;
    std::string remembered_;
    Desk desk_;
    std::unique_ptr<MainWindow> window_;
    std::unique_ptr<Backend> backend_;
    bool quitting_ = false;
    ExitCode code_ = ExitCode::ok;
};

}  // namespace workspace::desktop
