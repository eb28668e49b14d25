#include "word_index.hpp"

#include "folding.hpp"

namespace workspace::server {

using namespace core;

namespace {

void add_words(Database& database, std::int64_t number, std::string_view body) {
    database.query("INSERT INTO message_words (rowid, body) VALUES (?, ?)").bind(number).bind(folded(body)).run();
}

/// The index keeps no text: it must be told what it was given.
void remove_words(Database& database, std::int64_t number, std::string_view body) {
    database.query("INSERT INTO message_words (message_words, rowid, body) VALUES ('delete', ?, ?)")
        .bind(number)
        .bind(folded(body))
        .run();
}

}  // namespace

void WordIndex::add(Database& database, RoomId room, MessageSeq seq) {
    database.query("INSERT INTO messages (room, seq) VALUES (?, ?)").bind(room.value).bind(seq.value).run();
    indexed_.try_emplace(database.last_id());
}

void WordIndex::change(Database& database, RoomId room, MessageSeq seq) {
    auto query = database.query(
        "SELECT m.number, e.body FROM messages m JOIN events e ON e.room = m.room AND e.seq = m.seq"
        " WHERE m.room = ? AND m.seq = ?");
    if (query.bind(room.value).bind(seq.value).step()) {
        indexed_.try_emplace(query.number(0), query.text(1));  // of several changes the first knows
    }
}

void WordIndex::write(Database& database) {
    for (const auto& [number, before] : indexed_) {
        auto query = database.query(
            "SELECT e.body FROM messages m JOIN events e ON e.room = m.room AND e.seq = m.seq WHERE m.number = ?");
        const std::string body = query.bind(number).step() ? query.text(0) : "";  // none: its operation was taken back
        if (body == before) {
            continue;
        }
        if (!before.empty()) {
            remove_words(database, number, before);
        }
        if (!body.empty()) {
            add_words(database, number, body);
        }
    }
    indexed_.clear();
}

void fill_word_index(Database& database) {
    auto messages = database.query(
        "SELECT m.number, e.body FROM messages m CROSS JOIN events e ON e.room = m.room AND e.seq = m.seq"
        " WHERE e.body <> '' ORDER BY m.number");
    while (messages.step()) {
        add_words(database, messages.number(0), messages.text(1));
    }
}

}  // namespace workspace::server
