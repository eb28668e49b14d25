#include "workspace/desktop/model/room_list.hpp"

#include <glibmm/ustring.h>
#include <utility>

#include "workspace/desktop/model/translate.hpp"

namespace workspace::desktop {

RoomItem::RoomItem(Facts facts) : facts_(std::move(facts)) {}

Glib::RefPtr<RoomItem> RoomItem::create(Facts facts) {
    return Glib::make_refptr_for_instance<RoomItem>(new RoomItem(std::move(facts)));
}

void RoomItem::update(Facts facts) {
    if (facts != facts_) {
        facts_ = std::move(facts);
        changed_.emit();
    }
}

std::string RoomItem::sentence() const {
    if (facts_.unread == 0) {
        return Glib::ustring::compose(tr("Room %1"), facts_.name);
    }
    return Glib::ustring::compose(trn("Room %1, %2 new message", "Room %1, %2 new messages", facts_.unread),
                                  facts_.name, facts_.unread);
}

void RoomList::set(const std::vector<core::wire::Room>& rooms) {
    bool same = rooms.size() == store_->get_n_items();
    for (guint i = 0; same && i < store_->get_n_items(); ++i) {
        same = store_->get_item(i)->facts().id == rooms[i].id;
    }
    std::vector<Glib::RefPtr<RoomItem>> items;
    for (const auto& room : rooms) {
        auto item = find(room.id);
        RoomItem::Facts facts = item ? item->facts() : RoomItem::Facts{};
        facts.id = room.id;
        facts.name = room.name;
        if (item) {
            item->update(std::move(facts));
        } else {
            item = RoomItem::create(std::move(facts));
        }
        items.push_back(std::move(item));
    }
    if (!same) {
        store_->splice(0, store_->get_n_items(), items);
    }
}

Glib::RefPtr<RoomItem> RoomList::find(core::RoomId id) const {
    for (guint i = 0; i < store_->get_n_items(); ++i) {
        if (auto item = store_->get_item(i); item->facts().id == id) {
            return item;
        }
    }
    return {};
}

}  // namespace workspace::desktop
