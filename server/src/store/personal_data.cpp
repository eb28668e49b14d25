#include "personal_data.hpp"

#include <boost/json.hpp>

#include "lease_rows.hpp"
#include "workspace/core/wire/records.hpp"

namespace workspace::server {

namespace json = boost::json;
using namespace core;

namespace {

using Take = std::function<void(const std::string&)>;

void give(const Take& take, const char* kind, json::object fields) {
    fields["what"] = kind;
    take(json::serialize(fields));
}

void give_workstations(Database& database, AccountId account, const Take& take) {
    auto query = database.query(
        "SELECT DISTINCT w.label, w.first_seen, w.last_seen FROM sessions s JOIN workstations w ON w.key = "
        "s.workstation"
        " WHERE s.account = ? ORDER BY w.id");
    query.bind(account.value);
    while (query.step()) {
        give(take, "workstation",
             {{"label", query.text(0)}, {"first_seen", query.number(1)}, {"last_seen", query.number(2)}});
    }
}

void give_rooms(Database& database, AccountId account, const Take& take) {
    auto query = database.query(
        "SELECT r.id, r.name, r.kind, coalesce(k.seq, 0) FROM members m JOIN rooms r ON r.id = m.room"
        " LEFT JOIN read_markers k ON k.account = m.account AND k.room = r.id WHERE m.account = ? ORDER BY r.id");
    query.bind(account.value);
    while (query.step()) {
        give(take, "room",
             {{"id", query.number(0)}, {"name", query.text(1)}, {"kind", query.text(2)}, {"read", query.number(3)}});
    }
}

void give_posts(Database& database, AccountId account, const Take& take) {
    auto query = database.query(
        "SELECT room, seq, at, kind, body, emoji, target FROM events WHERE author = ? ORDER BY at, room, seq");
    query.bind(account.value);
    while (query.step()) {
        json::object post{{"room", query.number(0)}, {"seq", query.number(1)}, {"at", query.number(2)}};
        post["kind"] = query.number(3) == static_cast<std::int64_t>(wire::EventKind::message) ? "message" : "other";
        if (!query.is_null(5)) {
            post["kind"] = "reaction";
            post["emoji"] = query.text(5);
        }
        if (!query.is_null(6)) {
            post["target"] = query.number(6);
        }
        post["body"] = query.text(4);
        give(take, "post", std::move(post));
    }
}

}  // namespace

void export_person(Database& database, const AccountRow& account, const Take& take) {
    {
        auto query = database.query("SELECT created, status_text FROM accounts WHERE id = ?");
        query.bind(account.id.value).step();
        give(take, "account",
             {{"id", account.id.value},
              {"login", account.login},
              {"name", account.name},
              {"role", name_of(account.role)},
              {"created", query.number(0)},
              {"status", query.text(1)}});
    }
    give_workstations(database, account.id, take);
    for (const auto& token : all_api_tokens(database)) {
        if (token.login == account.login) {
            give(take, "token", {{"label", token.label}, {"scopes", token.scopes}, {"created", token.created.ms}});
        }
    }
    give_rooms(database, account.id, take);
    for (const auto& note : lease_history(database, account.id)) {
        give(take, "lease", {{"at", note.at.ms}, {"epoch", note.epoch.value}, {"cause", note.cause}});
    }
    give_posts(database, account.id, take);
}

void erase_person(Database& database, AccountId account) {
    constexpr const char* kForgetWho =
        "UPDATE accounts SET login = 'deleted-' || id, name = 'Deleted person', password = '', role = 'guest',"
        " password_version = password_version + 1, locked = 1, availability = 0, status_text = '',"
        " status_until = NULL WHERE id = ?";
    for (const char* sql : {"DELETE FROM sessions WHERE account = ?", "DELETE FROM rest_sessions WHERE account = ?",
                            "DELETE FROM api_tokens WHERE account = ?", "DELETE FROM invitations WHERE account = ?",
                            "DELETE FROM read_markers WHERE account = ?", "DELETE FROM lease_history WHERE account = ?",
                            "DELETE FROM members WHERE account = ?", kForgetWho}) {
        database.query(sql).bind(account.value).run();
    }
    database
        .query(
            "DELETE FROM workstations WHERE NOT EXISTS (SELECT 1 FROM sessions s WHERE s.workstation = key)"
            " AND NOT EXISTS (SELECT 1 FROM leases l WHERE l.workstation = key)")
        .run();
}

}  // namespace workspace::server
