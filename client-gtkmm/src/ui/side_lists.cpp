#include "side_lists.hpp"

#include <gtkmm/box.h>
#include <gtkmm/label.h>
#include <gtkmm/listitem.h>
#include <gtkmm/noselection.h>
#include <gtkmm/signallistitemfactory.h>

#include "accessible.hpp"
#include "adw.hpp"

namespace workspace::desktop {
namespace {

constexpr int kPersonAvatar = 28;
constexpr int kRoomAvatar = 36;

/// Names the row of the list that `child` is in, for a screen reader.
void name_row(Gtk::Widget& child, const std::string& sentence) {
    if (auto* row = child.get_parent()) {
        set_accessible_label(*row, sentence);
    }
}

class PersonView : public Gtk::Box {
public:
    PersonView() : Gtk::Box(Gtk::Orientation::HORIZONTAL, 12), avatar_(adw::new_avatar(kPersonAvatar)) {
        name_.set_xalign(0.0F);
        name_.set_ellipsize(Pango::EllipsizeMode::END);
        append(*Gtk::manage(avatar_));
        append(name_);
    }
    void show(const PersonItem& item) {
        adw::set_avatar(*avatar_, item.person().name);
        name_.set_text(item.label());
        name_row(*this, item.label());
    }

private:
    Gtk::Widget* avatar_;
    Gtk::Label name_;
};

class RoomView : public Gtk::Box {
public:
    RoomView() : Gtk::Box(Gtk::Orientation::HORIZONTAL, 12), avatar_(adw::new_avatar(kRoomAvatar)) {
        avatar_->set_valign(Gtk::Align::CENTER);
        for (auto* label : {&name_, &preview_}) {
            label->set_xalign(0.0F);
            label->set_hexpand(true);
            label->set_ellipsize(Pango::EllipsizeMode::END);
        }
        at_.add_css_class("dim-label");
        at_.add_css_class("at");
        preview_.add_css_class("dim-label");
        preview_.add_css_class("preview");
        unread_.add_css_class("badge");
        unread_.set_valign(Gtk::Align::CENTER);
        top_.append(name_);
        top_.append(at_);
        bottom_.append(preview_);
        bottom_.append(unread_);
        column_.set_valign(Gtk::Align::CENTER);
        column_.append(top_);
        column_.append(bottom_);
        append(*Gtk::manage(avatar_));
        append(column_);
    }
    void bind(const Glib::RefPtr<RoomItem>& item) {
        item_ = item;
        changed_ = item->signal_changed().connect([this] { show(); });
        show();
    }
    void unbind() {
        changed_.disconnect();
        item_.reset();
    }

private:
    void show() {
        const auto& facts = item_->facts();
        adw::set_avatar(*avatar_, facts.name);
        name_.set_text(facts.name);
        at_.set_text(facts.time);
        preview_.set_text(facts.preview);
        bottom_.set_visible(!facts.preview.empty() || facts.unread > 0);
        unread_.set_text(std::to_string(facts.unread));
        unread_.set_visible(facts.unread > 0);
        if (facts.unread > 0) {
            name_.add_css_class("has-unread");
        } else {
            name_.remove_css_class("has-unread");
        }
        name_row(*this, item_->sentence());
    }

    Glib::RefPtr<RoomItem> item_;
    sigc::connection changed_;
    Gtk::Widget* avatar_;
    Gtk::Box column_{Gtk::Orientation::VERTICAL, 2};
    Gtk::Box top_{Gtk::Orientation::HORIZONTAL, 6};
    Gtk::Box bottom_{Gtk::Orientation::HORIZONTAL, 6};
    Gtk::Label name_;
    Gtk::Label at_;
    Gtk::Label preview_;
    Gtk::Label unread_;
};

}  // namespace

void show_people(Gtk::ListView& list, const PeopleList& people) {
    const auto factory = Gtk::SignalListItemFactory::create();
    factory->signal_setup().connect([](const Glib::RefPtr<Gtk::ListItem>& item) {
        item->set_activatable(false);
        item->set_selectable(false);
        item->set_child(*Gtk::make_managed<PersonView>());
    });
    factory->signal_bind().connect([](const Glib::RefPtr<Gtk::ListItem>& item) {
        const auto person = std::dynamic_pointer_cast<PersonItem>(item->get_item());
        dynamic_cast<PersonView&>(*item->get_child()).show(*person);
    });
    list.set_factory(factory);
    list.set_model(Gtk::NoSelection::create(people.store()));
}

void show_rooms(Gtk::ListView& list) {
    const auto factory = Gtk::SignalListItemFactory::create();
    factory->signal_setup().connect(
        [](const Glib::RefPtr<Gtk::ListItem>& item) { item->set_child(*Gtk::make_managed<RoomView>()); });
    factory->signal_bind().connect([](const Glib::RefPtr<Gtk::ListItem>& item) {
        dynamic_cast<RoomView&>(*item->get_child()).bind(std::dynamic_pointer_cast<RoomItem>(item->get_item()));
    });
    factory->signal_unbind().connect(
        [](const Glib::RefPtr<Gtk::ListItem>& item) { dynamic_cast<RoomView&>(*item->get_child()).unbind(); });
    list.set_factory(factory);
}

}  // namespace workspace::desktop
