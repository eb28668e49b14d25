#include "invitations.hpp"

#include "secret_hash.hpp"

namespace workspace::server {

using namespace core;

std::optional<std::int64_t> add_invitation(Database& database, const std::string& code,
                                           const NewInvitation& invitation) {
    const auto* role = std::get_if<Role>(&invitation.to);
    const auto* account = std::get_if<AccountId>(&invitation.to);
    database.query("DELETE FROM invitations WHERE expires <= ?").bind(invitation.now.ms).run();
    if (account != nullptr) {
        database.query("DELETE FROM invitations WHERE account = ?").bind(account->value).run();
    }
    {
        auto count = database.query("SELECT count(*) FROM invitations");
        count.step();
        if (count.number(0) >= kInvitationsMax) {
            return std::nullopt;
        }
    }
    auto insert = database.query(
        "INSERT INTO invitations (hash, role, account, made_by, created, expires) VALUES (?, ?, ?, ?, ?, ?)"
        " RETURNING id");
    insert.bind(std::span<const std::uint8_t>(hash_of(code)));
    role != nullptr ? insert.bind(name_of(*role)) : insert.bind_null();
    account != nullptr ? insert.bind(account->value) : insert.bind_null();
    insert.bind(invitation.made_by).bind(invitation.now.ms).bind(invitation.now.ms + invitation.seconds * 1000);
    insert.step();
    return insert.number(0);
}

std::vector<Invitation> open_invitations(Database& database, WallTime now) {
    std::vector<Invitation> invitations;
    auto query = database.query(
        "SELECT i.id, i.role, a.login, i.made_by, i.created, i.expires FROM invitations i"
        " LEFT JOIN accounts a ON a.id = i.account WHERE i.expires > ? ORDER BY i.id");
    query.bind(now.ms);
    while (query.step()) {
        invitations.push_back({.id = query.number(0),
                               .role = role_named(query.text(1)),
                               .login = query.text(2),
                               .made_by = query.text(3),
                               .created = {query.number(4)},
                               .expires = {query.number(5)}});
    }
    return invitations;
}

std::optional<FoundInvitation> find_invitation(Database& database, const std::string& code, WallTime now) {
    auto query = database.query(
        "SELECT i.id, i.role, i.account, a.password_version FROM invitations i"
        " LEFT JOIN accounts a ON a.id = i.account WHERE i.hash = ? AND i.expires > ? AND NOT coalesce(a.locked, 0)");
    if (!query.bind(std::span<const std::uint8_t>(hash_of(code))).bind(now.ms).step()) {
        return std::nullopt;
    }
    const auto role = role_named(query.text(1));
    return FoundInvitation{.id = query.number(0),
                           .to = role ? InvitedTo{*role} : InvitedTo{AccountId{query.number(2)}},
                           .password_version = query.number(3)};
}

bool remove_invitation(Database& database, std::int64_t id) {
    database.query("DELETE FROM invitations WHERE id = ?").bind(id).run();
    return database.changes() > 0;
}

}  // namespace workspace::server
