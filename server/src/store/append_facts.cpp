#include "append_facts.hpp"

#include "event_rows.hpp"
#include "room_rows.hpp"

namespace workspace::server {

using namespace core;

namespace {

std::optional<RoomFacts> room_facts(Database& database, RoomId room, AccountId author) {
    auto query = database.query(
        "SELECT r.kind, r.archived, r.creator, r.head, m.account IS NOT NULL FROM rooms r"
        " LEFT JOIN members m ON m.room = r.id AND m.account = ? WHERE r.id = ?");
    if (!query.bind(author.value).bind(room.value).step()) {
        return std::nullopt;
    }
    return RoomFacts{.kind = room_kind_from(query.text(0)),
                     .archived = query.number(1) != 0,
                     .creator = query.is_null(2) ? std::nullopt : std::optional(AccountId{query.number(2)}),
                     .head = {query.number(3)},
                     .members = 0,
                     .author_is_member = query.number(4) != 0};
}

bool is_guest(Database& database, AccountId account) {
    auto query = database.query("SELECT 1 FROM accounts WHERE id = ? AND role = 'guest'");
    return query.bind(account.value).step();
}

void count_members(Database& database, RoomId room, AppendFacts& facts) {
    auto query = database.query("SELECT count(*) FROM members WHERE room = ?");
    if (facts.room && query.bind(room.value).step()) {
        facts.room->members = static_cast<std::size_t>(query.number(0));
    }
}

std::optional<EarlierPost> direct_room_of(Database& database, AccountId one, AccountId other) {
    auto query = database.query(
        "SELECT e.room, e.seq, e.at FROM rooms r JOIN events e ON e.room = r.id"
        " WHERE r.low = ? AND r.high = ? ORDER BY e.seq LIMIT 1");
    if (!query.bind(std::min(one, other).value).bind(std::max(one, other).value).step()) {
        return std::nullopt;
    }
    return EarlierPost{{query.number(0)}, {query.number(1)}, {query.number(2)}, {}};
}

bool public_name_taken(Database& database, const std::string& name) {
    auto query = database.query("SELECT 1 FROM rooms WHERE kind = 'public' AND name = ?");
    return query.bind(name).step();
}

// ---- what a kind of post looks at, beside its room ------------------------------------------------------------------

template <class Message>
void add_facts(Database& database, const Message& message, AccountId /*author*/, AppendFacts& facts) {
    if constexpr (requires { message.target; }) {
        facts.target = event_at(database, message.room, message.target);
    }
}

void add_facts(Database& database, const wire::Join& join, AccountId author, AppendFacts& facts) {
    facts.author_is_guest = is_guest(database, author);
    count_members(database, join.room, facts);
}

void add_facts(Database& database, const wire::Invite& invite, AccountId author, AppendFacts& facts) {
    facts.author_is_guest = is_guest(database, author);
    const auto whom = person_with(database, invite.login);
    facts.all_known = whom.has_value();
    facts.whom_is_member = whom && is_member(database, whom->id, invite.room);
    count_members(database, invite.room, facts);
}

void add_facts(Database& database, const wire::CreateRoom& create, AccountId author, AppendFacts& facts) {
    facts.author_is_guest = is_guest(database, author);
    std::optional<AccountId> last;
    for (const std::string& login : create.invite) {
        const auto person = person_with(database, login);
        facts.all_known = facts.all_known && person;
        last = person ? std::optional(person->id) : last;
    }
    if (create.kind == wire::RoomKind::direct) {
        facts.all_known = facts.all_known && create.invite.size() == 1 && last != author;
        facts.direct = facts.all_known ? direct_room_of(database, author, *last) : std::nullopt;
    }
    facts.name_taken = create.kind == wire::RoomKind::open && public_name_taken(database, create.name);
}

}  // namespace

AppendFacts append_facts(Database& database, const Append& append) {
    AppendFacts facts;
    facts.earlier = find_post(database, append.author, wire::cid_of(append.post));
    if (facts.earlier) {
        return facts;  // that decides
    }
    const RoomId room = wire::room_of(append.post);
    facts.room = room_facts(database, room, append.author);
    if (const auto prev = wire::prev_of(append.post)) {  // one of the same author in the same room (M6)
        const auto before = find_post(database, append.author, *prev);
        facts.predecessor_stored = before && before->room == room;
    }
    std::visit([&](const auto& known) { add_facts(database, known, append.author, facts); }, append.post);
    return facts;
}

}  // namespace workspace::server
