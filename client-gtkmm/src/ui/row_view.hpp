#pragma once

#include <functional>
#include <memory>

#include <gtkmm/box.h>
#include <gtkmm/button.h>
#include <gtkmm/image.h>
#include <gtkmm/label.h>
#include <gtkmm/spinner.h>
#include <sigc++/connection.h>

#include "workspace/desktop/model/row.hpp"

namespace workspace::desktop {

/// What a person can do in a row.
struct RowActions {
    std::function<void(const core::ClientId&)> retry;
    std::function<void(const core::ClientId&)> discard;
    std::function<void(const core::Interval&)> fill;
};

/// A message: avatar, author and time where a group starts, the bubble, and how far one's own has come.
class MessageView : public Gtk::Box {
public:
    explicit MessageView(const RowActions& actions);
    void show(const Row& row);

private:
    void show_echo(const Row& row);
    void show_failure(const Row& row);

    const RowActions& actions_;
    core::ClientId cid_;
    Gtk::Box gutter_;
    Gtk::Widget* avatar_;
    Gtk::Box column_{Gtk::Orientation::VERTICAL, 3};
    Gtk::Box head_{Gtk::Orientation::HORIZONTAL, 9};
    Gtk::Label author_;
    Gtk::Label at_;
    Gtk::Box line_{Gtk::Orientation::HORIZONTAL, 6};
    Gtk::Image echo_;
    Gtk::Label body_;
    Gtk::Box failure_{Gtk::Orientation::VERTICAL, 6};
    Gtk::Label why_;
    Gtk::Box buttons_{Gtk::Orientation::HORIZONTAL, 6};
    Gtk::Button retry_;
    Gtk::Button discard_;
};

/// Messages that are not held (H1).
class HoleView : public Gtk::Box {
public:
    explicit HoleView(const RowActions& actions);
    void show(const Row& row);

private:
    const RowActions& actions_;
    core::Interval missing_;
    Gtk::Spinner spinner_;
    Gtk::Label text_;
    Gtk::Button load_;
};

/// One row of the timeline, of whatever kind.
class RowView : public Gtk::Box {
public:
    explicit RowView(const RowActions& actions);
    void bind(const Glib::RefPtr<RowItem>& item);
    void unbind();

private:
    void show();
    void show_separator(const Row& row);

    const RowActions& actions_;
    Glib::RefPtr<RowItem> item_;
    sigc::connection changed_;
    std::unique_ptr<MessageView> message_;
    std::unique_ptr<HoleView> hole_;
    Gtk::Box separator_;
    Gtk::Label separator_text_;
};

}  // namespace workspace::desktop
