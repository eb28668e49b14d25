#include "mention_rows.hpp"

#include "workspace/core/history/mentions.hpp"

namespace workspace::server {

using namespace core;

void add_mentions(Database& database, RoomId room, MessageSeq seq, AccountId author, std::string_view body) {
    for (const std::string& name : mentioned_in(body)) {
        database.query("INSERT INTO mentions (room, name, seq, author) VALUES (?, ?, ?, ?)")
            .bind(room.value)
            .bind(name)
            .bind(seq.value)
            .bind(author.value)
            .run();
    }
}

void remove_mentions(Database& database, RoomId room, MessageSeq seq) {
    database.query("DELETE FROM mentions WHERE room = ? AND seq = ?").bind(room.value).bind(seq.value).run();
}

std::int64_t count_mentions(Database& database, RoomId room, MessageSeq after, AccountId reader) {
    auto query = database.query(
        "SELECT count(DISTINCT seq) FROM mentions WHERE room = ?"
        " AND name IN (?, (SELECT lower(login) FROM accounts WHERE id = ?)) AND seq > ? AND author <> ?");
    query.bind(room.value).bind(kMentionsAll).bind(reader.value).bind(after.value).bind(reader.value);
    return query.step() ? query.number(0) : 0;
}

void fill_mentions(Database& database) {
    auto messages =
        database.query("SELECT room, seq, author, body FROM events WHERE kind = 0 AND instr(body, '@') > 0");
    while (messages.step()) {
        add_mentions(database, {messages.number(0)}, {messages.number(1)}, {messages.number(2)}, messages.text(3));
    }
}

}  // namespace workspace::server
