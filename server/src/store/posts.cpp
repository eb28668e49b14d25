// Appending to a room's log: the rows around `decide_append`.

#include <sodium.h>

#include "append_facts.hpp"
#include "effects.hpp"
#include "event_rows.hpp"
#include "fences.hpp"
#include "store_engine.hpp"

namespace workspace::server {

using namespace core;

namespace {

PostFingerprint fingerprint_of(const wire::AnyPost& post, const BodyKey& key) {
    const std::string text = fingerprint_text(post);
    PostFingerprint fingerprint{};
    crypto_generichash(fingerprint.data(), fingerprint.size(), reinterpret_cast<const std::uint8_t*>(text.data()),
                       text.size(), key.data(), key.size());
    return fingerprint;
}

Appended repeated(const Append& append, const AppendDuplicate& first) {
    Appended appended;
    appended.duplicate = true;
    appended.room = first.room;
    appended.event.seq = first.seq;
    appended.event.cid = wire::cid_of(append.post);
    appended.event.at = first.at;
    return appended;
}

/// The words of what is said, or changed from here on, are looked up when the batch ends.
void note_words(WordIndex& words, Database& database, const wire::AnyPost& post, const Appended& appended) {
    if (std::holds_alternative<wire::Post>(post)) {
        words.add(database, appended.room, appended.event.seq);
    } else if (const auto* edit = std::get_if<wire::Edit>(&post)) {
        words.change(database, appended.room, edit->target);
    } else if (const auto* deletion = std::get_if<wire::Delete>(&post)) {
        words.change(database, appended.room, deletion->target);
    }
}

/// Where the new event goes; a room that it makes is made.
void place(Database& database, const Append& append, const AppendFacts& facts, Appended& appended) {
    if (const auto* create = std::get_if<wire::CreateRoom>(&append.post)) {
        appended.room = make_room(database, *create, append.author);
        appended.event.seq = {1};
    } else {
        appended.room = wire::room_of(append.post);
        appended.event.seq = {facts.room->head.value + 1};
    }
    appended.event.changed = appended.event.seq;
}

}  // namespace

StoreResult StoreEngine::run(const Append& append) {
    auto name = fenced_name(database_, append.fence, append.author);
    auto facts = name ? append_facts(database_, append) : AppendFacts{};
    facts.author_live = name.has_value();
    const auto fingerprint = fingerprint_of(append.post, body_key_);
    const auto decision = decide_append(facts, append.post, append.author, fingerprint);
    if (const auto* refusal = std::get_if<Refusal>(&decision)) {
        return AppendResult{*refusal};
    }
    if (const auto* first = std::get_if<AppendDuplicate>(&decision)) {
        return AppendResult{repeated(append, *first)};
    }
    Appended appended;
    place(database_, append, facts, appended);
    wire::Event& event = appended.event;
    event.cid = wire::cid_of(append.post);
    event.author = append.author;
    event.author_name = std::move(*name);
    event.at = append.at;
    note_words(words_, database_, append.post, appended);
    std::visit([&](const auto& known) { take_effect(database_, known, appended); }, append.post);
    add_event(database_, appended.room, event, fingerprint);
    return AppendResult{std::move(appended)};
}

}  // namespace workspace::server
