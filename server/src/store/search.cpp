#include "search.hpp"

#include <limits>

#include "event_rows.hpp"
#include "room_rows.hpp"

namespace workspace::server {

using namespace core;

namespace {

// FTS5 gives its rows from the newest on by itself; the others are looked up by key, in this order.
constexpr const char* kFind =
    "SELECT m.room, m.seq FROM message_words w"
    " CROSS JOIN messages m ON m.number = w.rowid"
    " CROSS JOIN members r ON r.room = m.room AND r.account = ?"
    " CROSS JOIN events e ON e.room = m.room AND e.seq = m.seq"
    " WHERE w.message_words MATCH ? AND w.rowid < ?"
    " AND m.room BETWEEN ? AND ? AND e.author BETWEEN ? AND ? AND e.at >= ? AND e.at < ?"
    " ORDER BY w.rowid DESC LIMIT ?";
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

std::optional<std::int64_t> number_of(Database& database, const MessagePlace& place) {
    auto query = database.query("SELECT number FROM messages WHERE room = ? AND seq = ?");
    return query.bind(place.room.value).bind(place.seq.value).step() ? std::optional(query.number(0)) : std::nullopt;
}

/// Its number, where the reader may know of it.
std::optional<std::int64_t> bound_of(Database& database, const SearchQuestion& question) {
    if (!question.older_than) {
        return kMost;
    }
    return is_member(database, question.reader, question.older_than->room) ? number_of(database, *question.older_than)
                                                                           : std::nullopt;
}

std::vector<MessagePlace> places_found(Database& database, const SearchQuestion& question, const SearchTerms& terms,
                                       std::int64_t older_than, const std::optional<AccountId>& author) {
    auto query = database.query(kFind);
    query.bind(question.reader.value).bind(match_expression(terms)).bind(older_than);
    query.bind(question.room ? question.room->value : kLeast).bind(question.room ? question.room->value : kMost);
    query.bind(author ? author->value : kLeast).bind(author ? author->value : kMost);
    query.bind(question.after ? question.after->ms : kLeast).bind(question.before ? question.before->ms : kMost);
    query.bind(question.limit + 1);
    std::vector<MessagePlace> places;
    while (query.step()) {
        places.push_back({{query.number(0)}, {query.number(1)}});
    }
    return places;
}

}  // namespace

SearchResult search(Database& database, const WordSplitter& splitter, const SearchQuestion& question) {
    const auto terms = search_terms_from(question.typed, splitter);
    if (!terms) {
        return SearchFault::bad_query;
    }
    if (question.room && !is_member(database, question.reader, *question.room)) {
        return Refusal::not_a_member;
    }
    const auto author = question.from ? person_with(database, *question.from) : std::nullopt;
    if (question.from && !author) {
        return Refusal::no_such_account;
    }
    const auto older_than = bound_of(database, question);
    if (!older_than) {
        return SearchFault::bad_cursor;
    }
    auto places =
        places_found(database, question, *terms, *older_than, author ? std::optional(author->id) : std::nullopt);
    SearchPage page;
    page.more = std::ssize(places) > question.limit;
    if (page.more) {
        places.pop_back();
    }
    for (const MessagePlace& place : places) {
        if (auto event = event_at(database, place.room, place.seq)) {
            auto highlights = places_of(*terms, event->body, splitter);
            page.hits.push_back({place.room, std::move(*event), std::move(highlights)});
        }
    }
    return page;
}

}  // namespace workspace::server
