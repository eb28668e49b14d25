// Appending to a room's log: the rows around `decide_append`.

#include <sodium.h>

#include "store_engine.hpp"

namespace workspace::server {

using namespace core;

namespace {

BodyFingerprint fingerprint_of(const std::string& body, const BodyKey& key) {
    BodyFingerprint fingerprint{};
    crypto_generichash(fingerprint.data(), fingerprint.size(), reinterpret_cast<const std::uint8_t*>(body.data()),
                       body.size(), key.data(), key.size());
    return fingerprint;
}

bool stands(Database& database, const Fence& fence, AccountId author) {
    if (const auto* lease = std::get_if<LeaseFence>(&fence)) {
        auto query = database.query("SELECT 1 FROM leases WHERE account = ? AND epoch = ? AND state = 'live'");
        return query.bind(author.value).bind(lease->epoch.value).step();
    }
    if (const auto* rest = std::get_if<RestFence>(&fence)) {
        auto query = database.query("SELECT 1 FROM rest_sessions WHERE id = ? AND account = ?");
        return query.bind(rest->session.value).bind(author.value).step();
    }
    auto query = database.query("SELECT 1 FROM api_tokens WHERE id = ? AND account = ?");
    return query.bind(std::get<ApiTokenFence>(fence).token).bind(author.value).step();
}

std::optional<EarlierPost> find_post(Database& database, AccountId author, const ClientId& cid) {
    auto query = database.query("SELECT room, seq, at, fingerprint FROM events WHERE author = ? AND cid = ?");
    if (!query.bind(author.value).bind(cid.value).step()) {
        return std::nullopt;
    }
    EarlierPost post{.room = {query.number(0)}, .seq = {query.number(1)}, .at = {query.number(2)}, .fingerprint = {}};
    query.bytes(3, post.fingerprint);
    return post;
}

/// A post's predecessor is one of the same author in the same room (M6).
bool predecessor_stored(Database& database, const Append& append) {
    if (!append.prev) {
        return true;
    }
    const auto earlier = find_post(database, append.author, *append.prev);
    return earlier && earlier->room == append.room;
}

wire::Event write_event(Database& database, const Append& append, const BodyFingerprint& fingerprint) {
    wire::Event event{.seq = {},
                      .cid = append.cid,
                      .author = append.author,
                      .author_name = {},
                      .at = append.at,
                      .changed = {},
                      .body = append.body};
    {
        auto room = database.query("UPDATE rooms SET head = head + 1 WHERE id = ? RETURNING head");
        room.bind(append.room.value).step();
        event.seq = {room.number(0)};
        event.changed = event.seq;
    }
    {
        auto author = database.query("SELECT name FROM accounts WHERE id = ?");
        author.bind(append.author.value).step();
        event.author_name = author.text(0);
    }
    database
        .query(
            "INSERT INTO events (room, seq, author, cid, at, changed, fingerprint, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(append.room.value)
        .bind(event.seq.value)
        .bind(append.author.value)
        .bind(append.cid.value)
        .bind(append.at.ms)
        .bind(event.changed.value)
        .bind(std::span<const std::uint8_t>(fingerprint))
        .bind(append.body)
        .run();
    return event;
}

}  // namespace

StoreResult StoreEngine::run(const Append& append) {
    const auto fingerprint = fingerprint_of(append.body, body_key_);
    const AppendFacts facts{.author_live = stands(database_, append.fence, append.author),
                            .member = room_of_member(database_, append.author, append.room).has_value(),
                            .predecessor_stored = predecessor_stored(database_, append),
                            .earlier = find_post(database_, append.author, append.cid)};
    const auto decision = decide_append(facts, append.room, fingerprint);
    if (const auto* refusal = std::get_if<Refusal>(&decision)) {
        return AppendResult{*refusal};
    }
    if (const auto* first = std::get_if<AppendDuplicate>(&decision)) {
        Appended repeated;
        repeated.duplicate = true;
        repeated.event.seq = first->seq;
        repeated.event.cid = append.cid;
        repeated.event.at = first->at;
        return AppendResult{std::move(repeated)};
    }
    return AppendResult{Appended{.duplicate = false, .event = write_event(database_, append, fingerprint)}};
}

}  // namespace workspace::server
