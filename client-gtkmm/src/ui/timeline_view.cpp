#include "timeline_view.hpp"

#include <glibmm/main.h>
#include <gtkmm/adjustment.h>
#include <gtkmm/listitem.h>
#include <gtkmm/noselection.h>
#include <algorithm>
#include <cmath>

namespace workspace::desktop {
namespace {

constexpr double kAtBottomWithin = 4.0;
/// More is shown when less than this is left to scroll: pages of the view, and pixels for small ones.
constexpr double kAheadPages = 1.0;
constexpr double kAheadPixels = 300.0;
/// Rows above the first message (a hole, a day) take less than this.
constexpr double kNearTop = 200.0;

/// What the list gives a row of this width.
int height_of(const Gtk::Widget& row, int width) {
    int height = 0;
    int natural = 0;
    int baseline = 0;
    int natural_baseline = 0;
    row.measure(Gtk::Orientation::VERTICAL, width, height, natural, baseline, natural_baseline);
    return height;
}

}  // namespace

TimelineView::TimelineView(Gtk::ScrolledWindow& scroller, Gtk::ListView& list, Desk& desk)
    : list_(list),
      adjustment_(scroller.get_vadjustment()),
      desk_(desk),
      actions_{[this](const core::ClientId& cid) { desk_.retry(cid); },
               [this](const core::ClientId& cid) { desk_.discard(cid); },
               [this](const core::Interval& missing) { desk_.fill(missing); }} {
    make_factory(list);
    list.set_model(Gtk::NoSelection::create(desk.timeline().rows()));
    adjustment_->signal_value_changed().connect([this] { scrolled(); });
    adjustment_->property_upper().signal_changed().connect([this] { resized(); });
    adjustment_->property_page_size().signal_changed().connect([this] { resized(); });
}

TimelineView::~TimelineView() {
    settle_later_.disconnect();
    look_later_.disconnect();
}

void TimelineView::make_factory(Gtk::ListView& list) {
    const auto factory = Gtk::SignalListItemFactory::create();
    factory->signal_setup().connect([this](const Glib::RefPtr<Gtk::ListItem>& item) {
        item->set_activatable(false);
        item->set_selectable(false);
        item->set_child(*Gtk::make_managed<RowView>(actions_));
    });
    factory->signal_bind().connect([this](const Glib::RefPtr<Gtk::ListItem>& item) {
        auto* view = dynamic_cast<RowView*>(item->get_child());
        const auto row = std::dynamic_pointer_cast<RowItem>(item->get_item());
        views_[row->row().key] = view;
        view->bind(row);
    });
    factory->signal_unbind().connect([this](const Glib::RefPtr<Gtk::ListItem>& item) {
        auto* view = dynamic_cast<RowView*>(item->get_child());
        std::erase_if(views_, [view](const auto& entry) { return entry.second == view; });
        view->unbind();
    });
    list.set_factory(factory);
}

void TimelineView::jump_to_newest() {
    desk_.timeline().jump_to_newest();
    restart();
}

void TimelineView::restart() {
    anchor_.reset();
    set_stuck(true);
    resized();
}

void TimelineView::scroll_by_page(double pages) {
    adjustment_->set_value(adjustment_->get_value() + pages * adjustment_->get_page_size());
}

/// The value has changed: by the person if nothing else has, else by the list that follows its rows (which tells of a new
/// height first, and of the new value after that).
void TimelineView::scrolled() {
    const double upper = adjustment_->get_upper();
    const double page = adjustment_->get_page_size();
    if (!settling_ && !settle_later_.connected() && upper == upper_ && page == page_) {
        const bool at_bottom = adjustment_->get_value() >= upper - page - kAtBottomWithin;
        set_stuck(at_bottom && desk_.timeline().at_newest());
        remember_anchor();
    }
    look_ahead();
}

void TimelineView::resized() {
    upper_ = adjustment_->get_upper();
    page_ = adjustment_->get_page_size();
    if (!settle_later_.connected()) {
        // Not from here: the list is being laid out, and would take it back.
        settle_later_ = Glib::signal_idle().connect(
            [this] {
                settle_later_.disconnect();
                settle();
                return false;
            },
            Glib::PRIORITY_HIGH_IDLE);
    }
}

void TimelineView::settle() {
    settling_ = true;
    if (stuck_) {
        adjustment_->set_value(adjustment_->get_upper() - adjustment_->get_page_size());
    } else if (anchor_) {
        if (const auto y = y_of(anchor_->key); y && std::abs(*y - anchor_->y) >= 1.0) {
            const double wanted = adjustment_->get_value() + *y - anchor_->y;
            adjustment_->set_value(wanted);
            if (std::abs(adjustment_->get_value() - wanted) < 1.0) {
                anchor_.reset();  // else it is not yet that high
            }
        }
    }
    settling_ = false;
    look_ahead();
}

void TimelineView::look_ahead() {
    if (look_later_.connected()) {
        return;
    }
    look_later_ = Glib::signal_idle().connect([this] {
        look_later_.disconnect();
        const double page = adjustment_->get_page_size();
        const double ahead = std::max(page * kAheadPages, kAheadPixels);
        const double above = adjustment_->get_value();
        const double below = adjustment_->get_upper() - page - above;
        if (page > 1 && above < ahead) {
            desk_.older();
        } else if (page > 1 && below < ahead && !stuck_) {
            desk_.timeline().extend_newer();
        }
        return false;
    });
}

void TimelineView::set_stuck(bool stuck) {
    if (stuck_ != stuck) {
        stuck_ = stuck;
        desk_.follow(stuck);
        stuck_changed_.emit();
    }
}

void TimelineView::remember_anchor() {
    anchor_.reset();
    if (stuck_ || adjustment_->get_value() > kNearTop) {
        return;
    }
    for (const auto& item : desk_.timeline().items()) {
        const RowKey& key = item->row().key;
        const auto y = key.kind == RowKey::Kind::message ? y_of(key) : std::nullopt;
        if (y && *y >= 0) {
            anchor_ = Anchor{key, *y};
            return;
        }
    }
}

/// Where a row is, or will be when the list has been laid out: GTK tells the places of rows in sight only, and those of
/// before the last scrolling.
std::optional<double> TimelineView::y_of(const RowKey& key) const {
    double y = -adjustment_->get_value();
    for (const auto& item : desk_.timeline().items()) {
        if (item->row().key == key) {
            return y;
        }
        const auto view = views_.find(item->row().key);
        if (view == views_.end()) {
            return std::nullopt;
        }
        y += height_of(*view->second->get_parent(), list_.get_width());
    }
    return std::nullopt;
}

}  // namespace workspace::desktop
