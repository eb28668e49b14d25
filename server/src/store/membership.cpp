// Rooms that people make, and who is in them (M5).

#include <sodium.h>
#include <algorithm>

#include "effects.hpp"
#include "room_rows.hpp"
#include "store_engine.hpp"

namespace workspace::server {

using namespace core;

namespace {

/// Whom the creator invites, and the creator; ascending, each once. That all are known was decided before.
std::vector<AccountId> members_of_new(Database& database, const wire::CreateRoom& create, AccountId creator) {
    std::vector<AccountId> members{creator};
    for (const std::string& login : create.invite) {
        if (const auto person = person_with(database, login)) {
            members.push_back(person->id);
        }
    }
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
}

}  // namespace

RoomId make_room(Database& database, const wire::CreateRoom& create, AccountId creator) {
    RoomEpoch epoch;
    randombytes_buf(epoch.value.data(), epoch.value.size());
    const bool direct = create.kind == wire::RoomKind::direct;
    const auto members = members_of_new(database, create, creator);
    RoomId room;
    {
        auto insert = database.query(
            "INSERT INTO rooms (name, epoch, kind, creator, low, high) VALUES (?, ?, ?, ?, ?, ?) RETURNING id");
        insert.bind(direct ? std::string_view() : std::string_view(create.name))
            .bind(epoch.value)
            .bind(text_of(create.kind))
            .bind(creator.value);
        direct ? insert.bind(members.front().value) : insert.bind_null();
        direct ? insert.bind(members.back().value) : insert.bind_null();
        insert.step();
        room = {insert.number(0)};
    }
    for (const AccountId account : members) {
        add_member(database, room, account);
    }
    return room;
}

void take_effect(Database& database, const wire::CreateRoom& /*create*/, Appended& appended) {
    appended.event.kind = wire::EventKind::created;
    appended.members.in = member_ids_of(database, appended.room);
    appended.members.created = room_of_member(database, appended.event.author, appended.room);
}

void take_effect(Database& database, const wire::Join& /*join*/, Appended& appended) {
    appended.event.kind = wire::EventKind::joined;
    appended.members.in = {appended.event.author};
    add_member(database, appended.room, appended.event.author);
}

void take_effect(Database& database, const wire::Leave& /*leave*/, Appended& appended) {
    appended.event.kind = wire::EventKind::left;
    appended.members.out = {appended.event.author};
    remove_member(database, appended.room, appended.event.author);
}

void take_effect(Database& database, const wire::Invite& invite, Appended& appended) {
    appended.event.kind = wire::EventKind::invited;
    appended.event.whom = person_with(database, invite.login);
    if (appended.event.whom) {  // always: it was decided before
        appended.members.in = {appended.event.whom->id};
        add_member(database, appended.room, appended.event.whom->id);
    }
}

void take_effect(Database& database, const wire::Archive& /*archive*/, Appended& appended) {
    appended.event.kind = wire::EventKind::archived;
    database.query("UPDATE rooms SET archived = 1 WHERE id = ?").bind(appended.room.value).run();
}

StoreResult read(Database& database, const ReadMembers& asked) {
    if (!is_member(database, asked.reader, asked.room)) {
        return MembersResult{Refusal::not_a_member};
    }
    return MembersResult{people_in(database, asked.room)};
}

}  // namespace workspace::server
