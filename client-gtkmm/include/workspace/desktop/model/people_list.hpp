#pragma once

#include <memory>
#include <string>
#include <vector>

#include <giomm/liststore.h>

#include "workspace/core/wire/records.hpp"

namespace workspace::desktop {

/// One connected person.
class PersonItem : public Glib::Object {
public:
    static Glib::RefPtr<PersonItem> create(core::wire::Person person, bool me);
    [[nodiscard]] const core::wire::Person& person() const { return person_; }
    [[nodiscard]] bool me() const { return me_; }
    /// "Alice (you)".
    [[nodiscard]] std::string label() const;

private:
    PersonItem(core::wire::Person person, bool me);
    core::wire::Person person_;
    bool me_;
};

/// Who is connected, by name as the language sorts them. Changes are applied one by one, so that the list does not jump.
class PeopleList {
public:
    PeopleList() : store_(Gio::ListStore<PersonItem>::create()) {}
    /// nullptr: not known.
    void set(const std::shared_ptr<const std::vector<core::wire::Person>>& people, core::AccountId me);
    [[nodiscard]] Glib::RefPtr<Gio::ListStore<PersonItem>> store() const { return store_; }

private:
    Glib::RefPtr<Gio::ListStore<PersonItem>> store_;
};

}  // namespace workspace::desktop
