#pragma once

#include <map>
#include <optional>

#include <gtkmm/listview.h>
#include <gtkmm/scrolledwindow.h>
#include <gtkmm/signallistitemfactory.h>
#include <sigc++/signal.h>

#include "row_view.hpp"
#include "workspace/desktop/model/desk.hpp"

namespace workspace::desktop {

/// The scrolling of the timeline: stuck to the bottom until the person scrolls up, more at both ends before they are
/// reached, and what is being read stays where it is when something is put above it.
class TimelineView {
public:
    TimelineView(Gtk::ScrolledWindow& scroller, Gtk::ListView& list, Desk& desk);
    ~TimelineView();
    TimelineView(const TimelineView&) = delete;
    TimelineView& operator=(const TimelineView&) = delete;

    [[nodiscard]] bool stuck() const { return stuck_; }
    /// To the newest message, and stay there.
    void jump_to_newest();
    /// Another room is shown.
    void restart();
    /// By a part of a page; negative is up.
    void scroll_by_page(double pages);
    /// `stuck` has changed.
    sigc::signal<void()>& signal_stuck() { return stuck_changed_; }

private:
    /// A message and how far below the upper edge of what is in sight it is, in pixels.
    struct Anchor {
        RowKey key;
        double y = 0;
    };

    void make_factory(Gtk::ListView& list);
    void scrolled();
    void resized();
    void settle();
    void look_ahead();
    void set_stuck(bool stuck);
    void remember_anchor();
    [[nodiscard]] std::optional<double> y_of(const RowKey& key) const;

    Gtk::ListView& list_;
    Glib::RefPtr<Gtk::Adjustment> adjustment_;
    Desk& desk_;
    RowActions actions_;
    std::map<RowKey, RowView*> views_;
    bool stuck_ = true;
    bool settling_ = false;
    double upper_ = 0;
    double page_ = 0;
    std::optional<Anchor> anchor_;  ///< only near the top, where the list has no row to hold on to
    sigc::connection settle_later_;
    sigc::connection look_later_;
    sigc::signal<void()> stuck_changed_;
};

}  // namespace workspace::desktop
