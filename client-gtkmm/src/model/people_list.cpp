#include "workspace/desktop/model/people_list.hpp"

#include <glibmm/ustring.h>
#include <algorithm>
#include <tuple>
#include <utility>

#include "workspace/desktop/model/translate.hpp"

namespace workspace::desktop {
namespace {

/// What people are sorted by: made once each, because collation is dear.
struct Sorted {
    std::string key;
    core::wire::Person person;
    auto operator<=>(const Sorted& other) const {
        return std::tie(key, person.id) <=> std::tie(other.key, other.person.id);
    }
    bool operator==(const Sorted& other) const { return key == other.key && person.id == other.person.id; }
};

Sorted sorted(const core::wire::Person& person) {
    return {Glib::ustring(person.name).casefold_collate_key(), person};
}

}  // namespace

PersonItem::PersonItem(core::wire::Person person, bool me) : person_(std::move(person)), me_(me) {}

Glib::RefPtr<PersonItem> PersonItem::create(core::wire::Person person, bool me) {
    return Glib::make_refptr_for_instance<PersonItem>(new PersonItem(std::move(person), me));
}

std::string PersonItem::label() const {
    return me_ ? std::string(Glib::ustring::compose(tr("%1 (you)"), person_.name)) : person_.name;
}

void PeopleList::set(const std::shared_ptr<const std::vector<core::wire::Person>>& people, core::AccountId me) {
    std::vector<Sorted> wanted;
    if (people) {
        std::transform(people->begin(), people->end(), std::back_inserter(wanted), sorted);
        std::sort(wanted.begin(), wanted.end());
    }
    guint at = 0;
    for (const Sorted& next : wanted) {
        while (at < store_->get_n_items() && sorted(store_->get_item(at)->person()) < next) {
            store_->remove(at);
        }
        const bool held = at < store_->get_n_items() && store_->get_item(at)->person() == next.person;
        if (!held) {
            store_->insert(at, PersonItem::create(next.person, next.person.id == me));
        }
        ++at;
    }
    if (at < store_->get_n_items()) {
        store_->splice(at, store_->get_n_items() - at, {});
    }
}

}  // namespace workspace::desktop
