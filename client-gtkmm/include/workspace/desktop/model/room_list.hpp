#pragma once

#include <string>
#include <vector>

#include <giomm/liststore.h>
#include <sigc++/signal.h>

#include "workspace/core/wire/records.hpp"

namespace workspace::desktop {

/// One room in the list on the left.
class RoomItem : public Glib::Object {
public:
    struct Facts {
        core::RoomId id;
        std::string name;
        std::int64_t unread = 0;
        std::string preview;  ///< the last message, one line
        std::string time;     ///< of the last message
        bool operator==(const Facts&) const = default;
    };
    static Glib::RefPtr<RoomItem> create(Facts facts);
    [[nodiscard]] const Facts& facts() const { return facts_; }
    /// Emits `changed` if it is different.
    void update(Facts facts);
    /// As a full sentence, for those who listen.
    [[nodiscard]] std::string sentence() const;
    sigc::signal<void()>& signal_changed() { return changed_; }

private:
    explicit RoomItem(Facts facts);
    Facts facts_;
    sigc::signal<void()> changed_;
};

/// The rooms, in the server's order.
class RoomList {
public:
    RoomList() : store_(Gio::ListStore<RoomItem>::create()) {}
    void set(const std::vector<core::wire::Room>& rooms);
    void clear() { store_->remove_all(); }
    /// nullptr if there is no such room.
    [[nodiscard]] Glib::RefPtr<RoomItem> find(core::RoomId id) const;
    [[nodiscard]] Glib::RefPtr<Gio::ListStore<RoomItem>> store() const { return store_; }

private:
    Glib::RefPtr<Gio::ListStore<RoomItem>> store_;
};

}  // namespace workspace::desktop
