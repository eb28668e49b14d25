#pragma once

#include <vector>

#include <giomm/liststore.h>

#include "workspace/desktop/model/row.hpp"

namespace workspace::desktop {

/// The rows that are shown, as a Gio::ListModel. `set` turns what is there into what should be with as few splices as
/// possible: one to trim and one to prepend a page; rows that stay keep their object, and so their widget and place.
class RowList {
public:
    RowList();
    [[nodiscard]] const Glib::RefPtr<Gio::ListStore<RowItem>>& store() const { return store_; }
    [[nodiscard]] const std::vector<Glib::RefPtr<RowItem>>& items() const { return items_; }
    void set(std::vector<Row> rows);

private:
    void remove_what_is_gone(const std::vector<Row>& rows);
    void insert_what_is_new(std::vector<Row>& rows);
    void splice(std::size_t position, std::size_t removals, const std::vector<Glib::RefPtr<RowItem>>& additions);

    Glib::RefPtr<Gio::ListStore<RowItem>> store_;
    std::vector<Glib::RefPtr<RowItem>> items_;
};

}  // namespace workspace::desktop
