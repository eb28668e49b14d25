#include "event_rows.hpp"

namespace workspace::server {

using namespace core;

namespace {

// As the numbers of wire::EventKind are stored, they never change.
static_assert(static_cast<int>(wire::EventKind::message) == 0 && static_cast<int>(wire::EventKind::edit) == 1 &&
              static_cast<int>(wire::EventKind::deletion) == 2 && static_cast<int>(wire::EventKind::reaction) == 3 &&
              static_cast<int>(wire::EventKind::created) == 4 && static_cast<int>(wire::EventKind::joined) == 5 &&
              static_cast<int>(wire::EventKind::left) == 6 && static_cast<int>(wire::EventKind::invited) == 7 &&
              static_cast<int>(wire::EventKind::archived) == 8);

#define WORKSPACE_EVENT_SELECT                                                                                 \
    "SELECT e.seq, e.cid, e.author, a.name, e.at, e.changed, e.body, e.kind, e.reply_to, e.edited, e.deleted," \
    " e.target, e.emoji, e.given, e.whom, w.name FROM events e"

#define WORKSPACE_EVENT_NAMES " JOIN accounts a ON a.id = e.author LEFT JOIN accounts w ON w.id = e.whom "

std::optional<MessageSeq> seq_from(const Query& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(MessageSeq{row.number(column)});
}

wire::Event event_from(const Query& row) {
    wire::Event event{.seq = {row.number(0)},
                      .cid = row.id<ClientId>(1),
                      .author = {row.number(2)},
                      .author_name = row.text(3),
                      .at = {row.number(4)},
                      .changed = {row.number(5)},
                      .body = row.text(6),
                      .kind = static_cast<wire::EventKind>(row.number(7))};
    if (event.kind == wire::EventKind::message) {
        event.reply_to = seq_from(row, 8);
        event.edited = seq_from(row, 9);
        event.deleted = seq_from(row, 10);
        return event;
    }
    event.target = seq_from(row, 11);
    if (!row.is_null(12)) {
        event.emoji = row.text(12);
        event.on = row.number(13) != 0;
    }
    if (!row.is_null(14)) {
        event.whom = wire::Person{{row.number(14)}, row.text(15)};
    }
    return event;
}

void add_reaction(wire::Event& event, std::string emoji, AccountId account) {
    auto& reactions = event.reactions ? *event.reactions : event.reactions.emplace();
    if (reactions.empty() || reactions.back().emoji != emoji) {
        reactions.push_back({std::move(emoji), {}});
    }
    reactions.back().by.push_back(account);
}

/// Adds the reactions to `events`, which are ascending. Only what has changed can have any.
void add_reactions(Database& database, RoomId room, std::vector<wire::Event>& events) {
    auto query =
        database.query("SELECT emoji, account FROM reactions WHERE room = ? AND seq = ? ORDER BY emoji, account");
    for (wire::Event& event : events) {
        if (event.kind != wire::EventKind::message || event.changed == event.seq || event.deleted) {
            continue;
        }
        query.again().bind(room.value).bind(event.seq.value);
        while (query.step()) {
            add_reaction(event, query.text(0), {query.number(1)});
        }
    }
}

std::vector<wire::Event> collect_events(Query& query) {
    std::vector<wire::Event> events;
    while (query.step()) {
        events.push_back(event_from(query));
    }
    return events;
}

Query& bind_seq(Query& query, const std::optional<MessageSeq>& seq) {
    return seq ? query.bind(seq->value) : query.bind_null();
}

}  // namespace

std::vector<wire::Event> events_of(Database& database, RoomId room, Interval interval) {
    if (interval.empty()) {
        return {};
    }
    auto query = database.query(WORKSPACE_EVENT_SELECT WORKSPACE_EVENT_NAMES
                                "WHERE e.room = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq");
    auto events = collect_events(query.bind(room.value).bind(interval.from.value).bind(interval.to.value));
    add_reactions(database, room, events);
    return events;
}

std::optional<wire::Event> event_at(Database& database, RoomId room, MessageSeq seq) {
    auto events = events_of(database, room, {seq, seq});
    return events.empty() ? std::nullopt : std::optional(std::move(events.front()));
}

std::vector<wire::Event> touched_in(Database& database, RoomId room, Interval interval, std::size_t most) {
    auto query = database.query(WORKSPACE_EVENT_SELECT
                                " INDEXED BY events_that_changed" WORKSPACE_EVENT_NAMES
                                "WHERE e.room = ? AND e.changed > ? AND e.changed > e.seq AND e.seq BETWEEN ? AND ?"
                                " ORDER BY e.seq LIMIT ?");
    query.bind(room.value).bind(interval.to.value).bind(interval.from.value).bind(interval.to.value);
    auto events = collect_events(query.bind(static_cast<std::int64_t>(most)));
    add_reactions(database, room, events);
    return events;
}

#undef WORKSPACE_EVENT_SELECT
#undef WORKSPACE_EVENT_NAMES

std::optional<EarlierPost> find_post(Database& database, AccountId author, const ClientId& cid) {
    auto query = database.query("SELECT room, seq, at, fingerprint FROM events WHERE author = ? AND cid = ?");
    if (!query.bind(author.value).bind(cid.value).step()) {
        return std::nullopt;
    }
    EarlierPost post{.room = {query.number(0)}, .seq = {query.number(1)}, .at = {query.number(2)}, .fingerprint = {}};
    query.bytes(3, post.fingerprint);
    return post;
}

void add_event(Database& database, RoomId room, const wire::Event& event, const PostFingerprint& fingerprint) {
    database.query("UPDATE rooms SET head = ? WHERE id = ?").bind(event.seq.value).bind(room.value).run();
    auto insert = database.query(
        "INSERT INTO events (room, seq, author, cid, at, changed, fingerprint, kind, reply_to, target, emoji, given,"
        " whom, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(room.value)
        .bind(event.seq.value)
        .bind(event.author.value)
        .bind(event.cid.value)
        .bind(event.at.ms)
        .bind(event.changed.value)
        .bind(std::span<const std::uint8_t>(fingerprint))
        .bind(static_cast<std::int64_t>(event.kind));
    bind_seq(insert, event.reply_to);
    bind_seq(insert, event.target);
    event.emoji ? insert.bind(std::string_view(*event.emoji)) : insert.bind_null();
    event.on ? insert.bind(*event.on ? 1 : 0) : insert.bind_null();
    event.whom ? insert.bind(event.whom->id.value) : insert.bind_null();
    insert.bind(event.body).run();
}

}  // namespace workspace::server
