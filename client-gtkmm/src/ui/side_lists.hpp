#pragma once

#include <gtkmm/listview.h>

#include "workspace/desktop/model/people_list.hpp"
#include "workspace/desktop/model/room_list.hpp"

/// Factories for the rows of the lists beside the conversation.
namespace workspace::desktop {

void show_people(Gtk::ListView& list, const PeopleList& people);
/// Its selection is the open room.
void show_rooms(Gtk::ListView& list);

}  // namespace workspace::desktop
