#include "workspace/desktop/model/row_list.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace workspace::desktop {
namespace {

using Items = std::vector<Glib::RefPtr<RowItem>>;

/// Whether what is left of the old rows has the order of the new ones.
bool in_order(const Items& items, const std::vector<Row>& rows) {
    std::size_t next = 0;
    for (const auto& item : items) {
        while (next < rows.size() && rows[next].key != item->row().key) {
            ++next;
        }
        if (next == rows.size()) {
            return false;
        }
        ++next;
    }
    return true;
}

}  // namespace

RowList::RowList() : store_(Gio::ListStore<RowItem>::create()) {}

void RowList::set(std::vector<Row> rows) {
    remove_what_is_gone(rows);
    if (!in_order(items_, rows)) {
        splice(0, items_.size(), {});  // rare: a post that went past another
    }
    insert_what_is_new(rows);
}

void RowList::remove_what_is_gone(const std::vector<Row>& rows) {
    std::set<RowKey> wanted;
    for (const Row& row : rows) {
        wanted.insert(row.key);
    }
    std::size_t end = items_.size();
    while (end > 0) {
        if (wanted.contains(items_[end - 1]->row().key)) {
            --end;
            continue;
        }
        std::size_t begin = end - 1;
        while (begin > 0 && !wanted.contains(items_[begin - 1]->row().key)) {
            --begin;
        }
        splice(begin, end - begin, {});
        end = begin;
    }
}

void RowList::insert_what_is_new(std::vector<Row>& rows) {
    std::size_t at = 0;
    while (at < rows.size()) {
        if (at < items_.size() && items_[at]->row().key == rows[at].key) {
            items_[at]->update(std::move(rows[at]));
            ++at;
            continue;
        }
        const auto next = at < items_.size() ? std::optional{items_[at]->row().key} : std::nullopt;
        Items additions;
        for (std::size_t i = at; i < rows.size() && rows[i].key != next; ++i) {
            additions.push_back(RowItem::create(std::move(rows[i])));
        }
        splice(at, 0, additions);
        at += additions.size();
    }
}

void RowList::splice(std::size_t position, std::size_t removals, const Items& additions) {
    const auto from = items_.begin() + static_cast<std::ptrdiff_t>(position);
    const auto place = items_.erase(from, from + static_cast<std::ptrdiff_t>(removals));
    items_.insert(place, additions.begin(), additions.end());
    store_->splice(static_cast<guint>(position), static_cast<guint>(removals), additions);
}

}  // namespace workspace::desktop
