#include "room_rows.hpp"

#include <sodium.h>

namespace workspace::server {

using namespace core;

namespace {

#define WORKSPACE_ROOM_SELECT                                                                                        \
    "SELECT r.id, r.name, r.epoch, r.floor, r.head, r.kind, r.archived, r.low, lo.name, r.high, hi.name FROM rooms " \
    "r LEFT JOIN accounts lo ON lo.id = r.low LEFT JOIN accounts hi ON hi.id = r.high "

wire::Room room_from(const Query& row) {
    wire::Room room{.id = {row.number(0)},
                    .name = row.text(1),
                    .epoch = row.id<RoomEpoch>(2),
                    .floor = {row.number(3)},
                    .head = {row.number(4)},
                    .kind = room_kind_from(row.text(5)),
                    .archived = row.number(6) != 0};
    if (room.kind == wire::RoomKind::direct) {
        room.people.emplace({wire::Person{{row.number(7)}, row.text(8)}, wire::Person{{row.number(9)}, row.text(10)}});
    }
    return room;
}

std::vector<wire::Room> collect_rooms(Query& query) {
    std::vector<wire::Room> rooms;
    while (query.step()) {
        rooms.push_back(room_from(query));
    }
    return rooms;
}

}  // namespace

std::string_view text_of(wire::RoomKind kind) {
    switch (kind) {
        case wire::RoomKind::open: return "public";
        case wire::RoomKind::closed: return "private";
        case wire::RoomKind::direct: break;
    }
    return "direct";
}

wire::RoomKind room_kind_from(const std::string& text) {
    if (text == "public") {
        return wire::RoomKind::open;
    }
    return text == "private" ? wire::RoomKind::closed : wire::RoomKind::direct;
}

std::vector<wire::Room> all_rooms(Database& database) {
    auto query = database.query(WORKSPACE_ROOM_SELECT "ORDER BY r.id");
    return collect_rooms(query);
}

std::optional<wire::Room> room_of_member(Database& database, AccountId account, RoomId room) {
    auto query =
        database.query(WORKSPACE_ROOM_SELECT "JOIN members m ON m.room = r.id WHERE r.id = ? AND m.account = ?");
    query.bind(room.value).bind(account.value);
    return query.step() ? std::optional(room_from(query)) : std::nullopt;
}

std::vector<wire::Room> rooms_of_member(Database& database, AccountId account) {
    auto query =
        database.query(WORKSPACE_ROOM_SELECT "JOIN members m ON m.room = r.id WHERE m.account = ? ORDER BY r.id");
    return collect_rooms(query.bind(account.value));
}

#undef WORKSPACE_ROOM_SELECT

std::vector<RoomId> room_ids_of(Database& database, AccountId account) {
    std::vector<RoomId> rooms;
    auto query = database.query("SELECT room FROM members WHERE account = ? ORDER BY room");
    query.bind(account.value);
    while (query.step()) {
        rooms.push_back({query.number(0)});
    }
    return rooms;
}

std::vector<AccountId> member_ids_of(Database& database, RoomId room) {
    std::vector<AccountId> members;
    auto query = database.query("SELECT account FROM members WHERE room = ? ORDER BY account");
    query.bind(room.value);
    while (query.step()) {
        members.push_back({query.number(0)});
    }
    return members;
}

std::vector<wire::Person> people_in(Database& database, RoomId room) {
    std::vector<wire::Person> people;
    auto query = database.query(
        "SELECT a.id, a.name FROM members m JOIN accounts a ON a.id = m.account WHERE m.room = ? ORDER BY a.id LIMIT "
        "?");
    query.bind(room.value).bind(static_cast<std::int64_t>(kMembersMax));
    while (query.step()) {
        people.push_back({{query.number(0)}, query.text(1)});
    }
    return people;
}

bool is_member(Database& database, AccountId account, RoomId room) {
    auto query = database.query("SELECT 1 FROM members WHERE room = ? AND account = ?");
    return query.bind(room.value).bind(account.value).step();
}

void add_member(Database& database, RoomId room, AccountId account) {
    database.query("INSERT INTO members (room, account) VALUES (?, ?)").bind(room.value).bind(account.value).run();
}

void remove_member(Database& database, RoomId room, AccountId account) {
    database.query("DELETE FROM members WHERE room = ? AND account = ?").bind(room.value).bind(account.value).run();
}

std::optional<RoomId> add_room(Database& database, const std::string& name) {
    RoomEpoch epoch;
    randombytes_buf(epoch.value.data(), epoch.value.size());
    std::optional<RoomId> room;
    {
        auto query = database.query(
            "INSERT INTO rooms (name, epoch, auto_join) VALUES (?, ?, 1)"
            " ON CONFLICT (name) WHERE kind = 'public' DO NOTHING RETURNING id");
        if (!query.bind(name).bind(epoch.value).step()) {
            return std::nullopt;
        }
        room = RoomId{query.number(0)};
    }
    database.query("INSERT INTO members (room, account) SELECT ?, id FROM accounts WHERE role <> 'guest'")
        .bind(room->value)
        .run();
    return room;
}

void join_rooms_for_everyone(Database& database, AccountId account) {
    database.query("INSERT INTO members (room, account) SELECT id, ? FROM rooms WHERE auto_join")
        .bind(account.value)
        .run();
}

std::optional<wire::Person> person_with(Database& database, const std::string& login) {
    auto query = database.query("SELECT id, name FROM accounts WHERE login = ?");
    return query.bind(login).step() ? std::optional(wire::Person{{query.number(0)}, query.text(1)}) : std::nullopt;
}

}  // namespace workspace::server
