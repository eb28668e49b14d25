// Messages, and what is done to them later (M8).

#include "effects.hpp"
#include "event_rows.hpp"
#include "mention_rows.hpp"

namespace workspace::server {

using namespace core;

namespace {

/// The event becomes a change of `target`, and the target is marked as changed by it.
void begin_change(Database& database, wire::EventKind kind, MessageSeq target, Appended& appended) {
    appended.event.kind = kind;
    appended.event.target = target;
    database.query("UPDATE events SET changed = ? WHERE room = ? AND seq = ?")
        .bind(appended.event.seq.value)
        .bind(appended.room.value)
        .bind(target.value)
        .run();
}

}  // namespace

void take_effect(Database& database, const wire::Post& post, Appended& appended) {
    wire::Event& event = appended.event;
    event.body = post.body;
    event.reply_to = post.reply_to;
    add_mentions(database, appended.room, event.seq, event.author, event.body);
}

void take_effect(Database& database, const wire::Edit& edit, Appended& appended) {
    begin_change(database, wire::EventKind::edit, edit.target, appended);
    database.query("UPDATE events SET body = ?, edited = ? WHERE room = ? AND seq = ?")
        .bind(edit.body)
        .bind(appended.event.seq.value)
        .bind(appended.room.value)
        .bind(edit.target.value)
        .run();
    remove_mentions(database, appended.room, edit.target);
    add_mentions(database, appended.room, edit.target, appended.event.author, edit.body);  // one's own message
    appended.touched = event_at(database, appended.room, edit.target);
}

void take_effect(Database& database, const wire::Delete& deletion, Appended& appended) {
    begin_change(database, wire::EventKind::deletion, deletion.target, appended);
    database.query("UPDATE events SET body = '', deleted = ? WHERE room = ? AND seq = ?")
        .bind(appended.event.seq.value)
        .bind(appended.room.value)
        .bind(deletion.target.value)
        .run();
    database.query("DELETE FROM reactions WHERE room = ? AND seq = ?")
        .bind(appended.room.value)
        .bind(deletion.target.value)
        .run();
    remove_mentions(database, appended.room, deletion.target);
    appended.touched = event_at(database, appended.room, deletion.target);
}

void take_effect(Database& database, const wire::React& react, Appended& appended) {
    begin_change(database, wire::EventKind::reaction, react.target, appended);
    appended.event.emoji = react.emoji;
    appended.event.on = react.on;
    database
        .query(react.on ? "INSERT INTO reactions (room, seq, emoji, account) VALUES (?, ?, ?, ?)"
                        : "DELETE FROM reactions WHERE room = ? AND seq = ? AND emoji = ? AND account = ?")
        .bind(appended.room.value)
        .bind(react.target.value)
        .bind(react.emoji)
        .bind(appended.event.author.value)
        .run();
    appended.touched = event_at(database, appended.room, react.target);
}

}  // namespace workspace::server
