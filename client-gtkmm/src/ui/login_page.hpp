#pragma once

#include <functional>
#include <optional>
#include <string>

#include <gtkmm/builder.h>

#include "workspace/desktop/model/server_choice.hpp"
#include "workspace/desktop/model/session_state.hpp"
#include "workspace/desktop/model/words.hpp"

namespace workspace::desktop {

/// The first page: which server, who, and the password; says in words what went wrong.
class LoginPage {
public:
    struct Actions {
        std::function<void(const std::string& url, const std::string& name, const std::string& password)> log_in;
        std::function<void()> cancel;
    };
    LoginPage(const ServerChoice& choice, Actions actions);

    [[nodiscard]] Gtk::Widget& root();
    void show(const SessionState& session);
    /// Words over the form; none takes them away.
    void show_problem(const std::optional<Words>& words);
    void set_name(const std::string& name);
    /// Where the next thing is to be typed.
    void focus();

private:
    void submit();
    void update();
    [[nodiscard]] bool other_address() const;
    [[nodiscard]] std::string url() const;

    Glib::RefPtr<Gtk::Builder> builder_;
    const ServerChoice& choice_;
    Actions actions_;
    bool busy_ = false;
};

}  // namespace workspace::desktop
