#include "ops/check_database.hpp"

#include <array>

namespace workspace::server {

namespace {

/// How many of one kind are said.
constexpr int kOfAKindMax = 5;

struct Rule {
    const char* words;  ///< comes before what the query says
    const char* sql;    ///< a row with a text for each breach
};

constexpr std::array kRules{
    Rule{"the log has a gap (M2) in room ",
         "SELECT r.id FROM rooms r LEFT JOIN (SELECT room, count(*) AS held, min(seq) AS low, max(seq) AS high FROM "
         "events"
         " GROUP BY room) e ON e.room = r.id"
         " WHERE r.head <> ifnull(e.high, r.floor) OR ifnull(e.held, 0) <> r.head - r.floor"
         " OR ifnull(e.low, r.floor + 1) <> r.floor + 1"},
    Rule{"a message was changed by what is not in the log (M8): room and seq ",
         "SELECT e.room || ' ' || e.seq FROM events e JOIN rooms r ON r.id = e.room"
         " WHERE e.changed < e.seq OR e.changed > r.head"},
    Rule{"a lease has an epoch that was never given (S3): account ",
         "SELECT l.account FROM leases l JOIN accounts a ON a.id = l.account WHERE l.epoch > a.epoch"},
    Rule{"more is marked as read than was said (H6): account and room ",
         "SELECT m.account || ' ' || m.room FROM read_markers m JOIN rooms r ON r.id = m.room"
         " WHERE m.epoch = r.epoch AND m.seq > r.head"},
    Rule{"a reaction is to no message (M8): room and seq ",
         "SELECT room || ' ' || seq FROM reactions t WHERE NOT EXISTS"
         " (SELECT 1 FROM events e WHERE e.room = t.room AND e.seq = t.seq)"},
    Rule{"a mention is in no message (H6): room and seq ",
         "SELECT room || ' ' || seq FROM mentions t WHERE NOT EXISTS"
         " (SELECT 1 FROM events e WHERE e.room = t.room AND e.seq = t.seq)"},
};

void add_rows(Database& database, const Rule& rule, std::vector<std::string>& mistakes) {
    auto rows = database.query(rule.sql);
    for (int i = 0; i < kOfAKindMax && rows.step(); ++i) {
        mistakes.push_back(rule.words + rows.text(0));
    }
}

}  // namespace

std::vector<std::string> mistakes_of_pages(Database& database) {
    std::vector<std::string> mistakes;
    auto rows = database.query("PRAGMA integrity_check(5)");
    while (rows.step()) {
        if (rows.text(0) != "ok") {
            mistakes.push_back(rows.text(0));
        }
    }
    return mistakes;
}

std::vector<std::string> mistakes_of(Database& database) {
    const Snapshot snapshot(database);
    auto mistakes = mistakes_of_pages(database);
    if (!mistakes.empty()) {
        return mistakes;  // what else is read there would be guesses
    }
    add_rows(database,
             {"a row names what is not there: table, row, in table ",
              "SELECT \"table\" || ' ' || ifnull(rowid, '-') || ' ' || parent FROM pragma_foreign_key_check"},
             mistakes);
    for (const auto& rule : kRules) {
        add_rows(database, rule, mistakes);
    }
    return mistakes;
}

}  // namespace workspace::server
