#pragma once

#include <functional>
#include <string>

#include <gtkmm/builder.h>

#include "workspace/desktop/model/session_state.hpp"

namespace workspace::desktop {

/// The full page of a client that stands still (S12): why, in words, and what a person can do about it.
class StoppedPage {
public:
    struct Actions {
        std::function<void()> use_here;
        std::function<void(const std::string& password)> use_here_with_password;
        std::function<void()> somebody_else;
    };
    explicit StoppedPage(Actions actions);

    [[nodiscard]] Gtk::Widget& root();
    void show(const SessionState& session);
    void focus();

private:
    void submit();
    void update();

    Glib::RefPtr<Gtk::Builder> builder_;
    Actions actions_;
    bool busy_ = false;
    bool needs_password_ = false;
};

}  // namespace workspace::desktop
